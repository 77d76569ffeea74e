import Table from 'cli-table3';

/** Columns that a sign takes on a terminal: Chinese and full-width signs take two. */
function widthOf(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x1100) return 1;
  return code <= 0x115f ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    code >= 0x1f300
    ? 2
    : 1;
}

/** Breaks text into lines of at most `width` columns, words of letters whole; the table library cuts Chinese text off instead. */
export function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap(line => linesOf(line, width))
    .join('\n');
}

function linesOf(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(PIECES) ?? []) {
    if (columnsOf(line) + columnsOf(piece.trimEnd()) <= width) {
      line += piece;
      continue;
    }
    const fresh = piece.trimStart();
    if (columnsOf(fresh.trimEnd()) <= width && columnsOf(fresh) <= WORD_MAX) {
      lines.push(line.trimEnd());
      line = fresh;
      continue;
    }
    // Longer than a word: a number, a key, a path. It is broken where the line ends.
    for (const sign of piece) {
      if (columnsOf(line) + widthOf(sign) > width) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += sign;
    }
  }
  return [...lines, line.trimEnd()];
}

/** A word or a Chinese sign, with the brackets that open before it and the signs that may not begin a line behind it. */
const PIECES = /[“‘（《]*(?: *[!-~]+ *|[^!-~])[”’）》，。；：、！？]*/gu;
const WORD_MAX = 26;

function columnsOf(text: string): number {
  let columns = 0;
  for (const sign of text) columns += widthOf(sign);
  return columns;
}

const PADDING = 2;

/** A table for people. With `widths` (columns of each cell) long text is broken into lines. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths?: readonly number[],
): string {
  const drawn = new Table({
    head: head.map((text, index) => fitted(text, widths?.[index])),
    style: { head: [], border: [], compact: false },
  });
  for (const row of rows) drawn.push(row.map((text, index) => fitted(text, widths?.[index])));
  return drawn.toString();
}

function fitted(text: string, width: number | undefined): string {
  return width === undefined ? text : wrapped(text, width - PADDING);
}

/** Width of the terminal, or a width that fits a wide one when there is none. */
export function terminalWidth(): number {
  return Math.min(Math.max(process.stdout.columns ?? 140, 80), 200);
}

const OUTCOMES: Readonly<Record<string, string>> = {
  release: '放行 release',
  reject: '退单 reject',
  hold: '待核 hold',
  wait: '等待 wait',
};

export function outcomeText(outcome: string): string {
  return OUTCOMES[outcome] ?? outcome;
}

/** Shows on one line how a longer task goes on; silent when nobody watches. */
export function progress(label: string): (done: number, of: number) => void {
  let shown = 0;
  return (done, of) => {
    const now = performance.now();
    if (!process.stderr.isTTY && done < of) return;
    if (now - shown < 200 && done < of) return;
    shown = now;
    const bar = process.stderr.isTTY ? '\r' : '';
    process.stderr.write(`${bar}${label} ${done}/${of}${done >= of ? '\n' : ''}`);
  };
}
