-- Mail that came in: one row for each, so that the same mail twice is one, and so that nobody is
-- answered by a machine twice a day. "sender" is a keyed digest. What waits for a person is in
-- "says" (JSON) and "raw"; of the rest only that it came is kept.
create table mail (
    id blob primary key not null,
    at integer not null,
    sender blob not null,
    state text not null,
    case_id text,
    acked_at integer,
    challenge blob,
    confirmed_at integer,
    says text not null,
    raw text not null
) strict, without rowid;
create index mail_sender on mail (sender, at);
create index mail_state on mail (state, at);
create unique index mail_challenge on mail (challenge) where challenge is not null;
