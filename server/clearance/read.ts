import {
  allOf,
  awaitsArrival,
  type Book,
  type CaseState,
  directionOfCase,
  documentSlot,
  emptyBook,
  type Gathered,
  gather,
  type Held,
  incompleteExport,
  keyOfRoute,
  listNumber,
  missing,
  newCase,
  paymentRoute,
  wantsReceipt,
} from '../../cases/index.ts';
import type { Law } from '../../law/index.ts';
import { joinKey } from '../../messages/index.ts';
import { type IncompleteCase, judgeIncomplete, judgeIncompleteExport } from '../../rules/index.ts';
import type { DocumentRef, Finding, Outcome } from '../../shared/index.ts';
import { beijingDate, reviveExact } from '../../shared/index.ts';
import { quoteTax, type TaxQuote, taxInputOf } from '../../tax/index.ts';
import { bucketOf, type Database, rowsOf } from '../store/index.ts';
import { readDocuments } from './documents.ts';
import { documentSlots } from './load-documents.ts';
import { type DecisionView, opened, readDecisions } from './read-decisions.ts';
import { type Realm, scoped, unscoped } from './realm.ts';

/** A case as it is shown: the judged case of the public form, and what has happened to it so far. */
export interface CaseView {
  readonly key: string;
  readonly mode: string;
  readonly status: CaseState['status'];
  readonly outcome: Outcome;
  readonly version: number;
  readonly documents: readonly (DocumentRef & {
    readonly sender: string;
    readonly at: number;
    readonly appType: string;
  })[];
  readonly findings: readonly Finding[];
  readonly waitsSince?: number;
  readonly invtNo?: string;
  readonly releasedAt?: number;
  /** Export: the bill it goes under, its arrival at the supervised place, its departure; an inspection that waits for the arrival. */
  readonly billNo?: string;
  readonly arrivedAt?: number;
  readonly departedAt?: number;
  readonly leftAt?: string;
  readonly inspect?: CaseState['inspect'];
  readonly priority?: CaseState['priority'];
  /** Stance precheck: the number that customs gave, and its last word on each document. */
  readonly customs?: CustomsView;
  readonly tax?: TaxQuote | undefined;
  readonly parties: readonly string[];
  readonly decisions: readonly DecisionView[];
}

export interface CustomsView {
  readonly preNo?: string;
  readonly said: readonly { readonly document: string; readonly status: string; readonly at: number }[];
}

interface CaseRow {
  key: string;
  status: CaseState['status'] | 'new';
  state: unknown;
}

/**
 * Reads cases by key; keys that name no case are left out. Order is that of the keys. With `law`, the steps of the tax are told again,
 * as long as the law is still the edition that decided.
 */
export async function readCases(
  database: Database,
  realm: Realm,
  keys: readonly string[],
  law?: Law,
): Promise<readonly CaseView[]> {
  if (keys.length === 0) return [];
  const wanted = [...new Set(keys)].map(key => scoped(realm, key));
  const buckets = wanted.map(bucketOf);
  const rows = await rowsOf<CaseRow & Record<string, unknown>>(
    database,
    `select k.key, k.status, k.state from clearance.kase k
     join unnest($1::smallint[], $2::text[]) as u (bucket, key) on u.bucket = k.bucket and u.key = k.key where k.status <> 'new'`,
    [buckets, wanted],
  );
  const decisions = await readDecisions(database, realm.sealer, buckets, wanted);
  const book = emptyBook();
  for (const row of rows) {
    const key = unscoped(row.key);
    book.cases.set(key, { ...newCase(key), ...reviveExact<Partial<CaseState>>(row.state) });
  }
  const slots = [...book.cases.values()].flatMap(documentSlots);
  for (const held of await readDocuments(database, realm, slots))
    book.documents.set(documentSlot(held.document.type, held.key), held);
  const refused = await readRefusals(database, realm, book);
  return keys.flatMap(key => {
    const state = book.cases.get(key);
    return state
      ? [
          viewOf(state, gather(book, state), {
            decisions: decisions.get(key) ?? [],
            refused: refused.get(key) ?? [],
            law,
          }),
        ]
      : [];
  });
}

interface Told {
  readonly decisions: readonly DecisionView[];
  /** Why a document of this case was refused at the door, when it is still missing. */
  readonly refused: readonly Finding[];
  readonly law: Law | undefined;
}

function viewOf(
  state: CaseState,
  has: ReturnType<typeof gather>,
  { decisions, refused, law }: Told,
): CaseView {
  const last = decisions.at(-1);
  const waiting = state.status === 'collecting';
  const findings = waiting
    ? [...refused, ...early(state, has, law), ...missing(state, has, receiptDue(state, has, law))]
    : [...(last?.findings ?? []), ...awaitsArrival(state)];
  const outcome: Outcome = waiting ? 'wait' : outcomeOfStatus(state.status);
  const number = listNumber(state);
  const documents = allOf(has).map(held => ({
    type: held.document.type,
    key: held.key,
    sender: held.sender,
    at: held.at,
    appType: held.document.head['appType'] ?? '',
  }));
  return {
    key: state.key,
    mode: state.mode ?? has.list?.document.head['tradeMode'] ?? '',
    status: state.status,
    outcome,
    version: state.version,
    documents,
    findings,
    ...(state.waitsSince === undefined ? {} : { waitsSince: state.waitsSince }),
    ...(number === undefined ? {} : { invtNo: number }),
    ...(state.releasedAt === undefined ? {} : { releasedAt: state.releasedAt }),
    ...onItsWay(state),
    ...(state.priority ? { priority: state.priority } : {}),
    ...(state.customs ? { customs: customsView(state.customs) } : {}),
    ...(last?.tax ? { tax: explained(last, has.list, law) } : {}),
    parties: state.parties,
    decisions,
  };
}

function customsView({ preNo, said }: NonNullable<CaseState['customs']>): CustomsView {
  const words = Object.entries(said).map(([document, { status, at }]) => ({ document, status, at }));
  return { ...(preNo === undefined ? {} : { preNo }), said: words };
}

/** Where an export is, by what was said of its waybill number. */
function onItsWay({
  marks = [],
  departedAt,
  inspect,
}: CaseState): Pick<CaseView, 'billNo' | 'arrivedAt' | 'departedAt' | 'leftAt' | 'inspect'> {
  const of = (type: string) => marks.find(mark => mark.type === type);
  const billNo = (of('CEB607Message') ?? of('CEB509Message') ?? of('CEB507Message'))?.billNo;
  const arrivedAt = of('CEB507Message')?.at;
  const leftAt = of('CEB509Message')?.left;
  return {
    ...(billNo === undefined ? {} : { billNo }),
    ...(arrivedAt === undefined ? {} : { arrivedAt }),
    ...(departedAt === undefined ? {} : { departedAt }),
    ...(departedAt === undefined || leftAt === undefined ? {} : { leftAt }),
    ...(inspect ? { inspect } : {}),
  };
}

function receiptDue(state: CaseState, { list }: Gathered, law: Law | undefined): boolean {
  if (!law || !list || directionOfCase(state.key) !== 'export') return false;
  return wantsReceipt(list.document.head['tradeMode'], list.at, law);
}

/** The tax with its steps, told again from the list; left as kept when the law has changed since or the figures would differ. */
function explained(
  decision: DecisionView,
  list: Held | undefined,
  law: Law | undefined,
): TaxQuote | undefined {
  const { tax } = decision;
  if (!tax || !list || law?.edition !== decision.law) return tax;
  const again = quoteTax(taxInputOf(list.document, beijingDate(decision.at)), law);
  return again.total === tax.total && again.treatment === tax.treatment ? again : tax;
}

/**
 * What the rules already see in the documents that are there: nobody should wait for a partner only to be refused for a sum of his
 * own. Told when the case is read and decided only when it is complete; rules that need registers or ledgers do not speak.
 */
function early(state: CaseState, has: Gathered, law: Law | undefined): readonly Finding[] {
  const held = allOf(has);
  if (!law || held.length === 0 || held.some(it => it.destroyed)) return [];
  const at = Math.max(...held.map(it => it.at));
  if (directionOfCase(state.key) === 'export')
    return judgeIncompleteExport(incompleteExport(state.key, has), at, law, () => ({ stance: 'precheck' }))
      .findings;
  const { list, order, payment, waybill } = has;
  const asked: IncompleteCase = {
    key: state.key,
    ...(list ? { list: list.document } : {}),
    ...(order ? { order: order.document } : {}),
    ...(payment ? { payment: payment.document } : {}),
    ...(waybill ? { waybill: waybill.document } : {}),
  };
  return judgeIncomplete(asked, at, law, () => ({ stance: 'precheck' })).findings;
}

/**
 * Why a document that a waiting case still lacks was refused at the door, the newest refusal of each: a case that waits for a list
 * should say that one came. A payment or waybill is found by the number that the order or the list names.
 */
async function readRefusals(
  database: Database,
  realm: Realm,
  book: Book,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const wanted = [...book.cases.values()]
    .filter(state => state.status === 'collecting')
    .flatMap(state => lackingSlots(book, state).map(slot => ({ ...slot, caseKey: state.key })));
  const said = new Map<string, readonly Finding[]>();
  if (wanted.length === 0) return said;
  const rows = await rowsOf<{ n: number; data_key: number; sealed: Buffer }>(
    database,
    `select distinct on (u.n) u.n::int, d.data_key, d.sealed
     from unnest($1::smallint[], $2::text[], $3::text[]) with ordinality as u (bucket, type, key, n)
     join clearance.document d on d.bucket = u.bucket and d.key = u.key and d.type = u.type
     where d.state = 'refused' order by u.n, d.journal desc`,
    [
      wanted.map(slot => bucketOf(scoped(realm, slot.key))),
      wanted.map(slot => slot.type),
      wanted.map(slot => scoped(realm, slot.key)),
    ],
  );
  for (const row of rows) {
    const caseKey = wanted[row.n - 1]?.caseKey ?? '';
    const reasons = opened(row, realm.sealer).findings.filter(finding => finding.severity === 'reject');
    said.set(caseKey, [...(said.get(caseKey) ?? []), ...reasons]);
  }
  return said;
}

/** Under which type and business key the documents stand that a case lacks. */
function lackingSlots(book: Book, state: CaseState): { type: string; key: string }[] {
  const has = gather(book, state);
  if (directionOfCase(state.key) === 'export') return lackingExportSlots(state, has);
  const payment = has.order && paymentRoute(has.order.document.head);
  return [
    ...(has.order ? [] : [{ type: 'CEB311Message', key: state.key }]),
    ...(has.list ? [] : [{ type: 'CEB621Message', key: state.key }]),
    ...(has.payment || !payment ? [] : [{ type: 'CEB411Message', key: keyOfRoute(payment) }]),
    ...(has.waybill || !has.list || !state.waybill
      ? []
      : [{ type: 'CEB511Message', key: keyOfRoute(state.waybill) }]),
  ];
}

/** The keys of an export list and of a receipt of payment hold the seller, whom the order or the list names. */
function lackingExportSlots(state: CaseState, has: Gathered): { type: string; key: string }[] {
  const { ebpCode, ebcCode, orderNo } = (has.order ?? has.list)?.document.head ?? {};
  return [
    ...(has.order ? [] : [{ type: 'CEB303Message', key: keyOfRoute(state.key) }]),
    ...(has.list || !has.order ? [] : [{ type: 'CEB603Message', key: joinKey([ebpCode, ebcCode, orderNo]) }]),
    ...(has.receipt || !ebcCode ? [] : [{ type: 'CEB403Message', key: joinKey([ebcCode, orderNo]) }]),
    ...(has.waybill || !has.list || !state.waybill
      ? []
      : [{ type: 'CEB505Message', key: keyOfRoute(state.waybill) }]),
  ];
}

function outcomeOfStatus(status: CaseState['status']): Outcome {
  switch (status) {
    case 'released':
    case 'departed':
    case 'returned':
      return 'release';
    case 'held':
    case 'inspection':
      return 'hold';
    case 'collecting':
    case 'reviewed':
    case 'forwarded':
      return 'wait';
    case 'rejected':
    case 'revoked':
    case 'expired':
      return 'reject';
  }
}
