-- How a session came about and when it was last used; what a token may do; who made an invitation.
alter table session add column how text not null default '';
alter table session add column device text not null default '';
alter table session add column opened_at bigint not null default 0;
alter table session add column used_at bigint not null default 0;
alter table token add column scope text not null default 'all';
alter table token add column made_at bigint not null default 0;
alter table token add column used_at bigint;
alter table invite add column made_by text collate "C";
alter table invite add column made_at bigint not null default 0;

-- Roles that end by themselves, each with its instant, as JSON.
alter table account add column until text not null default '{}';

-- Who is to be let in again. There is a secret once a second person has agreed.
create table recovery (
    account text collate "C" primary key references account (id) deferrable initially deferred,
    asked_by text collate "C",
    asked_at bigint not null,
    secret bytea unique,
    expires_at bigint not null
);
