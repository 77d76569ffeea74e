import type { Finding } from '../shared/index.ts';
import { lifeFindings, STANDS_ALONE } from './admit.ts';
import {
  type Book,
  documentSlot,
  type Effects,
  findDocument,
  nextJournal,
  type Setting,
  touchCase,
} from './book.ts';
import { hearCustoms } from './customs.ts';
import { isFromCustoms } from './customs-keys.ts';
import { forward, isForeign } from './customs-side.ts';
import { advanceExport } from './export-life.ts';
import { listOf } from './gather.ts';
import { advanceImport } from './import-life.ts';
import type { Acceptance, Incoming } from './incoming.ts';
import { directionOf, directionOfCase, exportCaseKeyOf, linksOf, ON_WAYBILLS, waybillRoute } from './keys.ts';
import {
  ACCEPTED,
  answer,
  isAnswered,
  KEPT,
  type Numbered,
  nextTold,
  REVIEWED,
  refusalText,
  STORED,
  type Step,
} from './receipts.ts';
import { startAfresh } from './reuse.ts';
import { casesOf, route } from './route.ts';
import type { CaseState, Held } from './state.ts';

/**
 * One record enters: refused, recognised as a duplicate, or kept, matched and its cases judged. The only way in which a document
 * changes anything. Pure over the book: same book and same records in the same order give the same effects.
 */
export function accept(book: Book, effects: Effects, incoming: Incoming, setting: Setting): Acceptance {
  const foreign = isForeign(setting);
  if (foreign && incoming.customs && isFromCustoms(incoming.document.type))
    return hearCustoms(book, effects, incoming, setting);
  const seen = book.identities.get(incoming.identity);
  if (seen !== undefined)
    return {
      state: 'duplicate',
      findings: [],
      caseKeys: casesOf(book, incoming.document).slice(0, TOLD_CASES),
    };

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
    foreign ? [ACCEPTED] : acceptedSteps(held),
    ON_WAYBILLS.has(held.document.type) ? undefined : caseKeys[0],
    book.cases.get(linksOf(held.document).caseKey ?? ''),
    foreign,
  );
  // A list waits until its case is judged; its deletion, and everything else, goes on at once.
  if (
    foreign &&
    isAnswered(held.document.type) &&
    (!LISTS.has(held.document.type) || held.state === 'deleted')
  )
    forward(effects, held, caseKeys[0]);
  for (const key of caseKeys) advance(book, effects, held, key, setting);
  return { state: held.state, findings, caseKeys: caseKeys.slice(0, TOLD_CASES) };
}

/** An arrival of thousands of parcels names the first of them to its sender. */
const TOLD_CASES = 100;

function isReject(finding: Finding): boolean {
  return finding.severity === 'reject';
}

function keep(book: Book, effects: Effects, held: Held): void {
  book.identities.set(held.identity, held.state);
  effects.inserted.push(held);
}

const LISTS = new Set(['CEB621Message', 'CEB603Message']);

/** Types whose receipts know no state 120; they end with 399. */
const ENDS_REVIEWED = new Set([
  'CEB513Message',
  'CEB711Message',
  'CEB215Message',
  'CEB303Message',
  'CEB403Message',
  'CEB505Message',
  'CEB507Message',
  'CEB509Message',
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
  CEB603Message: 'B',
  CEB605Message: 'C',
  CEB213Message: 'T',
  CEB507Message: 'Y',
  CEB509Message: 'L',
  CEB607Message: 'Z',
};

function reply(
  effects: Effects,
  held: Held,
  steps: readonly Step[],
  caseKey?: string,
  state?: CaseState,
  foreign = false,
): void {
  // Where customs decides, the numbers are customs' too.
  const letter = foreign ? undefined : LETTERS[held.document.type];
  const { type } = held.document;
  const list = type === 'CEB621Message' || type === 'CEB603Message' ? state : undefined;
  const numbered: Numbered | undefined = letter && {
    letter,
    direction: directionOf(type),
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

/** Puts the document in its place: supersedes or deletes the one before, writes its routing, names the cases to look at. */
function place(book: Book, effects: Effects, held: Held, setting: Setting): readonly string[] {
  const { document, key } = held;
  const { type, head } = document;
  // An addition on top of a waybill document is accepted only where the number has become free again.
  if (
    (type === 'CEB511Message' || type === 'CEB505Message') &&
    head['appType'] === '1' &&
    findDocument(book, type, key)
  )
    startAfresh(book, effects, waybillRoute(head), held.at);
  const before = findDocument(book, type, key);
  if (before && head['appType'] !== undefined && !STANDS_ALONE.has(type)) {
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
  if (type === 'CEB603Message') takePlaceOfList(book, effects, held);
  keep(book, effects, held);
  return route(book, effects, held, before, setting);
}

/** The key of an export list names the seller too: a new declaration by another seller takes the place of the one that was refused. */
function takePlaceOfList(book: Book, effects: Effects, held: Held): void {
  const state = book.cases.get(exportCaseKeyOf(held.document.head));
  const other = state && listOf(book, state);
  if (!other || other === held || other.key === held.key || held.state === 'deleted') return;
  other.state = 'superseded';
  effects.changed.add(other);
  book.documents.delete(documentSlot('CEB603Message', other.key));
}

/** After a document was placed: the case moves on. */
function advance(book: Book, effects: Effects, held: Held, caseKey: string, setting: Setting): void {
  const { type } = held.document;
  const state = touchCase(book, effects, caseKey);
  if (!state.parties.includes(held.sender)) state.parties = [...state.parties, held.sender].sort();
  if ((type === 'CEB621Message' || type === 'CEB603Message') && held.state === 'deleted') {
    delete state.listJournal;
    delete state.listAt;
    delete state.customsCode;
  }
  const advanceIn = directionOfCase(caseKey) === 'export' ? advanceExport : advanceImport;
  advanceIn(book, effects, held, state, setting);
}
