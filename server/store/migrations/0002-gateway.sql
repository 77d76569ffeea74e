-- The one door: bytes as received, the journal of everything that can change a decision, and the feed of answers.
create schema gateway;

create table gateway.envelope (
  id          uuid primary key,
  received_at bigint not null,             -- milliseconds since the epoch
  org_code    text not null,
  key_id      text not null,
  test        boolean not null,
  media       text not null,               -- xml | json | csv | xlsx
  type        text,                        -- CEB621Message …; null when the bytes could not be read
  digest      bytea not null,              -- SHA-256 of the bytes
  size        integer not null,
  data_key    smallint not null,
  sealed      bytea not null,              -- the bytes, encrypted
  state       text not null check (state in ('done', 'kept', 'refused')),
  records     integer not null,
  results     jsonb not null default '[]', -- per record: what became of it (keys only, nothing personal)
  refusal     jsonb,                       -- why the whole message was refused: {key, sealed}, encrypted
  meta        jsonb                        -- what came beside the bytes and matters for reading them again
);
create index on gateway.envelope (org_code, received_at);
create index on gateway.envelope (received_at) where state = 'kept';

create table gateway.idempotency (
  org_code    text not null,
  test        boolean not null,
  key         text not null,
  body_digest bytea not null,
  envelope_id uuid not null,
  at          bigint not null,
  primary key (org_code, test, key)
);

-- Taken at the end of a transaction and held until its commit: numbers are handed out in commit order, so a reader that has seen
-- n has seen everything up to n. A sequence cannot promise that.
create table gateway.counter (
  one     boolean primary key default true check (one),
  journal bigint not null,
  feed    bigint not null
) with (fillfactor = 10);
insert into gateway.counter values (true, 0, 0);

create table gateway.journal (
  seq         bigint primary key,
  at          bigint not null,
  kind        text not null,               -- record | again | officer | timer | deposit | org | law
  envelope_id uuid,
  record      integer,
  body        jsonb
);
create unique index on gateway.journal (envelope_id, record) where envelope_id is not null;

create table gateway.answer (
  seq      bigint primary key,             -- the feed's cursor
  journal  bigint not null,
  org_code text not null,
  test     boolean not null,
  type     text not null,                  -- CEB312Message …
  key      text not null,                  -- business key of the document it answers
  case_key text,
  data_key smallint not null,
  sealed   bytea not null                  -- [{head, lines}] in the official field names, oldest first; encrypted
);
create index on gateway.answer (org_code, test, seq);

create table gateway.webhook (
  id         text primary key,
  org_code   text not null,
  test       boolean not null,
  url        text not null,
  data_key   smallint not null,
  secret     bytea not null,               -- encrypted
  cursor     bigint not null,
  failures   integer not null default 0,
  next_at    bigint not null default 0,
  created_at bigint not null,
  stopped_at bigint
);

create table gateway.delivery (
  seq        bigint generated always as identity primary key,
  webhook_id text not null,
  answer_seq bigint not null,
  attempt    integer not null,
  at         bigint not null,
  took_ms    integer not null,
  status     integer,
  error      text
);
create index on gateway.delivery (webhook_id, seq);
