import { type JudgedCase, precheck } from '../../cases/index.ts';
import { type Law, shippedLaw } from '../../law/index.ts';
import { checkDocument, type Document } from '../../messages/index.ts';
import { judge, type World } from '../../rules/index.ts';
import type { Finding, Instant } from '../../shared/index.ts';
import { ACCEPTED, FULL_WORLD } from '../right-sets.ts';

export interface Asked {
  readonly at?: Instant;
  readonly world?: World;
  readonly law?: Law;
  /** The only document that differs from a right set: the others need not be checked again. */
  readonly changed?: Document;
}

/** What the precheck says of documents: each checked, gathered into parcels, judged with all that a running platform knows. */
export function ask(documents: readonly Document[], asked: Asked = {}): readonly JudgedCase[] {
  const { at = ACCEPTED, world = FULL_WORLD, law = shippedLaw(), changed } = asked;
  const records = documents.map((document, index) => ({
    index,
    document,
    findings: changed && document !== changed ? [] : checkDocument(document, { codes: law, at }),
  }));
  return precheck({ records, law, at, judge, worldOf: () => world, heldOf: () => ({}) }).cases;
}

/** All findings of a precheck but those that only say for what a case waits. */
export function told(documents: readonly Document[], asked: Asked = {}): readonly Finding[] {
  return ask(documents, asked)
    .flatMap(it => it.findings)
    .filter(it => !it.code.startsWith('waits-for-'));
}

/** A finding in one line, for the messages of a failing test. */
export function line(it: Finding): string {
  return `${it.rule}/${it.code} ${it.severity} ${it.document.type} ${it.path}: ${it.message.zh}`;
}
