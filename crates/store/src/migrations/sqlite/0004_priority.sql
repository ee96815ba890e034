-- What to look at first; 3 is "other", until the rows are written again after the start.
alter table cases add column priority integer not null default 3;
create index cases_priority on cases (is_open, priority, received_at, id);
create index cases_phase_priority on cases
    (is_open, phase, severity_sort, priority, received_at, id);
create index cases_handler_priority on cases
    (is_open, coalesce(handler, ''), phase, severity_sort, priority, received_at, id);

-- Spans of cases, for metrics. The index holds all that is counted.
create table measure (
    case_id text not null references cases (id) deferrable initially deferred,
    name text not null,
    episode integer not null,
    nth integer not null,
    received_at integer not null,
    started_at integer not null,
    ended_at integer,
    due_at integer,
    primary key (case_id, name, episode, nth)
) strict, without rowid;
create index measure_period on measure (name, received_at, started_at, ended_at, due_at);
