-- For whom people work beside the project; empty where it is sealed with the rest of the account.
alter table account add column ties text not null default '[]';
