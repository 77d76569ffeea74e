import { type Book, type CaseState, confirmNumbers, type Effects, type Held } from '../../cases/index.ts';
import { toExactJson } from '../../shared/index.ts';
import type { TaxQuote } from '../../tax/index.ts';
import { bucketOf, copyRows, jsons, numbers, type Tx, texts, together, type Value } from '../store/index.ts';
import { writeAnswers } from './answers.ts';
import type { SealedDocument } from './documents.ts';
import { type JournalEntry, writeJournal } from './journal.ts';
import { type Realm, scoped } from './realm.ts';

/**
 * Writes what a fold left, in a handful of statements whatever the size of the batch. The counter is taken first and its row stays
 * locked until the commit, so journal and feed numbers follow commit order.
 * @param entries one per counted input, in order (input k of the fold has the provisional number −k)
 */
export async function writeEffects(tx: Tx, realm: Realm, left: Left): Promise<void> {
  await (await beginWrite(tx, realm, left)).written;
}

/** What a fold left: the book as it is now, what happened, and the inputs that it happened by. */
export interface Left {
  readonly book: Book;
  readonly effects: Effects;
  readonly entries: readonly JournalEntry[];
  /** Digest of the law that decided. */
  readonly law: string;
}

/**
 * The same in two steps: when this returns, the numbers are confirmed and everything is on its way to the database, so that the next
 * records may be folded over the same book meanwhile. `written` ends when the database has it; the transaction must not end before.
 */
export async function beginWrite(
  tx: Tx,
  realm: Realm,
  { book, effects, entries, law }: Left,
): Promise<{ readonly written: Promise<unknown> }> {
  if (entries.length !== effects.journal)
    throw new Error(`journal entries ${entries.length} ≠ inputs ${effects.journal}`);
  if (entries.length === 0) return { written: Promise.resolve() };
  const { answers } = effects;
  const { rows } = await tx.query<{ journal: bigint; feed: bigint }>({
    name: 'counter',
    text: `update gateway.counter set journal = journal + $1::int, feed = feed + $2::int
           returning journal - $1::int as journal, feed - $2::int as feed`,
    values: [entries.length, answers.length],
  });
  const base = rows[0];
  if (!base) throw new Error('gateway.counter has no row');
  const confirm = confirmNumbers(book, effects, base.journal);
  // All of one transaction, one after another: while the database takes in the rows of one table, those of the next are written down.
  const written = together([
    writeDocuments(tx, realm, effects),
    writeJournal(tx, base.journal, entries),
    writeRoutes(tx, realm, book, effects),
    writeCases(tx, realm, book, effects),
    writeDecisions(tx, realm, effects, confirm, law),
    writeLedgers(tx, realm, book, effects, confirm),
    writeAnswers(tx, realm, answers, { feed: base.feed, confirm }),
  ]);
  // Whoever waits for it is told of a failure; until somebody does, it must not end the process.
  written.catch(() => undefined);
  return { written };
}

async function writeDocuments(tx: Tx, realm: Realm, effects: Effects): Promise<void> {
  const inserted = new Set(effects.inserted);
  const changed = [...effects.changed].filter(held => !inserted.has(held));
  if (changed.length > 0)
    await tx.query(
      `update clearance.document d set state = u.state
       from unnest($1::bigint[], $2::text[]) as u (journal, state) where d.journal = u.journal`,
      [numbers(changed.map(held => held.journal)), texts(changed.map(held => held.state))],
    );
  await copyRows(
    tx,
    'clearance.document (bucket, key, type, identity, envelope_id, record, journal, org_code, app_type, app_time, state, at, data_key, sealed)',
    effects.inserted.map(held => rowOf(realm, held)),
  );
}

function rowOf(realm: Realm, held: Held): readonly Value[] {
  const { document, identity, state } = held;
  const key = scoped(realm, held.key);
  const { head, lines } = document;
  if (state === 'current') realm.contents.remember(identity, { head, lines });
  const content = held.apart ? { head, lines } : {};
  const said: SealedDocument = { ...content, findings: held.findings };
  const plain = said.head === undefined && said.findings.length === 0;
  return [
    bucketOf(key),
    key,
    document.type,
    Buffer.from(identity, 'hex'),
    held.envelopeId,
    held.record,
    held.journal,
    held.sender,
    head['appType'],
    head['appTime'],
    state,
    held.at,
    realm.sealer.current,
    plain ? null : realm.sealer.seal(Buffer.from(JSON.stringify(said))),
  ];
}

async function writeRoutes(tx: Tx, realm: Realm, book: Book, effects: Effects): Promise<void> {
  const keys = [...effects.routes];
  if (keys.length === 0) return;
  const names = keys.map(key => scoped(realm, key));
  await tx.query({
    name: 'write-routes',
    text: `insert into clearance.routing as r (bucket, key, cases, at, marks)
     select bucket, key, array(select json_array_elements_text(u.cases)), at, nullif(marks, '[]')::json
     from unnest($1::smallint[], $2::text[], $3::json[], $4::bigint[], $5::text[]) as u (bucket, key, cases, at, marks)
     on conflict (bucket, key) do update set cases = excluded.cases, at = excluded.at, marks = excluded.marks`,
    values: [
      numbers(names.map(bucketOf)),
      texts(names),
      texts(keys.map(key => JSON.stringify(book.routes.get(key)?.cases ?? []))),
      numbers(keys.map(key => book.routes.get(key)?.at ?? 0)),
      texts(keys.map(key => JSON.stringify(book.routes.get(key)?.marks ?? []))),
    ],
  });
}

async function writeCases(tx: Tx, realm: Realm, book: Book, effects: Effects): Promise<void> {
  const states = [...effects.cases].flatMap(key => book.cases.get(key) ?? []);
  if (states.length === 0) return;
  const names = states.map(state => scoped(realm, state.key));
  await tx.query({
    name: 'write-cases',
    text: `insert into clearance.kase as k (bucket, key, version, status, mode, waits_since, priority, state, parties, updated_at)
     select bucket, key, version, status, nullif(mode, ''), nullif(waits_since, -1), priority, state,
            array(select json_array_elements_text(u.parties)), updated_at
     from unnest($1::smallint[], $2::text[], $3::int[], $4::text[], $5::text[], $6::bigint[], $7::smallint[], string_to_array($8::text, chr(31))::json[], string_to_array($9::text, chr(31))::json[], $10::bigint[])
       as u (bucket, key, version, status, mode, waits_since, priority, state, parties, updated_at)
     on conflict (bucket, key) do update set version = excluded.version, status = excluded.status, mode = excluded.mode,
       waits_since = excluded.waits_since, priority = excluded.priority, state = excluded.state, parties = excluded.parties,
       updated_at = excluded.updated_at`,
    values: [
      numbers(names.map(bucketOf)),
      texts(names),
      numbers(states.map(state => state.version)),
      texts(states.map(state => state.status)),
      texts(states.map(state => state.mode ?? '')),
      numbers(states.map(state => state.waitsSince ?? -1)),
      numbers(states.map(state => (state.priority ? 1 : 0))),
      jsons(states.map(state => toExactJson(state))),
      jsons(states.map(state => JSON.stringify(state.parties))),
      numbers(states.map(state => latest(state))),
    ],
  });
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
  await copyRows(
    tx,
    'clearance.decision (bucket, case_key, version, journal, at, outcome, by, law, data_key, sealed, plain)',
    effects.decisions.map(decision => {
      const key = scoped(realm, decision.caseKey);
      const { findings, tax, reason } = decision;
      const said = toExactJson({
        findings,
        ...(tax ? { tax: withoutSteps(tax) } : {}),
        ...(reason ? { reason } : {}),
      });
      const open = findings.length === 0 && reason === undefined;
      return [
        bucketOf(key),
        key,
        decision.version,
        confirm(decision.journal),
        decision.at,
        decision.outcome,
        decision.by,
        law,
        open ? null : realm.sealer.current,
        open ? null : realm.sealer.seal(Buffer.from(said)),
        open ? said : null,
      ];
    }),
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
    const names = accounts.map(account => scoped(realm, account));
    await tx.query({
      name: 'write-quota',
      text: `insert into ledgers.quota (bucket, account, used, weights)
       select * from unnest($1::smallint[], $2::text[], $3::bigint[], $4::jsonb[])
       on conflict (bucket, account) do update set used = excluded.used, weights = excluded.weights`,
      values: [
        numbers(names.map(bucketOf)),
        texts(names),
        numbers(accounts.map(account => book.quota.get(account)?.used ?? 0n)),
        texts(accounts.map(account => weightsJson(book.quota.get(account)?.weights ?? {}))),
      ],
    });
    await copyRows(
      tx,
      'ledgers.quota_entry (bucket, account, claim, amount, weights, case_key, ebp, day, journal)',
      effects.quota.map(entry => {
        const account = scoped(realm, entry.account);
        const { claim, amount, weights, caseKey, ebp, day } = entry;
        const journal = confirm(entry.journal);
        return [bucketOf(account), account, claim, amount, weightsJson(weights), caseKey, ebp, day, journal];
      }),
    );
  }
  if (effects.guarantee.length > 0) {
    const accounts = [...new Set(effects.guarantee.map(entry => entry.account))].sort();
    await tx.query({
      name: 'write-guarantee',
      text: `update ledgers.guarantee g set charged = u.charged
       from unnest($1::text[], $2::bigint[]) as u (account, charged) where g.account = u.account`,
      values: [
        texts(accounts.map(account => scoped(realm, account))),
        numbers(accounts.map(account => book.guarantee.get(account)?.charged ?? 0n)),
      ],
    });
    await copyRows(
      tx,
      'ledgers.guarantee_entry (account, entry, amount, case_key, journal)',
      effects.guarantee.map(entry => [
        scoped(realm, entry.account),
        entry.entry,
        entry.amount,
        entry.caseKey,
        confirm(entry.journal),
      ]),
    );
  }
}

/** Hundred-thousandths of a kilogram per group, as text: JSON numbers are not exact. */
function weightsJson(weights: Readonly<Record<string, bigint>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(weights).map(([group, kg]) => [group, kg.toString()])),
  );
}
