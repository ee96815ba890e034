-- What to look at first; 3 is "other", until the rows are written again after the start.
alter table cases add column priority bigint not null default 3;
create index cases_priority on cases (is_open, priority, received_at, id);
create index cases_phase_priority on cases
    (is_open, phase, severity_sort, priority, received_at, id);
create index cases_handler_priority on cases
    (is_open, coalesce(handler, ''), phase, severity_sort, priority, received_at, id);

-- Spans of cases, for metrics. The index holds all that is counted.
create table measure (
    case_id text collate "C" not null references cases (id) deferrable initially deferred,
    name text collate "C" not null,
    episode bigint not null,
    nth bigint not null,
    received_at bigint not null,
    started_at bigint not null,
    ended_at bigint,
    due_at bigint,
    primary key (case_id, name, episode, nth)
);
create index measure_period on measure (name, received_at, started_at, ended_at, due_at);
