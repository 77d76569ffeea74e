/** The tables of the baseline (see `baseline.ts`), in a schema of their own. */
// biome-ignore format: tables are read by rows
export const BASELINE_SCHEMA = `create schema baseline;
create table baseline.api_key (hash bytea primary key, org text not null);
create table baseline.message (id bigint generated always as identity primary key, org text not null, at bigint not null, bytes bytea not null);
create table baseline.document (type text, key text, case_key text, waybill text, message bigint not null, refused boolean not null,
  head json not null, lines json not null, findings json not null, primary key (type, key));
create index on baseline.document (case_key);
create index on baseline.document (waybill);
create table baseline.decision (case_key text primary key, waybill text not null, outcome text not null, findings json not null, tax json not null,
  account text not null, day text not null, ebp text not null, amount bigint not null, at bigint not null);
create index on baseline.decision (account, day);
create index on baseline.decision (waybill);
create table baseline.receipt (id bigint generated always as identity primary key, org text not null, type text not null, key text not null, status text not null, note text not null);
create index on baseline.receipt (org, id);
create table baseline.quota (account text primary key, used bigint not null, weights json not null);
create table baseline.guarantee (account text primary key, deposit bigint not null, charged bigint not null default 0)`;
