-- Numbers are whole, instants are microseconds since 1970, digests are bytes.
-- Keys that are ordered or searched by prefix compare byte by byte, as SQLite does.

create table stream (
    name text collate "C" primary key,
    seq bigint not null,
    hash bytea not null
);

create table event (
    stream text collate "C" not null references stream (name) deferrable initially deferred,
    seq bigint not null,
    facts text not null,
    content bytea,
    salt bytea,
    content_digest bytea,
    hash bytea not null,
    primary key (stream, seq)
);

create table cases (
    id text collate "C" primary key,
    version bigint not null,
    secret bytea not null unique,
    phase text not null,
    is_open bigint not null,
    severity text,
    due_at bigint,
    due_clock text,
    embargo_ends_at bigint,
    received_at bigint not null,
    changed_at bigint not null,
    handler text,
    title text not null,
    due_sort bigint not null,
    severity_sort bigint not null
);
create index cases_queue on cases (is_open, due_sort, severity_sort, id);

-- The same order of columns as both ways in: from a word to its cases, and from a case to its words.
create table case_word (
    word text collate "C" not null,
    case_id text collate "C" not null references cases (id) deferrable initially deferred,
    primary key (word, case_id)
);
create index case_word_case on case_word (case_id, word);

create table publication (
    number bigint primary key,
    id text collate "C" not null unique,
    edition bigint not null,
    modified_at bigint not null,
    record text not null
);

create table account (
    id text collate "C" primary key,
    login text collate "C" not null unique,
    name text not null,
    roles text not null,
    password text not null,
    totp bytea not null,
    totp_step bigint not null,
    failures bigint not null,
    locked_until bigint,
    active bigint not null,
    version bigint not null
);

create table invite (
    secret bytea primary key,
    roles text not null,
    expires_at bigint not null
);

create table session (
    secret bytea primary key,
    account text collate "C" not null references account (id) deferrable initially deferred,
    form_token text not null,
    expires_at bigint not null
);
create index session_account on session (account);

create table token (
    secret bytea primary key,
    account text collate "C" not null references account (id) deferrable initially deferred,
    label text not null,
    expires_at bigint not null
);
create index token_account on token (account);

-- due_at is when a worker may take the job: its time while it waits, the end of its lease while it
-- runs. Done jobs stay, so that a key is queued once for ever; no claim ever sees them.
create table job (
    key text collate "C" primary key,
    kind text not null,
    payload text not null,
    run_at bigint not null,
    due_at bigint not null,
    state text not null check (state in ('waiting', 'running', 'done', 'dead')),
    attempt bigint not null,
    says text
);
create index job_due on job (due_at, key) where state in ('waiting', 'running');
create index job_dead on job (key) where state = 'dead';

create table once (
    scope text collate "C" not null,
    key text collate "C" not null,
    request bytea not null,
    answer text not null,
    primary key (scope, key)
);

create table policy (
    digest bytea primary key,
    files text not null
);
