-- Passkeys: public keys, each known by the digest of the id that its authenticator chose.
create table passkey (
    handle blob primary key,
    id blob not null,
    account text not null references account (id) deferrable initially deferred,
    name text not null,
    record text not null,
    made_at integer not null,
    used_at integer
) strict;
create index passkey_account on passkey (account);

-- That a provider of single sign-on knows a person: each by what stands for its name for them.
create table identity (
    handle blob primary key,
    account text not null references account (id) deferrable initially deferred,
    issuer text not null,
    subject text not null,
    made_at integer not null,
    used_at integer
) strict;
create index identity_account on identity (account);

-- What somebody outside was asked and must answer: for a short while, and once.
create table challenge (
    id blob primary key,
    kind text not null,
    account text,
    state text not null,
    expires_at integer not null
) strict;
create index challenge_end on challenge (expires_at);
