import { expect } from 'vitest';
import type { Database } from '../../server/store/index.ts';

/** What must hold in every database at every moment: each query gives the rows that break it. */
export const INVARIANTS: readonly { readonly says: string; readonly sql: string }[] = [
  {
    says: 'the entries of a yearly-limit account sum to what is used, which is within the limit',
    sql: `select q.account, q.used, coalesce(sum(e.amount), 0) as entries from ledgers.quota q
          left join ledgers.quota_entry e using (bucket, account) group by q.bucket, q.account, q.used
          having q.used <> coalesce(sum(e.amount), 0) or q.used not between 0 and 2600000000`,
  },
  {
    says: 'the weights of a yearly-limit account sum to those of its entries',
    sql: `with of_entries as (
            select account, w.key as kind, sum(w.value::numeric) as kg
            from ledgers.quota_entry, jsonb_each_text(weights) as w group by account, w.key),
          of_account as (
            select account, w.key as kind, w.value::numeric as kg from ledgers.quota, jsonb_each_text(weights) as w)
          select * from of_entries full join of_account using (account, kind)
          where coalesce(of_entries.kg, 0) <> coalesce(of_account.kg, 0) or coalesce(of_account.kg, 0) < 0`,
  },
  {
    says: 'deposits and charges of a guarantee account sum to their entries',
    sql: `select g.account, g.deposit, g.charged from ledgers.guarantee g
          left join ledgers.guarantee_entry e using (account) group by g.account, g.deposit, g.charged
          having g.charged <> -coalesce(sum(e.amount) filter (where e.case_key is not null), 0)
              or g.deposit <> coalesce(sum(e.amount) filter (where e.case_key is null), 0)
              or g.charged < 0`,
  },
  {
    says: 'a type and key has one current document',
    sql: `select type, key, count(*) from clearance.document where state = 'current' group by type, key having count(*) > 1`,
  },
  {
    says: 'every record in the journal is a document (or a message refused as a whole)',
    sql: `select j.seq from gateway.input j left join clearance.document d on d.envelope_id = j.envelope_id and d.record = j.record
          where j.kind = 'record' and j.record >= 0 and d.identity is null`,
  },
  {
    says: 'every declaration has exactly one answer of its own',
    sql: `select d.type, d.key, d.journal, count(a.seq) from clearance.document d
          left join gateway.told a on a.journal = d.journal and a.key = regexp_replace(d.key, '^test!', '')
            and substr(a.type, 4, 3)::int = substr(d.type, 4, 3)::int + 1
            and not exists (select 1 from gateway.told b where b.journal = a.journal and b.key = a.key and b.type = a.type and b.seq < a.seq)
          where d.type in ('CEB311Message', 'CEB411Message', 'CEB511Message', 'CEB621Message', 'CEB623Message', 'CEB625Message',
                           'CEB303Message', 'CEB403Message', 'CEB505Message', 'CEB507Message', 'CEB509Message', 'CEB603Message',
                           'CEB605Message', 'CEB607Message', 'CEB213Message', 'CEB215Message')
          group by d.type, d.key, d.journal having count(a.seq) <> 1`,
  },
  {
    says: 'a decided case has the decisions 1 … version',
    sql: `select k.key, k.version, count(d.version), min(d.version), max(d.version) from clearance.kase k
          left join clearance.decision d on d.bucket = k.bucket and d.case_key = k.key where k.status <> 'new'
          group by k.bucket, k.key, k.version
          having k.version <> count(d.version) or (k.version > 0 and (min(d.version) <> 1 or max(d.version) <> k.version))`,
  },
  {
    says: 'journal and feed have no gaps and end at the counter',
    sql: `select c.journal, c.feed from gateway.counter c
          where c.journal <> (select count(*) from gateway.input) or c.feed <> (select count(*) from gateway.told)
             or c.journal <> (select coalesce(max(seq), 0) from gateway.input) or c.feed <> (select coalesce(max(seq), 0) from gateway.told)`,
  },
  {
    says: 'receipts are told to each organisation in the order of the journal',
    sql: `select seq from (select seq, journal, lag(journal) over (partition by org_code, test order by seq) as before from gateway.told) as a where journal < before`,
  },
  {
    says: 'a released case has taken from the ledgers once, and given back all of it when everything was returned',
    sql: `select k.key, k.status, count(e.claim), sum(e.amount) from clearance.kase k
          left join ledgers.quota_entry e on e.case_key = regexp_replace(k.key, '^test!', '')
            and (e.account like 'test!%') = (k.key like 'test!%')
          where k.status <> 'new' and k.key !~ '^(test!)?E[|].*[|]' group by k.key, k.status
          having (k.status = 'released') <> (coalesce(sum(e.amount), 0) > 0) or (k.status = 'returned' and sum(e.amount) <> 0)`,
  },
  {
    says: 'an export takes nothing from any ledger',
    sql: `select case_key from ledgers.quota_entry where case_key ~ '^E[|].*[|]'
          union all select case_key from ledgers.guarantee_entry where case_key ~ '^E[|].*[|]'`,
  },
  {
    says: 'what has departed was released before, and released goods have arrived',
    sql: `select key, status, state from clearance.kase where key ~ '^(test!)?E[|].*[|]'
            and (status = 'departed' and (state ->> 'releasedAt' is null or state ->> 'departedAt' is null)
              or status in ('released', 'departed') and state ->> 'marks' is null)`,
  },
  {
    says: 'every envelope is worked through',
    sql: `select id, state from gateway.envelope where state = 'kept'`,
  },
];

export async function expectInvariants(database: Database): Promise<void> {
  for (const { says, sql } of INVARIANTS) expect(await database.query(sql), says).toEqual([]);
}
