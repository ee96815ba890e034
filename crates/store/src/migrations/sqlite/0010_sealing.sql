-- Keys of what is sealed, each under a master key that is kept elsewhere.
create table sealing_key (
    owner text primary key,
    master text not null,
    wrapped blob not null
) strict, without rowid;

-- What an earlier version wrote in the clear and is still to be sealed: streams, and "*" for the rows of
-- people, jobs, answers and policies.
create table unsealed (
    what text primary key
) strict, without rowid;
insert into unsealed (what) select name from stream;
insert into unsealed (what) select '*' where exists (select 1 from policy)
    or exists (select 1 from account) or exists (select 1 from job) or exists (select 1 from once);
