import type { Document } from '../messages/index.ts';
import type { Finding, Instant } from '../shared/index.ts';
import {
  type Book,
  documentSlot,
  type Effects,
  findDocument,
  nextJournal,
  type Setting,
  touchCase,
} from './book.ts';
import { DECLARATION_AMENDMENT, say } from './finding.ts';
import { linksOf, paymentRoute, waybillRoute } from './keys.ts';
import {
  ACCEPTED,
  answer,
  KEPT,
  type Numbered,
  nextTold,
  REVIEWED,
  refusalText,
  STORED,
  type Step,
} from './receipts.ts';
import { applyReturn, checkReturn } from './return.ts';
import { hasLapsed, startAfresh } from './reuse.ts';
import { applyRevocation, checkRevocation } from './revoke.ts';
import { settle } from './settle.ts';
import { type CaseState, type Held, hasEnded } from './state.ts';

/** One decoded record as it comes out of the door. */
export interface Incoming {
  readonly document: Document;
  readonly key: string;
  readonly sender: string;
  readonly at: Instant;
  readonly identity: string;
  readonly envelopeId: string;
  readonly record: number;
  /** What the format and content checks said; any `reject` refuses the record. */
  readonly findings: readonly Finding[];
}

/** What became of a record. A duplicate changes nothing and gets the standing answer. */
export interface Acceptance {
  readonly state: Held['state'] | 'duplicate';
  readonly findings: readonly Finding[];
  readonly caseKeys: readonly string[];
}

/**
 * One record enters: refused, recognised as a duplicate, or kept, matched and its cases judged. The only way in which a document
 * changes anything. Pure over the book: same book and same records in the same order give the same effects.
 */
export function accept(book: Book, effects: Effects, incoming: Incoming, setting: Setting): Acceptance {
  const seen = book.identities.get(incoming.identity);
  if (seen !== undefined)
    return { state: 'duplicate', findings: [], caseKeys: casesOf(book, incoming.document) };

  const journal = nextJournal(effects);
  const life = incoming.findings.some(isReject) ? [] : lifeFindings(book, incoming, setting);
  const findings = [...incoming.findings, ...life];
  const held: Held = { ...incoming, findings, journal, state: 'current' };

  if (findings.some(isReject)) {
    held.state = 'refused';
    keep(book, effects, held);
    reply(effects, held, [{ status: '100', info: refusalText(findings.filter(isReject)) }]);
    return { state: 'refused', findings, caseKeys: [] };
  }
  if (incoming.document.head['appStatus'] === '1') {
    held.state = 'stored';
    keep(book, effects, held);
    reply(effects, held, [STORED]);
    return { state: 'stored', findings, caseKeys: [] };
  }
  const caseKeys = place(book, effects, held, setting);
  reply(
    effects,
    held,
    acceptedSteps(held),
    caseKeys[0],
    book.cases.get(linksOf(held.document).caseKey ?? ''),
  );
  for (const key of caseKeys) advance(book, effects, held, key, setting);
  return { state: held.state, findings, caseKeys };
}

function isReject(finding: Finding): boolean {
  return finding.severity === 'reject';
}

function keep(book: Book, effects: Effects, held: Held): void {
  book.identities.set(held.identity, held.state);
  effects.inserted.push(held);
}

/** Types whose receipts know no state 120; they end with 399. */
const ENDS_REVIEWED = new Set([
  'CEB513Message',
  'CEB711Message',
  'CEB215Message',
  'CEB303Message',
  'CEB403Message',
  'CEB505Message',
  'CEB605Message',
  'CEB607Message',
  'CEB701Message',
]);

function acceptedSteps(held: Held): readonly Step[] {
  if (APPLICATIONS.has(held.document.type)) return [ACCEPTED, KEPT, REVIEWED];
  return [ACCEPTED, ENDS_REVIEWED.has(held.document.type) ? REVIEWED : KEPT];
}

/** Applications on a list: what is accepted is granted, and the receipt ends with 399. */
const APPLICATIONS = new Set(['CEB623Message', 'CEB625Message']);

const LETTERS: Readonly<Record<string, Numbered['letter']>> = {
  CEB621Message: 'B',
  CEB623Message: 'C',
  CEB625Message: 'T',
};

function reply(
  effects: Effects,
  held: Held,
  steps: readonly Step[],
  caseKey?: string,
  state?: CaseState,
): void {
  const letter = LETTERS[held.document.type];
  const list = held.document.type === 'CEB621Message' ? state : undefined;
  const numbered: Numbered | undefined = letter && {
    letter,
    journal: list?.listJournal ?? held.journal,
    at: list?.listAt ?? held.at,
    ...(list?.customsCode ? { customsCode: list.customsCode } : {}),
  };
  const made = answer(held, steps, {
    journal: held.journal,
    at: held.at,
    ...(list ? { from: nextTold(list, held.at, steps.length) } : {}),
    ...(caseKey ? { caseKey } : {}),
    ...(numbered ? { numbered } : {}),
  });
  if (made) effects.answers.push(made);
}

/** Official error codes for "already there", "not newer", "nothing to change" per type; `life-…` where none is published. */
const DUPLICATE: Readonly<Record<string, string>> = {
  CEB311Message: '-301010',
  CEB411Message: '-401007',
  CEB511Message: '-504012',
  CEB621Message: '-621004',
};
const NOT_NEWER: Readonly<Record<string, string>> = {
  CEB311Message: '-301014',
  CEB411Message: '-401012',
  CEB511Message: '-505016',
};
const CLOSED: Readonly<Record<string, string>> = {
  CEB311Message: '-301011',
  CEB411Message: '-401008',
  CEB511Message: '-504016',
  CEB621Message: '-621012',
};
const NOTHING_THERE: Readonly<Record<string, string>> = {
  CEB311Message: '-301009',
  CEB411Message: '-401006',
  CEB511Message: '-504014',
  CEB621Message: '-621011',
};

/** May this record be added, changed or deleted now? Depends on what is already held under its key. */
function lifeFindings(book: Book, incoming: Incoming, setting: Setting): readonly Finding[] {
  const { document, key } = incoming;
  const { type, head } = document;
  const ref = { type, key };
  const headPath = headName(document);
  const at = (field: string) => ({ document: ref, path: `${headPath}/${field}`, value: head[field] ?? null });
  if (head['appStatus'] === '1') return [];
  if (type === 'CEB623Message') return checkRevocation(book, incoming);
  if (type === 'CEB625Message') return checkReturn(book, incoming, setting);
  if (head['appType'] === undefined) return [];

  const current = findDocument(book, type, key);
  const adds = head['appType'] === '1';
  if (!current) {
    if (adds) return [];
    return [
      say({
        code: NOTHING_THERE[type] ?? 'life-nothing-to-change',
        severity: 'reject',
        ...at('appType'),
        message: {
          zh: `没有可${head['appType'] === '3' ? '删除' : '变更'}的单证：编号“${key}”从未入库。首次报送请用报送类型 1。`,
          en: `Nothing to ${head['appType'] === '3' ? 'delete' : 'change'}: no document "${key}" was accepted before. Send it with appType 1 first.`,
        },
        ...(head['appType'] === '2' ? { repair: '1' } : {}),
      }),
    ];
  }
  if (adds && type === 'CEB511Message' && hasLapsed(book, waybillRoute(head), incoming.at, setting.law))
    return [];
  const states = casesOf(book, document).flatMap(name => book.cases.get(name) ?? []);
  const inspected = states.find(state => state.status === 'inspection')?.key;
  if (inspected && !adds)
    return [
      say({
        code: CLOSED[type] ?? 'life-case-closed',
        severity: 'reject',
        ...at('appType'),
        cites: [DECLARATION_AMENDMENT],
        message: {
          zh: `所属包裹“${inspected}”正在查验，查验办结前单证不能变更或删除。`,
          en: `The parcel "${inspected}" is being inspected; until that is finished its documents cannot be changed or deleted.`,
        },
      }),
    ];
  const closed = states.find(hasEnded)?.key;
  if (closed && !adds)
    return [
      say({
        code: CLOSED[type] ?? 'life-case-closed',
        severity: 'reject',
        ...at('appType'),
        message: {
          zh: `所属包裹“${closed}”已放行，单证不能再变更或删除。放行后请用退货申请（CEB625）。`,
          en: `The parcel "${closed}" is released; its documents can no longer be changed or deleted. After release use a return application (CEB625).`,
        },
      }),
    ];
  const rejectedList =
    type === 'CEB621Message' &&
    ['rejected', 'expired', 'revoked'].includes(book.cases.get(key)?.status ?? '');
  if (adds && !rejectedList)
    return [
      say({
        code: DUPLICATE[type] ?? 'life-duplicate-key',
        severity: 'reject',
        ...at('appType'),
        message: {
          zh: `编号“${key}”已入库，不能重复新增。要修改内容请用报送类型 2（变更）。`,
          en: `"${key}" is already accepted and cannot be added again. To change it use appType 2.`,
        },
        ...(closed || inspected ? {} : { repair: '2' }),
      }),
    ];
  const before = current.document.head['appTime'] ?? '';
  if ((head['appTime'] ?? '') <= before)
    return [
      say({
        code: NOT_NEWER[type] ?? 'life-not-newer',
        severity: 'reject',
        ...at('appTime'),
        other: { document: ref, path: `${headPath}/appTime`, value: before },
        message: {
          zh: `报送时间 ${head['appTime'] ?? ''} 不晚于已入库的 ${before}，旧数据不予采用。`,
          en: `appTime ${head['appTime'] ?? ''} is not later than the accepted ${before}; older data are not used.`,
        },
      }),
    ];
  return [];
}

/** Element name of the head: what findings' paths begin with. */
export function headName(document: Document): string {
  return HEADS[document.type] ?? document.type;
}

const HEADS: Readonly<Record<string, string>> = {
  CEB311Message: 'OrderHead',
  CEB411Message: 'PaymentHead',
  CEB511Message: 'LogisticsHead',
  CEB621Message: 'InventoryHead',
  CEB623Message: 'InvtCancel',
  CEB625Message: 'InvtRefundHead',
};

/** The cases that a document touches: the one it names and those that its numbers are routed to. */
function casesOf(book: Book, document: Document): string[] {
  const links = linksOf(document);
  const keys = new Set<string>();
  if (links.caseKey !== undefined) keys.add(links.caseKey);
  for (const route of links.routes) {
    for (const routed of book.routes.get(route)?.cases ?? []) keys.add(routed);
  }
  return [...keys].sort();
}

/** Puts the document in its place: supersedes or deletes the one before, writes its routing, names the cases to look at. */
function place(book: Book, effects: Effects, held: Held, setting: Setting): readonly string[] {
  const { document, key } = held;
  const { type, head } = document;
  // An addition on top of a waybill document is accepted only where the number has become free again.
  if (type === 'CEB511Message' && head['appType'] === '1' && findDocument(book, type, key))
    startAfresh(book, effects, waybillRoute(head), held.at);
  const before = findDocument(book, type, key);
  if (before && head['appType'] !== undefined && type !== 'CEB623Message' && type !== 'CEB625Message') {
    before.state = head['appType'] === '3' ? 'deleted' : 'superseded';
    effects.changed.add(before);
  }
  if (head['appType'] === '3') {
    held.state = 'deleted';
    book.documents.delete(documentSlot(type, key));
  } else {
    const again = findDocument(book, type, key);
    if (again && again !== before) throw new Error(`two current documents for ${type} ${key}`);
    if (again) {
      again.state = 'superseded';
      effects.changed.add(again);
    }
    book.documents.set(documentSlot(type, key), held);
  }
  keep(book, effects, held);
  return route(book, effects, held, setting);
}

function route(book: Book, effects: Effects, held: Held, setting: Setting): readonly string[] {
  const { document } = held;
  const { head, type } = document;
  const links = linksOf(document);
  if (type === 'CEB621Message' && links.caseKey !== undefined) {
    const state = touchCase(book, effects, links.caseKey);
    state.waybill = waybillRoute(head);
    claimWaybill(book, effects, state, held, setting);
    numberList(state, held);
  }
  const payment = paymentRoute(head);
  if (payment && links.caseKey !== undefined && (type === 'CEB311Message' || type === 'CEB411Message')) {
    claim(book, effects, payment, links.caseKey, held.at);
    const state = touchCase(book, effects, links.caseKey);
    if (!state.payments.includes(payment)) state.payments.push(payment);
  }
  return casesOf(book, document);
}

/** From now on the case looks at what stands under this number. */
function claim(book: Book, effects: Effects, name: string, caseKey: string, at: Held['at']): void {
  const row = book.routes.get(name);
  if (row?.cases.includes(caseKey)) return;
  book.routes.set(name, {
    cases: [...(row?.cases ?? []), caseKey],
    at: row && row.cases.length > 0 ? row.at : at,
  });
  effects.routes.add(name);
}

/** The list names a waybill number: its case looks at it from now on, and knows the others that do. */
function claimWaybill(book: Book, effects: Effects, state: CaseState, held: Held, setting: Setting): void {
  const name = waybillRoute(held.document.head);
  if (book.routes.get(name)?.cases.includes(state.key)) return;
  if (hasLapsed(book, name, held.at, setting.law)) startAfresh(book, effects, name, held.at);
  for (const key of book.routes.get(name)?.cases ?? []) {
    const other = touchCase(book, effects, key);
    other.rivals = withKey(other.rivals, state.key);
    state.rivals = withKey(state.rivals, key);
  }
  claim(book, effects, name, state.key, held.at);
}

function withKey(keys: readonly string[] | undefined, key: string): string[] {
  return keys?.includes(key) ? [...keys] : [...(keys ?? []), key].sort();
}

/** A newly declared list gets its numbers; a change or deletion keeps them. */
function numberList(state: CaseState, { document, state: became, journal, at }: Held): void {
  if (became === 'deleted') return;
  if (document.head['appType'] === '1' || state.listJournal === undefined) {
    state.listJournal = journal;
    state.listAt = at;
    state.customsCode = document.head['customsCode'] ?? '';
  }
}

/** After a document was placed: the case moves on. */
function advance(book: Book, effects: Effects, held: Held, caseKey: string, setting: Setting): void {
  const { type } = held.document;
  const state = touchCase(book, effects, caseKey);
  if (!state.parties.includes(held.sender)) state.parties = [...state.parties, held.sender].sort();
  if (type === 'CEB623Message') {
    applyRevocation(book, effects, held, state);
    return;
  }
  if (type === 'CEB625Message') {
    applyReturn(book, effects, held, state, setting);
    return;
  }
  if (type === 'CEB621Message' && held.state === 'deleted') {
    delete state.listJournal;
    delete state.listAt;
    delete state.customsCode;
  }
  if (hasEnded(state)) return;
  settle(book, effects, state, { at: held.at, journal: held.journal }, setting);
}
