-- Fewer and lighter rows for the same facts: runs in the journal, pages of answers, documents that point into their envelope.

-- One row stands for a run of records of one envelope: inputs seq … seq + count - 1, records record … record + count - 1.
alter table gateway.journal add column count integer not null default 1;
drop index gateway.journal_envelope_id_record_idx;
create index on gateway.journal (envelope_id) where envelope_id is not null;

-- One row per input, for those who look at inputs one by one.
create view gateway.input as
  select j.seq + n as seq, j.at, j.kind, j.envelope_id, j.record + n as record, j.body
  from gateway.journal j cross join lateral generate_series(0, j.count - 1) as n;

-- One row is a page: the answers of one batch to one organisation, numbered first … seq. `items` tells what is answered
-- ([journal, type, key, case key]); `sealed` holds the receipts' records in the same order.
alter table gateway.answer add column first bigint, add column items json;
update gateway.answer set first = seq, items = json_build_array(json_build_array(journal::text, type, key, case_key));
alter table gateway.answer alter column first set not null, alter column items set not null,
  drop column journal, drop column type, drop column key, drop column case_key,
  alter column sealed set storage external;

-- One row per answer, for those who look at answers one by one. `n` counts from 1 inside the page.
create view gateway.told as
  select a.first + i.n - 1 as seq, (i.item ->> 0)::bigint as journal, a.org_code, a.test, i.item ->> 1 as type, i.item ->> 2 as key,
         i.item ->> 3 as case_key, i.n, a.data_key, a.sealed
  from gateway.answer a cross join lateral json_array_elements(a.items) with ordinality as i (item, n);

-- Encrypted bytes do not shrink: trying costs time.
alter table gateway.envelope alter column sealed set storage external, alter column results type json;

-- What a record says stands in its envelope and is read from there again. `sealed` is left for what was said of it (findings), and
-- for the content where reading a huge message again for one record would be dear.
alter table clearance.document alter column sealed drop not null, alter column sealed set storage external;
alter table clearance.document drop constraint document_pkey;
drop index clearance.document_envelope_id_record_idx;
drop index clearance.document_bucket_key_idx;
-- Every version stands in exactly one of two indexes: the one that counts, or those that count no more.
drop index clearance.document_current;
create unique index document_current on clearance.document (bucket, key, type) where state = 'current';
create index document_past on clearance.document (bucket, key, type) where state <> 'current';
create index document_quarantined on clearance.document (journal) where state = 'quarantined';
-- A document is found by its journal number: these grow, so the index is only ever written at its end.
alter table clearance.document add primary key (journal);

-- Findings quote personal values and are sealed; a decision without any says only sums, which stand open.
alter table clearance.decision alter column data_key drop not null, alter column sealed drop not null, add column plain json;
alter table clearance.kase alter column state type json;
