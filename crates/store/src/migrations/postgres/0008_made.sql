-- Words, keys and measures are made from the journal, in the unit that writes it: that their case is
-- there needs no check for each row. The cases of a word are kept in the order in which they were
-- received, so that the latest are read first.
create table case_word_2 (
    word text collate "C" not null,
    received_at bigint not null default 0,
    case_id text collate "C" not null,
    primary key (word, received_at, case_id)
);
insert into case_word_2 (word, received_at, case_id)
    select w.word, c.received_at, w.case_id from case_word w join cases c on c.id = w.case_id;
drop table case_word;
alter table case_word_2 rename to case_word;
alter index case_word_2_pkey rename to case_word_pkey;
create index case_word_case on case_word (case_id, word);

alter table case_key drop constraint case_key_case_id_fkey;
alter table measure drop constraint measure_case_id_fkey;
