-- What is changed last is read first.
create index publication_modified on publication (modified_at desc, number desc);

-- Numbers that grow with every change of something, so that what is made of it is made once.
create table revision (
    name text collate "C" primary key,
    number bigint not null
);
