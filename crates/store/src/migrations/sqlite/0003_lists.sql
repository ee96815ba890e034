-- Lists of cases by phase, severity and handler, each read from its place of one index; and the
-- filters that people keep.
create index cases_phase_due on cases (is_open, phase, severity_sort, due_sort, id);
create index cases_handler_due on cases
    (is_open, coalesce(handler, ''), phase, severity_sort, due_sort, id);
create index cases_received on cases (is_open, received_at, id);
create index cases_phase_received on cases (is_open, phase, severity_sort, received_at, id);
create index cases_handler_received on cases
    (is_open, coalesce(handler, ''), phase, severity_sort, received_at, id);
create index cases_embargo on cases (is_open, embargo_ends_at, id)
    where embargo_ends_at is not null;
create index cases_phase_embargo on cases (is_open, phase, severity_sort, embargo_ends_at, id)
    where embargo_ends_at is not null;
create index cases_handler_embargo on cases
    (is_open, coalesce(handler, ''), phase, severity_sort, embargo_ends_at, id)
    where embargo_ends_at is not null;

create table saved_filter (
    account text not null references account (id) deferrable initially deferred,
    name text not null,
    asks text not null,
    primary key (account, name)
) strict;

-- A person's calendar of due dates, opened by a secret that is only known by its digest.
create table calendar (
    account text primary key references account (id) deferrable initially deferred,
    secret blob not null unique,
    everything integer not null
) strict;
