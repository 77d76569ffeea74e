-- Documents, cases, decisions. `bucket` is a small hash of the row's own key and stands first in every key of a hot table, so
-- that batches do not contend and the tables could one day be distributed. Test data carry the prefix `test!` in every key.
create schema clearance;

create table clearance.document (
  bucket      smallint not null,
  key         text not null,               -- business key
  type        text not null,
  identity    bytea not null,              -- sender + type + guid + digest of the decoded record
  envelope_id uuid not null,
  record      integer not null,
  journal     bigint not null,
  org_code    text not null,
  app_type    text,
  app_time    text,
  state       text not null check (state in ('current', 'superseded', 'deleted', 'refused', 'stored', 'quarantined')),
  at          bigint not null,
  data_key    smallint not null,
  sealed      bytea not null,              -- the decoded record and what was said of it, encrypted
  primary key (bucket, identity)
) with (fillfactor = 85);
create unique index document_current on clearance.document (bucket, type, key) where state = 'current';
create index on clearance.document (envelope_id, record);
create index on clearance.document (bucket, key) where state = 'refused';

-- Which case a payment or waybill number belongs to, or that a document waits under it. The row is the lock for its key.
create table clearance.routing (
  bucket   smallint not null,
  key      text not null,                  -- W|logisticsCode|logisticsNo, P|payCode|payTransactionId
  cases    text[] not null,                -- who looks for it; empty: a document waits
  at       bigint not null,
  primary key (bucket, key)
) with (fillfactor = 70);

create table clearance.kase (
  bucket      smallint not null,
  key         text not null,               -- ebpCode|orderNo
  version     integer not null,
  status      text not null,               -- `new`: a row that only served as a lock
  mode        text,
  waits_since bigint,
  priority    smallint not null default 0,
  state       jsonb not null,
  parties     text[] not null default '{}',
  updated_at  bigint not null,
  primary key (bucket, key)
) with (fillfactor = 60);
create index on clearance.kase (status, priority desc, updated_at) where status in ('held', 'inspection');
create index on clearance.kase (waits_since) where status = 'collecting';

create table clearance.decision (
  bucket   smallint not null,
  case_key text not null,
  version  integer not null,
  journal  bigint not null,
  at       bigint not null,
  outcome  text not null,
  by       text not null,                  -- rules | officer name
  data_key smallint not null,
  sealed   bytea not null,                 -- findings (they quote personal values) and tax, encrypted
  law      text not null,                  -- edition digest of the law that decided
  primary key (bucket, case_key, version)
);

create schema ledgers;

-- Yearly limit per buyer (keyed hash) and Beijing year; weights of the weight-limited groups of the positive list.
create table ledgers.quota (
  bucket  smallint not null,
  account text not null,                   -- year|buyer hash
  used    bigint not null default 0,       -- hundred-thousandths of a yuan
  weights jsonb not null default '{}',     -- group -> hundred-thousandths of a kilogram
  primary key (bucket, account)
) with (fillfactor = 60);

-- Every movement: a claim on release, its return on revocation or return of goods. Sums equal `quota.used` (a standing check).
create table ledgers.quota_entry (
  bucket  smallint not null,
  account text not null,
  claim   text not null,                   -- case key + version + line of business: never twice
  amount  bigint not null,
  weights jsonb not null default '{}',
  case_key text not null,
  ebp     text not null,
  day     text not null,                   -- Beijing date
  journal bigint not null,
  primary key (bucket, account, claim)
);

create table ledgers.guarantee (
  account text primary key,                -- guarantor code
  deposit bigint not null default 0,       -- fen
  charged bigint not null default 0        -- fen of released, unpaid lists
) with (fillfactor = 20);

create table ledgers.guarantee_entry (
  account text not null,
  entry   text not null,
  amount  bigint not null,                 -- fen; deposits positive, charges negative
  case_key text,
  journal bigint not null,
  primary key (account, entry)
);
