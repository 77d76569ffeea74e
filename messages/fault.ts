import { cite } from '../law/index.ts';
import type { Bilingual, Cite, DocumentRef, Finding, Severity } from '../shared/index.ts';

/** The two layers of checks. A finding's `rule` tells them apart. */
export const FORMAT = 'messages/format';
export const CONTENT = 'messages/content';
export type Layer = typeof FORMAT | typeof CONTENT;

/** What is wrong with one value or place, before it is put at its place. `repair` null removes the element. */
export interface Fault {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Bilingual;
  readonly repair?: string | null;
}

/** Where a fault is. `article` is the place in the annex: message, group and element. */
export interface Spot {
  readonly document: DocumentRef;
  readonly path: string;
  readonly value: string | null;
  readonly article: string;
}

const ANNEX = '海关跨境统一版系统企业对接报文规范（202205版）';
const ANNEX_FROM = '2022-05-17';
const SHOWN_MAX = 80;

/** Where the fields of a document come from: the annex, or for a declaration form the rules for filling it in. */
function sourceOf({ document, article }: Spot): Cite {
  return document.type === 'DeclarationForm' ? cite('declaration-form', article) : annexCite(article);
}

export function annexCite(article: string, verified = true): Cite {
  return { text: ANNEX, article, from: ANNEX_FROM, verified };
}

/** A value as shown to people: long ones are cut, with their length. */
export function shown(value: string): string {
  if (value.length <= SHOWN_MAX) return value;
  const cut = Array.from(value.slice(0, SHOWN_MAX)).slice(0, -1).join('');
  return `${cut}…(${value.length})`;
}

export function findingOf(rule: Layer, spot: Spot, fault: Fault): Finding {
  return {
    rule,
    code: fault.code,
    severity: fault.severity,
    document: spot.document,
    path: spot.path,
    value: spot.value === null ? null : shown(spot.value),
    cites: [sourceOf(spot)],
    message: fault.message,
    ...(fault.repair !== undefined && {
      repair: { document: spot.document, path: spot.path, value: fault.repair },
    }),
  };
}
