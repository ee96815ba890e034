-- Numbers are whole, instants are microseconds since 1970, digests are bytes.

create table stream (
    name text primary key,
    seq integer not null,
    hash blob not null
) strict;

create table event (
    stream text not null references stream (name) deferrable initially deferred,
    seq integer not null,
    facts text not null,
    content blob,
    salt blob,
    content_digest blob,
    hash blob not null,
    primary key (stream, seq)
) strict;

create table cases (
    id text primary key,
    version integer not null,
    secret blob not null unique,
    phase text not null,
    is_open integer not null,
    severity text,
    due_at integer,
    due_clock text,
    embargo_ends_at integer,
    received_at integer not null,
    changed_at integer not null,
    handler text,
    title text not null,
    due_sort integer not null,
    severity_sort integer not null
) strict;
create index cases_queue on cases (is_open, due_sort, severity_sort, id);

-- The same order of columns as both ways in: from a word to its cases, and from a case to its words.
create table case_word (
    word text not null,
    case_id text not null references cases (id) deferrable initially deferred,
    primary key (word, case_id)
) strict, without rowid;
create index case_word_case on case_word (case_id, word);

create table publication (
    number integer primary key,
    id text not null unique,
    edition integer not null,
    modified_at integer not null,
    record text not null
) strict;

create table account (
    id text primary key,
    login text not null unique,
    name text not null,
    roles text not null,
    password text not null,
    totp blob not null,
    totp_step integer not null,
    failures integer not null,
    locked_until integer,
    active integer not null,
    version integer not null
) strict;

create table invite (
    secret blob primary key,
    roles text not null,
    expires_at integer not null
) strict;

create table session (
    secret blob primary key,
    account text not null references account (id) deferrable initially deferred,
    form_token text not null,
    expires_at integer not null
) strict;
create index session_account on session (account);

create table token (
    secret blob primary key,
    account text not null references account (id) deferrable initially deferred,
    label text not null,
    expires_at integer not null
) strict;
create index token_account on token (account);

-- due_at is when a worker may take the job: its time while it waits, the end of its lease while it
-- runs. Done jobs stay, so that a key is queued once for ever; no claim ever sees them.
create table job (
    key text primary key,
    kind text not null,
    payload text not null,
    run_at integer not null,
    due_at integer not null,
    state text not null check (state in ('waiting', 'running', 'done', 'dead')),
    attempt integer not null,
    says text
) strict;
create index job_due on job (due_at, key) where state in ('waiting', 'running');
create index job_dead on job (key) where state = 'dead';

create table once (
    scope text not null,
    key text not null,
    request blob not null,
    answer text not null,
    primary key (scope, key)
) strict;

create table policy (
    digest blob primary key,
    files text not null
) strict;
