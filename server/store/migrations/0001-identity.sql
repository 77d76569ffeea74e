-- People and organisations: who may send, who registered what, whose keys and certificates.
create schema identity;

create table identity.org (
  code        text primary key,           -- customs registration code or unified social credit code
  name        text not null,
  roles       jsonb not null default '[]', -- [{role, from, to?}], dates inclusive
  suspended   boolean not null default false,
  signature   text not null default 'if-present' check (signature in ('required', 'if-present', 'off')),
  demo        boolean not null default false,
  created_at  timestamptz not null
);

create table identity.api_key (
  id          text primary key,
  org_code    text not null references identity.org (code),
  hash        bytea not null unique,      -- SHA-256 of the secret; the secret itself is shown once and never stored
  scopes      text[] not null,
  test        boolean not null,
  label       text not null,
  created_at  timestamptz not null,
  expires_at  timestamptz,
  revoked_at  timestamptz
);

create table identity.certificate (
  fingerprint text primary key,
  org_code    text not null references identity.org (code),
  key_name    text not null,
  body        text not null,              -- PEM
  created_at  timestamptz not null,
  revoked_at  timestamptz
);
create index on identity.certificate (org_code);

-- One row per data key. Destroying `wrapped` makes everything encrypted under it unreadable for ever.
create table identity.data_key (
  id           smallint primary key,
  purpose      text not null check (purpose in ('seal', 'match')),
  wrapped      bytea,
  created_at   timestamptz not null,
  retired_at   timestamptz,
  destroyed_at timestamptz
);

-- Grows whenever registers or law change; batches read it under a shared lock, so that every decision knows its edition.
create table identity.edition (
  one     boolean primary key default true check (one),
  version bigint not null
);
insert into identity.edition values (true, 1);

create schema law;
-- What an operator adds to the shipped edition: dated, with the document number; never updated, only added to.
create table law.addition (
  seq     bigint generated always as identity primary key,
  kind    text not null,
  value   jsonb not null,
  at      timestamptz not null,
  actor   text not null
);
