/**
 * What the platform says about a document, everywhere in the same form: in HTTP answers, on the command line, in annotated
 * spreadsheets, on screens. A "no" without a place, a clause and (where one exists) a repair cannot be expressed.
 */

/** Text in Chinese and English. Both are always present. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** A place in the law: the instrument, the article or clause in it, and the date (YYYY-MM-DD) from which it is in force. */
export interface Cite {
  readonly text: string;
  readonly article: string;
  readonly from: string;
  /** False when the wording was not read in a primary source; shown to people, never hidden. */
  readonly verified: boolean;
}

/** `reject`: cannot pass as it is. `hold`: an officer must look or a document must come. `warn`: passes, somebody should know. */
export type Severity = 'reject' | 'hold' | 'warn';

/** Names one document: its message type (`CEB621Message`) and its business key (`ebpCode|orderNo`). */
export interface DocumentRef {
  readonly type: string;
  readonly key: string;
}

/** A field of a document. `path` is `InventoryHead/orderNo`, `InventoryList[2]/qty1` (lines count from 1), `@guid`. */
export interface Place {
  readonly document: DocumentRef;
  readonly path: string;
  readonly value: string | null;
}

/** A mechanical repair: put `value` at `path` (null removes the element). Offered only where exactly one value is right. */
export interface Repair {
  readonly document: DocumentRef;
  readonly path: string;
  readonly value: string | null;
}

/** One thing that is to be said. `rule` is the folder or check that said it; `code` is stable and never reused. */
export interface Finding extends Place {
  readonly rule: string;
  readonly code: string;
  readonly severity: Severity;
  /** The value it was compared with, when the comparison crosses documents or lines. */
  readonly other?: Place;
  readonly cites: readonly Cite[];
  readonly message: Bilingual;
  readonly repair?: Repair;
  /** Address of the cell (`B7`), when the document came in a spreadsheet. */
  readonly cell?: string;
}

/** A rule that could not be asked here, and why (for example: needs the registers of a running server). */
export interface NotJudged {
  readonly rule: string;
  readonly why: Bilingual;
}

export type Outcome = 'release' | 'reject' | 'hold' | 'wait';

/** The worst of the findings decides: any reject rejects, else any hold holds, else release. */
export function outcomeOf(findings: readonly Finding[]): 'release' | 'reject' | 'hold' {
  let worst: 'release' | 'reject' | 'hold' = 'release';
  for (const finding of findings) {
    if (finding.severity === 'reject') return 'reject';
    if (finding.severity === 'hold') worst = 'hold';
  }
  return worst;
}
