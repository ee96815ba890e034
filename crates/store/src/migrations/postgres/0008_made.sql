-- Words, keys and measures are made from the journal, in the unit that writes it: that their case is
-- there needs no check for each row.
alter table case_word drop constraint case_word_case_id_fkey;
alter table case_key drop constraint case_key_case_id_fkey;
alter table measure drop constraint measure_case_id_fkey;
