-- Who has no part in a case, as JSON.
alter table cases add column recused text not null default '[]';
