import type { DocumentRef, Finding } from '../shared/index.ts';
import { type Fault, FORMAT, findingOf, type Layer } from './fault.ts';

/** A fault put at its place, before the key of its document is known. */
export interface Remark {
  readonly layer: Layer;
  readonly path: string;
  readonly value: string | undefined;
  readonly fault: Fault;
}

/** Collects what is to be said about one document or frame, and never more than `max`; the rest is counted. */
export interface Notebook {
  note(layer: Layer, path: string, value: string | undefined, fault: Fault): void;
  /** The findings, now that the document is known. */
  findings(document: DocumentRef): readonly Finding[];
  readonly empty: boolean;
}

export const FINDINGS_MAX = 1000;

const NONE: readonly Finding[] = [];

export function notebook(max = FINDINGS_MAX): Notebook {
  let remarks: Remark[] | undefined;
  let dropped = 0;
  return {
    note(layer, path, value, fault) {
      remarks ??= [];
      if (remarks.length < max) remarks.push({ layer, path, value, fault });
      else dropped++;
    },
    findings(document) {
      if (remarks === undefined) return NONE;
      const findings = remarks.map(({ layer, path, value, fault }) =>
        findingOf(layer, { document, path, value: value ?? null, article: articleOf(document, path) }, fault),
      );
      if (dropped > 0) findings.push(andMore(document, dropped));
      return findings;
    },
    get empty() {
      return remarks === undefined;
    },
  };
}

/** The place in the annex: message, group, element. */
function articleOf(document: DocumentRef, path: string): string {
  return `${document.type} ${path.replace(/\[\d+\]/g, '')}`.trim();
}

function andMore(document: DocumentRef, count: number): Finding {
  return findingOf(
    FORMAT,
    { document, path: '', value: null, article: document.type },
    {
      code: 'more',
      severity: 'reject',
      message: {
        zh: `另有 ${count} 处问题未列出，请先修改已列出的。`,
        en: `${count} more faults are not listed: mend the listed ones first.`,
      },
    },
  );
}
