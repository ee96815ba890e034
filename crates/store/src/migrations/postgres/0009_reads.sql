-- Who was shown what of which cases, one row for each request. Rows are only added, in the order of
-- time; "cases" holds ids as JSON.
create table read_log (
    at bigint not null,
    id bigint not null,
    reader text collate "C" not null,
    door text not null,
    kind text not null,
    policy bytea not null,
    cases text not null,
    primary key (at, id)
);
create index read_log_reader on read_log (reader, at, id);

-- The same by case, made from it: each case's readings are read from its end of one index.
create table read_case (
    case_id text collate "C" not null,
    at bigint not null,
    id bigint not null,
    primary key (case_id, at, id)
);
