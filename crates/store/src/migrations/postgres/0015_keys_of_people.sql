-- Passkeys: public keys, each known by the digest of the id that its authenticator chose.
create table passkey (
    handle bytea primary key,
    id bytea not null,
    account text collate "C" not null references account (id) deferrable initially deferred,
    name text not null,
    record text not null,
    made_at bigint not null,
    used_at bigint
);
create index passkey_account on passkey (account);

-- That a provider of single sign-on knows a person: each by what stands for its name for them.
create table identity (
    handle bytea primary key,
    account text collate "C" not null references account (id) deferrable initially deferred,
    issuer text not null,
    subject text not null,
    made_at bigint not null,
    used_at bigint
);
create index identity_account on identity (account);

-- What somebody outside was asked and must answer: for a short while, and once.
create table challenge (
    id bytea primary key,
    kind text not null,
    account text collate "C",
    state text not null,
    expires_at bigint not null
);
create index challenge_end on challenge (expires_at);
