-- Mail that came in: one row for each, so that the same mail twice is one, and so that nobody is
-- answered by a machine twice a day. "sender" is a keyed digest. What waits for a person is in
-- "says" (JSON) and "raw"; of the rest only that it came is kept.
create table mail (
    id bytea primary key not null,
    at bigint not null,
    sender bytea not null,
    state text not null,
    case_id text collate "C",
    acked_at bigint,
    challenge bytea,
    confirmed_at bigint,
    says text not null,
    raw text not null
);
create index mail_sender on mail (sender, at);
create index mail_state on mail (state, at);
create unique index mail_challenge on mail (challenge) where challenge is not null;
