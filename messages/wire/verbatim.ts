import type { SaxesParser } from 'saxes';

/** Cuts elements out of the source text exactly as they stand there, while the text comes in pieces. */
export interface Verbatim {
  push(text: string): void;
  /** An element has just been opened: the cut starts at its `<`. */
  begin(): void;
  /** That element has just been closed. */
  end(): string;
  /** Lets go of the text that can no longer be needed. */
  prune(): void;
}

/** Longest start of a tag that may lie before the end of a chunk: element names of the annex are far shorter. */
const TAG_START_MAX = 1024;

export function verbatim(parser: Pick<SaxesParser, 'position'>): Verbatim {
  let held = '';
  let heldFrom = 0;
  let start: number | undefined;
  return {
    push(text) {
      held = held === '' ? text : held + text;
    },
    begin() {
      start = heldFrom + held.lastIndexOf('<', parser.position - heldFrom - 1);
    },
    end() {
      const from = (start ?? heldFrom) - heldFrom;
      start = undefined;
      return held.slice(from, parser.position - heldFrom);
    },
    prune() {
      const keepFrom = Math.max(
        heldFrom,
        Math.min(start ?? Infinity, heldFrom + held.length - TAG_START_MAX),
      );
      held = held.slice(keepFrom - heldFrom);
      heldFrom = keepFrom;
    },
  };
}
