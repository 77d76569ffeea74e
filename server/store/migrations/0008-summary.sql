-- A month's preview reads no envelope: what a list says of its goods stands with its row, sealed under the data key of its document.
alter table declarations.list add column data_key smallint, add column sealed bytea;
-- A month is read page by page.
drop index declarations.list_test_consignor_idx;
create index list_of_consignor on declarations.list (test, consignor, case_key);

-- Lists kept before this have no goods with them: the read model is emptied and follows the journal again from its beginning.
truncate declarations.name, declarations.list, declarations.application, declarations.application_list,
  declarations.application_answer, declarations.result, declarations.result_line, declarations.form, declarations.form_name;
update declarations.follower set journal = 0;
alter table declarations.list alter column data_key set not null, alter column sealed set not null,
  alter column sealed set storage external;

-- The follower looks only at the documents it knows, however many imports stand between them.
create index document_followed on clearance.document (journal) where type in
  ('CEB303Message', 'CEB505Message', 'CEB607Message', 'CEB603Message', 'CEB701Message', 'CEB702Message', 'CEB792Message', 'DeclarationForm');

-- Receipts of customs of which something was found: as a rule, that they fit no document. Newest first.
create index document_received on clearance.document (journal)
  where sealed is not null and (state = 'received' or type = 'CEB702Message');
