-- What arrivals, departures and master lists say of a waybill number, and tallies of goods that come back, waits in the row of the
-- number: [{type, key, at, billNo?, left?}], oldest first; null: nothing.
alter table clearance.routing add column marks jsonb;

-- An export application names its list by a number that holds the list's journal number. Documents are written in the order of the
-- journal, so a block-range index finds one cheaply and costs next to nothing to keep.
create index document_journal on clearance.document using brin (journal) with (pages_per_range = 16, autosummarize = on);
