-- What arrivals, departures and master lists say of a waybill number, and tallies of goods that come back, waits in the row of the
-- number: [{type, key, at, billNo?, left?}], oldest first; null: nothing.
alter table clearance.routing add column marks json;
