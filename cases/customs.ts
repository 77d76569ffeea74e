import { type Document, joinKey } from '../messages/index.ts';
import { type Finding, type Instant, parseStamp } from '../shared/index.ts';
import {
  type Book,
  documentSlot,
  type Effects,
  findDocument,
  nextJournal,
  type Setting,
  touchCase,
} from './book.ts';
import { answeredDocuments, answeredType, declaredRoute, numberRoute, ownCaseOf } from './customs-keys.ts';
import { applyToApplication, applyToList } from './customs-list.ts';
import { customsSide } from './customs-side.ts';
import { say } from './finding.ts';
import { listOf } from './gather.ts';
import type { Acceptance, Incoming } from './incoming.ts';
import type { CaseState, CustomsSide, Held } from './state.ts';

/**
 * Customs or the e-port says something: on one document (by its business key, never by the guid), on a list by the number that
 * customs gave it, or on a whole message that it could not read (900). Everything is passed on to whoever sent the document, with its
 * content; the case follows the newest word. Receipts repeat, come out of order and bear states that no text lists, so: the same word
 * is told once, an older one changes nothing, "accepted" never stands over a decision, an unknown state is shown as it is.
 */
export function hearCustoms(book: Book, effects: Effects, incoming: Incoming, setting: Setting): Acceptance {
  const seen = book.identities.get(incoming.identity);
  if (seen !== undefined) return { state: 'duplicate', findings: [], caseKeys: [] };
  const journal = nextJournal(effects);
  const targets = targetsOf(book, incoming);
  const findings = targets.length > 0 || isResult(incoming.document) ? [] : [unmatched(incoming)];
  const held: Held = { ...incoming, findings, journal, state: 'received' };
  book.identities.set(held.identity, held.state);
  effects.inserted.push(held);
  const cases = new Set<string>();
  for (const target of targets) {
    if (target.state) cases.add(target.state.key);
    hear(book, effects, held, target, setting);
  }
  if (isResult(held.document)) tellResult(book, effects, held);
  if (FOLLOWED.has(incoming.document.type)) takePlace(book, effects, held);
  return { state: 'received', findings, caseKeys: [...cases] };
}

/** Code of the finding on a receipt that fits no document here. */
export const UNMATCHED = 'customs-unmatched';

function unmatched({ document, key }: Incoming): Finding {
  return say({
    code: UNMATCHED,
    severity: 'hold',
    document: { type: document.type, key },
    path: '',
    value: null,
    message: {
      zh: `海关回执没有对应的单证（业务主键“${key}”）。回执已保存；请核对该单证是否经本平台报送。`,
      en: `No document for this receipt of customs (business key "${key}"). It is kept; see whether the document came through this platform.`,
    },
  });
}

/** A summary result (792) answers no single document: it names lists, and the read model of declarations enters it by them. */
function isResult({ type }: Document): boolean {
  return type === 'CEB792Message';
}

/** The enterprises that a result names are told of it: who declares, who consigns, who will declare the form. The same word once. */
function tellResult(book: Book, effects: Effects, held: Held): void {
  const { document, key } = held;
  const before = findDocument(book, document.type, key);
  if (before && !before.destroyed && saysTheSame(before.document, document)) return;
  const { head, lines } = document;
  for (const org of new Set([head['agentCode'], head['ebcCode'], head['declAgentCode']]))
    if (org)
      effects.answers.push({
        org,
        type: document.type,
        key,
        journal: held.journal,
        at: held.at,
        render: () => [{ head, lines }],
      });
}

function saysTheSame(a: Document, b: Document): boolean {
  const said = ({ head, lines }: Document) => JSON.stringify([{ ...head, guid: '' }, lines]);
  return said(a) === said(b);
}

/** Answers on summary applications: what is known of a summary is read from the newest of them. */
const FOLLOWED = new Set(['CEB702Message', 'CEB792Message']);

function takePlace(book: Book, effects: Effects, held: Held): void {
  const { type } = held.document;
  const before = findDocument(book, type, held.key);
  if (before) {
    before.state = 'superseded';
    effects.changed.add(before);
  }
  held.state = 'current';
  book.identities.set(held.identity, 'current');
  book.documents.set(documentSlot(type, held.key), held);
}

/** What a receipt speaks of: the document it answers, the case of that document, or a case alone (tax bills). */
interface Target {
  readonly document?: Held;
  readonly state?: CaseState;
}

function targetsOf(book: Book, incoming: Incoming): readonly Target[] {
  const { document } = incoming;
  const { head } = document;
  const targets: Target[] = [];
  for (const { type, key } of answeredDocuments(incoming)) {
    const found = findDocument(book, type, key);
    const state = stateOf(book, document, found);
    if (found) targets.push(state ? { document: found, state } : { document: found });
  }
  if (targets.length > 0 || incoming.about) return targets;
  const type = answeredType(document.type);
  const declared = type && declaredRoute({ type, head, lines: [] });
  const rows = [declared, head['invtNo'] ? numberRoute(head['invtNo']) : undefined];
  for (const row of rows) {
    // The newest declaration under the declarant's number is the one that is answered.
    const key = row === undefined ? undefined : book.routes.get(row)?.cases.at(-1);
    const state = key === undefined ? undefined : book.cases.get(key);
    if (!state) continue;
    const list = type === undefined || type === 'CEB621Message' ? listOf(book, state) : undefined;
    if (type !== undefined && !list) continue;
    return [list ? { document: list, state } : { state }];
  }
  return [];
}

function stateOf(book: Book, receipt: Document, found: Held | undefined): CaseState | undefined {
  const own = found && ownCaseOf(found.document);
  const named = own === undefined ? undefined : book.cases.get(own);
  if (named && named.parties.length > 0) return named;
  const { invtNo } = receipt.head;
  const row =
    (found && declaredRoute(found.document)) ?? (invtNo ? numberRoute(invtNo) : undefined) ?? routeOf(found);
  const key = row === undefined ? undefined : book.routes.get(row)?.cases.at(-1);
  return key === undefined ? undefined : book.cases.get(key);
}

/** A waybill names no case itself: it belongs to the one that looks at its number. */
function routeOf(found: Held | undefined): string | undefined {
  if (!found) return undefined;
  const { type, head } = found.document;
  if (type !== 'CEB511Message' && type !== 'CEB505Message') return undefined;
  return `W|${joinKey([head['logisticsCode'], head['logisticsNo']])}`;
}

function hear(
  book: Book,
  effects: Effects,
  receipt: Held,
  { document: target, state }: Target,
  setting: Setting,
): void {
  const { document } = receipt;
  const { head } = document;
  const status = head['returnStatus'] ?? head['status'] ?? '';
  const at = parseStamp(head['returnTime'] ?? '') ?? receipt.at;
  const told = target ?? (state && listOf(book, state));
  if (state) {
    touchCase(book, effects, state.key);
    const side = customsSide(state);
    const word = `${document.type} ${target?.key ?? receipt.key} ${head['returnTime'] ?? ''} ${status}`;
    if (side.heard.includes(word)) return;
    side.heard = [...side.heard, word].slice(-HEARD_MAX);
    takeNumbers(book, effects, state, side, document, receipt.at);
  }
  if (told) passOn(effects, receipt, told, state);
  // A tax bill and a summary result are told, and change nothing of the parcel's state.
  if (!target || (answeredType(document.type) === undefined && document.type !== 'CEB900Message')) return;
  const word = { status, at };
  const info = head['returnInfo'] ?? '';
  const slot = slotOf(target);
  const before = state?.customs?.said[slot];
  if (before && !replaces(before, word)) return;
  if (state) customsSide(state).said[slot] = word;
  const cause = { at: receipt.at, journal: receipt.journal };
  switch (target.document.type) {
    case 'CEB621Message':
    case 'CEB603Message':
      if (state) applyToList(book, effects, state, target, { ...word, info }, cause, setting);
      return;
    case 'CEB623Message':
    case 'CEB625Message':
    case 'CEB605Message':
    case 'CEB213Message':
      if (isNo(status)) refuse(book, effects, target);
      else if (state) applyToApplication(book, effects, state, target, word, cause, setting);
      return;
    default:
      if (isNo(status)) refuse(book, effects, target);
  }
}

const HEARD_MAX = 60;

function slotOf({ document, key }: Held): string {
  const short = document.type.slice(0, 6);
  return ALONE.has(document.type) ? short : `${short} ${key}`;
}

/** Documents of which a case has one at a time. */
const ALONE = new Set(['CEB621Message', 'CEB603Message', 'CEB311Message', 'CEB303Message']);

/** 100, or a negative state: the document is not with customs and may be sent again. */
export function isNo(status: string): boolean {
  return status === '100' || status.startsWith('-');
}

/** States on the way to customs: they never stand over what customs has said. */
const ON_THE_WAY = new Set(['1', '2', '3']);

function replaces(before: CustomsSide['said'][string], word: CustomsSide['said'][string]): boolean {
  if (ON_THE_WAY.has(word.status) && !ON_THE_WAY.has(before.status))
    return isNo(before.status) && word.at > before.at;
  if (word.at !== before.at) return word.at > before.at;
  return rank(word.status) >= rank(before.status);
}

/** Order of states told with the same time. */
function rank(status: string): number {
  const number = Number(status);
  if (Number.isNaN(number)) return 50;
  return number < 0 ? 60 : number;
}

/** Customs has refused a document: it is not there any more and may be sent again under the same key. */
function refuse(book: Book, effects: Effects, target: Held): void {
  target.state = 'refused';
  effects.changed.add(target);
  book.identities.set(target.identity, 'refused');
  book.documents.delete(documentSlot(target.document.type, target.key));
}

/** Numbers that customs gave: shown with the case, and later receipts find it by them. */
function takeNumbers(
  book: Book,
  effects: Effects,
  state: CaseState,
  side: CustomsSide,
  { type, head }: Document,
  at: Instant,
): void {
  if (type !== 'CEB622Message' && type !== 'CEB604Message') return;
  if (head['preNo']) side.preNo = head['preNo'];
  const { invtNo } = head;
  if (!invtNo) return;
  side.invtNo = invtNo;
  const name = numberRoute(invtNo);
  const row = book.routes.get(name);
  if (row?.cases.includes(state.key)) return;
  book.routes.set(name, { cases: [...(row?.cases ?? []), state.key], at: row?.at ?? at });
  effects.routes.add(name);
}

/** The receipt goes on to whoever sent the document, field for field. */
function passOn(effects: Effects, receipt: Held, told: Held, state: CaseState | undefined): void {
  const { type, head, lines } = receipt.document;
  effects.answers.push({
    org: told.sender,
    type,
    key: told.key,
    ...(state ? { caseKey: state.key } : {}),
    journal: receipt.journal,
    at: receipt.at,
    render: () => [{ head, lines }],
  });
}
