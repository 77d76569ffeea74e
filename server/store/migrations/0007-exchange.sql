-- What goes on to customs and comes back, where customs decides (stance precheck).

-- Receipts of customs are kept as documents that take no place of their own.
alter table clearance.document drop constraint document_state_check;
alter table clearance.document add constraint document_state_check
  check (state in ('current', 'superseded', 'deleted', 'refused', 'stored', 'quarantined', 'received'));

-- A record that passed and goes on to customs: written in the transaction that decided it.
create table clearance.forward (
  seq         bigint generated always as identity primary key,
  envelope_id uuid not null,
  record      integer not null,
  type        text not null,
  key         text not null,
  case_key    text,
  org_code    text not null,
  test        boolean not null,
  received_at bigint not null,             -- when the sender brought it: the attempt that a certificate tells
  at          bigint not null,
  held        boolean not null default false, -- its message is signed and waits for other records of it
  message     uuid                         -- the outbox message it went into; null: waits
);
create index on clearance.forward (envelope_id);
create index on clearance.forward (seq) where message is null and not held;
create index on clearance.forward (message) where message is not null;
create index on clearance.forward (type, key);

create schema exchange;

-- Messages for customs. `id` is the CopMsgId of the transport message.
create table exchange.outbox (
  id          uuid primary key,
  seq         bigint generated always as identity,
  envelope_id uuid not null,
  type        text not null,
  org_code    text not null,
  records     integer[] not null,          -- of the envelope
  verbatim    boolean not null,            -- the sender's own bytes, because they are signed
  data_key    smallint not null,
  sealed      bytea not null,
  created_at  bigint not null,
  due         bigint not null,             -- by when it should be with customs: the order of the queue
  sent_at     bigint,
  answered_at bigint,
  trouble     jsonb                        -- the exchange's technical answer, when it refused the message
);
create index on exchange.outbox (due, seq) where sent_at is null;
create index on exchange.outbox (envelope_id);

-- One row per channel: whether messages can leave, since when, why not.
create table exchange.channel (
  name        text primary key,
  up          boolean not null,
  since       bigint not null,
  why         text,
  seen_at     bigint not null,             -- last report of whoever serves the folders
  sent_at     bigint,
  received_at bigint
);

-- The key that signs certificates, wrapped by the master key like the data keys.
create table exchange.signing_key (
  id         smallint primary key,
  wrapped    bytea not null,
  public     text not null,                -- SPKI, PEM
  created_at bigint not null
);

-- Proof that a declaration was tried at that time while the channel was down: one per record.
create table exchange.certificate (
  seq       bigint primary key,
  message   uuid not null,
  record    integer not null,
  org_code  text not null,
  test      boolean not null,
  at        bigint not null,
  statement text not null,                 -- the JSON text that is signed, to the letter
  signature text not null,                 -- SM2, r‖s, base64
  unique (message, record)
);
create index on exchange.certificate (org_code, test, seq);

-- Announcement 2018-179: what the platform exchanged with the payment channel, and customs' questions for it.
create table exchange.payment (
  org_code   text not null,
  test       boolean not null,
  order_no   text not null,
  at         bigint not null,
  data_key   smallint not null,
  sealed     bytea not null,
  primary key (test, order_no, org_code)
);
create table exchange.payment_question (
  session_id text primary key,
  org_code   text not null,
  test       boolean not null,
  order_no   text not null,
  asked_at   bigint not null,
  due        bigint not null,              -- two minutes after the question
  next_at    bigint not null,
  attempts   integer not null default 0,
  done_at    bigint,
  failed     text,
  data_key   smallint,
  sealed     bytea                         -- what was sent and what customs replied
);
create index on exchange.payment_question (next_at) where done_at is null;
