import type { Law } from '../law/index.ts';
import type {
  Enterprise,
  ExportCase,
  ExportJudgement,
  ExportWorld,
  ImportCase,
  Judgement,
  World,
} from '../rules/index.ts';
import type { Instant } from '../shared/index.ts';
import { beijingYear } from '../shared/index.ts';
import type {
  Answer,
  CaseState,
  Decision,
  GuaranteeAccount,
  GuaranteeEntry,
  Held,
  JournalNumber,
  Mark,
  QuotaAccount,
  QuotaEntry,
} from './state.ts';
import { newCase } from './state.ts';

/**
 * Everything a batch may read or change, in memory: loaded under lock before the fold, written back after it. The fold itself does
 * no I/O, so a batch of two hundred documents and two hundred batches of one are the same computation.
 */
export interface Book {
  /** Current documents by `type key`. */
  readonly documents: Map<string, Held>;
  /** Every record identity seen before, with what became of it. */
  readonly identities: Map<string, Held['state']>;
  /**
   * The cases that look for a payment or waybill number; none: a document waits under the number. Whoever changes the document
   * under a number or its row holds the locks of all these cases, so a case may read both under its own lock alone.
   */
  readonly routes: Map<string, Route>;
  readonly cases: Map<string, CaseState>;
  /** Inventory number → export case, for the numbers that applications name. Whoever uses one compares it with the case's own. */
  readonly numbers: Map<string, string>;
  readonly quota: Map<string, QuotaAccount>;
  /** Only guarantors that have an account. */
  readonly guarantee: Map<string, GuaranteeAccount>;
}

export interface Route {
  readonly cases: readonly string[];
  readonly at: Instant;
  /** What arrivals, departures and master lists have said of a waybill number, oldest first. */
  readonly marks?: readonly Mark[];
}

/** What the fold needs to know beside the book. */
export interface Setting {
  readonly law: Law;
  readonly stance: World['stance'];
  readonly test: boolean;
  readonly enterprise: (code: string) => Enterprise | undefined;
  /** Keyed hash of a personal number. */
  readonly match: (text: string) => string;
  readonly judge: (asked: ImportCase, at: Instant, law: Law, world: World) => Judgement;
  readonly judgeExport: (asked: ExportCase, at: Instant, law: Law, world: ExportWorld) => ExportJudgement;
}

/** A document that goes on to customs; for a list, with its case. */
export interface Forward {
  readonly held: Held;
  readonly caseKey?: string;
}

/** What a fold leaves to be written. */
export interface Effects {
  readonly inserted: Held[];
  /** Documents that were loaded as current and are so no longer. */
  readonly changed: Set<Held>;
  readonly routes: Set<string>;
  readonly cases: Set<string>;
  readonly answers: Answer[];
  readonly decisions: Decision[];
  readonly quota: QuotaEntry[];
  readonly guarantee: GuaranteeEntry[];
  /** Documents that go on to customs (stance precheck), in order. */
  readonly forwards: Forward[];
  /** Inputs that count in the journal, in order: the k-th has the provisional number −k, or `base + k` when the base is known. */
  journal: number;
  /** The journal's number before this batch, when it had to be taken before the fold (see `needsNumbers`). */
  readonly base?: bigint;
}

export function emptyBook(): Book {
  return {
    documents: new Map(),
    identities: new Map(),
    routes: new Map(),
    cases: new Map(),
    numbers: new Map(),
    quota: new Map(),
    guarantee: new Map(),
  };
}

/** @param base the journal's number before this batch, when it is already taken */
export function noEffects(base?: bigint): Effects {
  return {
    inserted: [],
    changed: new Set(),
    routes: new Set(),
    cases: new Set(),
    answers: [],
    decisions: [],
    quota: [],
    guarantee: [],
    forwards: [],
    journal: 0,
    ...(base === undefined ? {} : { base }),
  };
}

export function documentSlot(type: string, key: string): string {
  return `${type} ${key}`;
}

export function findDocument(book: Book, type: string, key: string): Held | undefined {
  return book.documents.get(documentSlot(type, key));
}

/** The case, made when it is new, and marked as changed. */
export function touchCase(book: Book, effects: Effects, key: string): CaseState {
  let state = book.cases.get(key);
  if (!state) {
    state = newCase(key);
    book.cases.set(key, state);
  }
  effects.cases.add(key);
  return state;
}

export function nextJournal(effects: Effects): JournalNumber {
  effects.journal += 1;
  return effects.base === undefined ? BigInt(-effects.journal) : effects.base + BigInt(effects.journal);
}

/** Account of the yearly limit: Beijing year of acceptance and the buyer's keyed hash. */
export function quotaAccountOf(setting: Pick<Setting, 'match'>, buyerIdNumber: string, at: Instant): string {
  return `${beijingYear(at)}|${setting.match(buyerIdNumber.toUpperCase())}`;
}

/** Moves an amount on a buyer's account, in the account and as an entry. */
export function moveQuota(book: Book, effects: Effects, entry: QuotaEntry): void {
  const account = book.quota.get(entry.account);
  if (!account) throw new Error(`quota account was not loaded: ${entry.account}`);
  account.used += entry.amount;
  for (const [group, kg] of Object.entries(entry.weights))
    account.weights[group] = (account.weights[group] ?? 0n) + kg;
  account.entries.push(entry);
  effects.quota.push(entry);
}

/** Charges (negative) or frees (positive) a guarantor's account; without an account nothing is kept. */
export function moveGuarantee(book: Book, effects: Effects, entry: GuaranteeEntry): void {
  const account = book.guarantee.get(entry.account);
  if (!account) return;
  account.charged -= entry.amount;
  effects.guarantee.push(entry);
}
