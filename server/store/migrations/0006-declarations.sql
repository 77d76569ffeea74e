-- What stands around the export lists: summary applications and their results, declaration forms, and by which numbers documents
-- name each other. A read model: it follows the journal and could be emptied and built again, so no batch writes it.
create schema declarations;

-- How far the journal has been followed.
create table declarations.follower (
  one     boolean primary key default true check (one),
  journal bigint not null
);
insert into declarations.follower values (true, 0);

-- Which document names which number: orders (O), waybills (W), bills (B).
create table declarations.name (
  test      boolean not null,
  kind      text not null check (kind in ('O', 'W', 'B')),
  value     text not null,
  type      text not null,                 -- CEB303Message …
  key       text not null,                 -- business key of the document
  consignor text,                          -- null: the document names none
  primary key (test, kind, value, type, key)
);
create index on declarations.name (test, type, key);

-- The current export list of a case, without what it says of goods: that stays sealed in clearance.document.
create table declarations.list (
  test      boolean not null,
  case_key  text not null,
  doc_key   text not null,
  consignor text not null,
  agent     text not null,
  sender    text not null,
  mode      text not null,
  flag      text not null,
  bucket    smallint not null,             -- of the case, so that its row is found by its key
  at        bigint not null,               -- acceptance of the list; it is released later
  primary key (test, case_key)
);
create index on declarations.list (test, at);
create index on declarations.list (test, consignor);
create index on declarations.list (test, doc_key);

create table declarations.application (
  test         boolean not null,
  key          text not null,              -- agentCode|copNo|msgSeqNo
  cop_no       text not null,
  sender       text not null,
  agent        text not null,
  consignor    text not null,
  customs_code text not null,
  start_time   text,                       -- a time range instead of a list of numbers
  end_time     text,
  at           bigint not null,
  primary key (test, key)
);
create index on declarations.application (test, consignor);
create table declarations.application_list (
  test    boolean not null,
  key     text not null,
  invt_no text not null,
  primary key (test, key, invt_no)
);
create index on declarations.application_list (test, invt_no);

-- The newest receipt (702) on an application; it may come before the application does.
create table declarations.application_answer (
  test        boolean not null,
  key         text not null,
  sum_no      text,
  status      text not null,
  return_time text not null,
  info        text not null,
  primary key (test, key)
);

-- A form that came out of a summary (792), part by part.
create table declarations.result (
  test        boolean not null,
  key         text not null,               -- sumNo|declSeqNo|msgSeqNo
  sum_no      text not null,
  decl_seq_no text not null,
  entry_id    text,
  state       text not null,
  op_date     text not null,
  consignor   text not null,
  agent       text not null,
  primary key (test, key)
);
create index on declarations.result (test, consignor);
create table declarations.result_line (
  test    boolean not null,
  key     text not null,
  invt_no text not null,
  gnum    text not null,
  gseqno  text not null,
  gcode   text not null,
  primary key (test, key, invt_no, gnum)
);
create index on declarations.result_line (test, invt_no);

-- A customs declaration form that was handed over, and the agreement under which.
create table declarations.form (
  test              boolean not null,
  entry_id          text not null,
  sender            text not null,
  agent             text not null,
  consignor         text not null,
  mode              text not null,
  day               text not null,         -- Beijing date, YYYY-MM-DD
  agreement_no      text not null,
  agreement_body    text not null,
  agreement_purpose text not null,
  agreement_to      text not null,
  believed          boolean not null,      -- sent by a party that it names, or under a key of customs; others are not counted
  at                bigint not null,
  primary key (test, entry_id)
);
create index on declarations.form (test, day);
create index on declarations.form (test, agreement_no);
create table declarations.form_name (
  test     boolean not null,
  entry_id text not null,
  kind     text not null check (kind in ('O', 'W', 'B', 'L')),
  value    text not null,
  primary key (test, entry_id, kind, value)
);
create index on declarations.form_name (test, kind, value);
