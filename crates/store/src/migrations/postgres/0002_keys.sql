-- Keys under which cases are found beside others, the latest first.
create table case_key (
    key text collate "C" not null,
    at bigint not null,
    case_id text collate "C" not null references cases (id) deferrable initially deferred,
    primary key (case_id, key)
);
create index case_key_at on case_key (key, at desc, case_id);
