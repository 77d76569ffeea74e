import type { DocumentRef, Finding } from '../shared/index.ts';
import { type Fault, FORMAT, findingOf, type Layer } from './fault.ts';

/** A fault put at its place, before the key of its document is known. */
export interface Remark {
  readonly layer: Layer;
  readonly path: string;
  readonly value: string | undefined;
  readonly fault: Fault;
}

/** Collects what is to be said about one document or frame, and never more than `max`; that there is more is told. */
export interface Notebook {
  note(layer: Layer, path: string, value: string | undefined, fault: Fault): void;
  /** The findings, now that the document is known. */
  findings(document: DocumentRef): readonly Finding[];
  readonly empty: boolean;
  /** Nothing more will be kept: looking for more faults is of no use. */
  readonly full: boolean;
}

export const FINDINGS_MAX = 1000;

const NONE: readonly Finding[] = [];

export function notebook(max = FINDINGS_MAX): Notebook {
  let remarks: Remark[] | undefined;
  let dropped = false;
  return {
    note(layer, path, value, fault) {
      remarks ??= [];
      if (remarks.length < max) remarks.push({ layer, path, value, fault });
      else dropped = true;
    },
    findings(document) {
      if (remarks === undefined) return NONE;
      const findings = remarks.map(({ layer, path, value, fault }) =>
        findingOf(layer, { document, path, value: value ?? null, article: articleOf(document, path) }, fault),
      );
      if (dropped) findings.push(andMore(document, max));
      return findings;
    },
    get empty() {
      return remarks === undefined;
    },
    get full() {
      return dropped;
    },
  };
}

/** The place in the annex: message, group, element. */
function articleOf(document: DocumentRef, path: string): string {
  return `${document.type} ${path.replace(/\[\d+\]/g, '')}`.trim();
}

function andMore(document: DocumentRef, max: number): Finding {
  return findingOf(
    FORMAT,
    { document, path: '', value: null, article: document.type },
    {
      code: 'more',
      severity: 'reject',
      message: {
        zh: `问题超过 ${max} 处，其余未列出，请先修改已列出的。`,
        en: `There are more than ${max} faults; the others are not listed: mend the listed ones first.`,
      },
    },
  );
}
