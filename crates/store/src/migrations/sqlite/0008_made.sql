-- Words, keys and measures are made from the journal, in the unit that writes it: that their case is
-- there needs no check for each row. SQLite forgets a check only with its table. The cases of a word
-- are kept in the order in which they were received, so that the latest are read first.
create table case_word_2 (
    word text not null,
    received_at integer not null default 0,
    case_id text not null,
    primary key (word, received_at, case_id)
) strict, without rowid;
insert into case_word_2 (word, received_at, case_id)
    select w.word, c.received_at, w.case_id from case_word w join cases c on c.id = w.case_id;
drop table case_word;
alter table case_word_2 rename to case_word;
create index case_word_case on case_word (case_id, word);

create table case_key_2 (
    key text not null,
    at integer not null,
    case_id text not null,
    primary key (case_id, key)
) strict, without rowid;
insert into case_key_2 (key, at, case_id) select key, at, case_id from case_key;
drop table case_key;
alter table case_key_2 rename to case_key;
create index case_key_at on case_key (key, at desc, case_id);

create table measure_2 (
    case_id text not null,
    name text not null,
    episode integer not null,
    nth integer not null,
    received_at integer not null,
    started_at integer not null,
    ended_at integer,
    due_at integer,
    primary key (case_id, name, episode, nth)
) strict, without rowid;
insert into measure_2 (case_id, name, episode, nth, received_at, started_at, ended_at, due_at)
    select case_id, name, episode, nth, received_at, started_at, ended_at, due_at from measure;
drop table measure;
alter table measure_2 rename to measure;
create index measure_period on measure (name, received_at, started_at, ended_at, due_at);
