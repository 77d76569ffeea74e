import { type Book, type CaseState, confirmNumbers, type Effects, type Held } from '../../cases/index.ts';
import { toExactJson } from '../../shared/index.ts';
import type { TaxQuote } from '../../tax/index.ts';
import { bucketOf, pack, type Tx } from '../store/index.ts';
import { type Realm, scoped } from './load.ts';

/** An input as the journal keeps it: enough to feed it again. */
export interface JournalEntry {
  readonly at: number;
  readonly kind: 'record' | 'again' | 'officer' | 'timer';
  readonly envelopeId?: string;
  readonly record?: number;
  readonly body?: unknown;
}

/**
 * Writes what a fold left, in a handful of statements whatever the size of the batch. The counter is taken first and its row stays
 * locked until the commit, so journal and feed numbers follow commit order.
 * @param entries one per counted input, in order (input k of the fold has the provisional number −k)
 */
export async function writeEffects(
  tx: Tx,
  realm: Realm,
  {
    book,
    effects,
    entries,
    law,
  }: { book: Book; effects: Effects; entries: readonly JournalEntry[]; law: string },
): Promise<void> {
  if (entries.length !== effects.journal)
    throw new Error(`journal entries ${entries.length} ≠ inputs ${effects.journal}`);
  if (entries.length === 0) return;
  const answers = effects.answers;
  const { rows } = await tx.query<{ journal: bigint; feed: bigint }>(
    'update gateway.counter set journal = journal + $1, feed = feed + $2 returning journal - $1 as journal, feed - $2 as feed',
    [entries.length, answers.length],
  );
  const base = rows[0];
  if (!base) throw new Error('gateway.counter has no row');
  const confirm = confirmNumbers(book, effects, base.journal);

  await tx.query(
    `insert into gateway.journal (seq, at, kind, envelope_id, record, body)
     select $1 + n, at, kind, envelope_id, record, body
     from unnest($2::bigint[], $3::text[], $4::uuid[], $5::int[], $6::jsonb[]) with ordinality as u (at, kind, envelope_id, record, body, n)`,
    [
      base.journal,
      entries.map(entry => entry.at),
      entries.map(entry => entry.kind),
      entries.map(entry => entry.envelopeId ?? null),
      entries.map(entry => entry.record ?? null),
      entries.map(entry => (entry.body === undefined ? null : JSON.stringify(entry.body))),
    ],
  );
  await writeDocuments(tx, realm, effects);
  await writeRoutes(tx, realm, book, effects);
  await writeCases(tx, realm, book, effects);
  await writeDecisions(tx, realm, effects, confirm, law);
  await writeLedgers(tx, realm, book, effects, confirm);

  const bodies = pack(
    answers.map(answer => realm.sealer.seal(Buffer.from(JSON.stringify(answer.render(confirm))))),
  );
  if (answers.length > 0)
    await tx.query(
      `insert into gateway.answer (seq, journal, org_code, test, type, key, case_key, data_key, sealed)
       select $1 + n, journal, org, $2, type, key, case_key, $3, substring($4::bytea from b for s)
       from unnest($5::bigint[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[], $11::int[])
         with ordinality as u (journal, org, type, key, case_key, b, s, n)`,
      [
        base.feed,
        realm.test,
        realm.sealer.current,
        bodies.blob,
        answers.map(answer => confirm(answer.journal)),
        answers.map(answer => answer.org),
        answers.map(answer => answer.type),
        answers.map(answer => answer.key),
        answers.map(answer => answer.caseKey ?? null),
        bodies.begins,
        bodies.sizes,
      ],
    );
}

async function writeDocuments(tx: Tx, realm: Realm, effects: Effects): Promise<void> {
  const inserted = new Set(effects.inserted);
  const changed = [...effects.changed].filter(held => !inserted.has(held));
  const bucket = (held: Held) => bucketOf(scoped(realm, held.key));
  if (changed.length > 0)
    await tx.query(
      `update clearance.document d set state = u.state
       from unnest($1::smallint[], $2::text[], $3::text[]) as u (bucket, identity, state)
       where d.bucket = u.bucket and d.identity = decode(u.identity, 'hex')`,
      [changed.map(bucket), changed.map(held => held.identity), changed.map(held => held.state)],
    );
  const rows = effects.inserted;
  if (rows.length === 0) return;
  const sealed = pack(
    rows.map(held =>
      realm.sealer.seal(
        Buffer.from(
          JSON.stringify({ head: held.document.head, lines: held.document.lines, findings: held.findings }),
        ),
      ),
    ),
  );
  await tx.query(
    `insert into clearance.document
       (bucket, key, type, identity, envelope_id, record, journal, org_code, app_type, app_time, state, at, data_key, sealed)
     select bucket, key, type, decode(identity, 'hex'), envelope_id, record, journal, org, app_type, app_time, state, at, $1,
            substring($2::bytea from b for s)
     from unnest($3::smallint[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::int[], $9::bigint[], $10::text[], $11::text[],
                 $12::text[], $13::text[], $14::bigint[], $15::int[], $16::int[])
       as u (bucket, key, type, identity, envelope_id, record, journal, org, app_type, app_time, state, at, b, s)`,
    [
      realm.sealer.current,
      sealed.blob,
      rows.map(bucket),
      rows.map(held => scoped(realm, held.key)),
      rows.map(held => held.document.type),
      rows.map(held => held.identity),
      rows.map(held => held.envelopeId),
      rows.map(held => held.record),
      rows.map(held => held.journal),
      rows.map(held => held.sender),
      rows.map(held => held.document.head['appType'] ?? null),
      rows.map(held => held.document.head['appTime'] ?? null),
      rows.map(held => held.state),
      rows.map(held => held.at),
      sealed.begins,
      sealed.sizes,
    ],
  );
}

async function writeRoutes(tx: Tx, realm: Realm, book: Book, effects: Effects): Promise<void> {
  const keys = [...effects.routes];
  if (keys.length === 0) return;
  await tx.query(
    `update clearance.routing r set cases = array(select jsonb_array_elements_text(u.cases)), at = u.at, marks = u.marks
     from unnest($1::smallint[], $2::text[], $3::jsonb[], $4::bigint[], $5::jsonb[]) as u (bucket, key, cases, at, marks)
     where r.bucket = u.bucket and r.key = u.key`,
    [
      keys.map(key => bucketOf(scoped(realm, key))),
      keys.map(key => scoped(realm, key)),
      keys.map(key => JSON.stringify(book.routes.get(key)?.cases ?? [])),
      keys.map(key => book.routes.get(key)?.at ?? 0),
      keys.map(key => marksOf(book, key)),
    ],
  );
}

function marksOf(book: Book, route: string): string | null {
  const marks = book.routes.get(route)?.marks;
  return marks?.length ? JSON.stringify(marks) : null;
}

async function writeCases(tx: Tx, realm: Realm, book: Book, effects: Effects): Promise<void> {
  const states = [...effects.cases].flatMap(key => book.cases.get(key) ?? []);
  if (states.length === 0) return;
  await tx.query(
    `update clearance.kase k set version = u.version, status = u.status, mode = u.mode, waits_since = u.waits_since,
            priority = u.priority, state = u.state, parties = array(select jsonb_array_elements_text(u.parties)), updated_at = u.updated_at
     from unnest($1::smallint[], $2::text[], $3::int[], $4::text[], $5::text[], $6::bigint[], $7::smallint[], $8::jsonb[], $9::jsonb[], $10::bigint[])
       as u (bucket, key, version, status, mode, waits_since, priority, state, parties, updated_at)
     where k.bucket = u.bucket and k.key = u.key`,
    [
      states.map(state => bucketOf(scoped(realm, state.key))),
      states.map(state => scoped(realm, state.key)),
      states.map(state => state.version),
      states.map(state => state.status),
      states.map(state => state.mode ?? null),
      states.map(state => state.waitsSince ?? null),
      states.map(state => (state.priority ? 1 : 0)),
      states.map(state => toExactJson(state)),
      states.map(state => JSON.stringify(state.parties)),
      states.map(state => latest(state)),
    ],
  );
}

function latest(state: CaseState): number {
  return Math.max(state.decidedAt ?? 0, state.waitsSince ?? 0, state.listAt ?? 0, state.departedAt ?? 0);
}

type Confirm = (provisional: bigint) => bigint;

async function writeDecisions(
  tx: Tx,
  realm: Realm,
  effects: Effects,
  confirm: Confirm,
  law: string,
): Promise<void> {
  const rows = effects.decisions;
  if (rows.length === 0) return;
  const sealed = pack(
    rows.map(({ findings, tax, reason }) =>
      realm.sealer.seal(
        Buffer.from(
          toExactJson({
            findings,
            ...(tax ? { tax: withoutSteps(tax) } : {}),
            ...(reason ? { reason } : {}),
          }),
        ),
      ),
    ),
  );
  await tx.query(
    `insert into clearance.decision (bucket, case_key, version, journal, at, outcome, by, data_key, sealed, law)
     select bucket, case_key, version, journal, at, outcome, by, $1, substring($2::bytea from b for s), $3
     from unnest($4::smallint[], $5::text[], $6::int[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::int[], $12::int[])
       as u (bucket, case_key, version, journal, at, outcome, by, b, s)`,
    [
      realm.sealer.current,
      sealed.blob,
      law,
      rows.map(row => bucketOf(scoped(realm, row.caseKey))),
      rows.map(row => scoped(realm, row.caseKey)),
      rows.map(row => row.version),
      rows.map(row => confirm(row.journal)),
      rows.map(row => row.at),
      rows.map(row => row.outcome),
      rows.map(row => row.by),
      sealed.begins,
      sealed.sizes,
    ],
  );
}

/** The steps are words over figures that are kept; whoever reads the case gets them told again from the same edition of the law. */
function withoutSteps(tax: TaxQuote): TaxQuote {
  const { treatment, reason, dutiable, duty, consumption, vat, total } = tax;
  const lines = tax.lines.map(line => {
    const {
      gnum,
      dutiable: base,
      duty: d,
      consumption: c,
      vat: v,
      total: t,
      consumptionApplies,
      basis,
    } = line;
    return {
      gnum,
      dutiable: base,
      duty: d,
      consumption: c,
      vat: v,
      total: t,
      consumptionApplies,
      basis,
      steps: [],
    };
  });
  return { treatment, reason, dutiable, duty, consumption, vat, total, lines, steps: [] };
}

async function writeLedgers(
  tx: Tx,
  realm: Realm,
  book: Book,
  effects: Effects,
  confirm: Confirm,
): Promise<void> {
  if (effects.quota.length > 0) {
    const accounts = [...new Set(effects.quota.map(entry => entry.account))];
    const plain = (weights: Readonly<Record<string, bigint>>) =>
      JSON.stringify(
        Object.fromEntries(Object.entries(weights).map(([group, kg]) => [group, kg.toString()])),
      );
    await tx.query(
      `update ledgers.quota q set used = u.used, weights = u.weights
       from unnest($1::smallint[], $2::text[], $3::bigint[], $4::jsonb[]) as u (bucket, account, used, weights)
       where q.bucket = u.bucket and q.account = u.account`,
      [
        accounts.map(account => bucketOf(scoped(realm, account))),
        accounts.map(account => scoped(realm, account)),
        accounts.map(account => book.quota.get(account)?.used ?? 0n),
        accounts.map(account => plain(book.quota.get(account)?.weights ?? {})),
      ],
    );
    await tx.query(
      `insert into ledgers.quota_entry (bucket, account, claim, amount, weights, case_key, ebp, day, journal)
       select * from unnest($1::smallint[], $2::text[], $3::text[], $4::bigint[], $5::jsonb[], $6::text[], $7::text[], $8::text[], $9::bigint[])`,
      [
        effects.quota.map(entry => bucketOf(scoped(realm, entry.account))),
        effects.quota.map(entry => scoped(realm, entry.account)),
        effects.quota.map(entry => entry.claim),
        effects.quota.map(entry => entry.amount),
        effects.quota.map(entry => plain(entry.weights)),
        effects.quota.map(entry => entry.caseKey),
        effects.quota.map(entry => entry.ebp),
        effects.quota.map(entry => entry.day),
        effects.quota.map(entry => confirm(entry.journal)),
      ],
    );
  }
  if (effects.guarantee.length > 0) {
    const accounts = [...new Set(effects.guarantee.map(entry => entry.account))].sort();
    await tx.query(
      `update ledgers.guarantee g set charged = u.charged
       from unnest($1::text[], $2::bigint[]) as u (account, charged) where g.account = u.account`,
      [
        accounts.map(account => scoped(realm, account)),
        accounts.map(account => book.guarantee.get(account)?.charged ?? 0n),
      ],
    );
    await tx.query(
      `insert into ledgers.guarantee_entry (account, entry, amount, case_key, journal)
       select * from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[])`,
      [
        effects.guarantee.map(entry => scoped(realm, entry.account)),
        effects.guarantee.map(entry => entry.entry),
        effects.guarantee.map(entry => entry.amount),
        effects.guarantee.map(entry => entry.caseKey ?? null),
        effects.guarantee.map(entry => confirm(entry.journal)),
      ],
    );
  }
}
