import { readWhole } from './xlsx-parts.ts';
import type { ZipEntry } from './zip.ts';

/** Numbers of the cell styles that show a number as a date or time, and of those that show it as a percentage. */
export interface Styles {
  readonly dates: ReadonlySet<number>;
  readonly percents: ReadonlySet<number>;
}

/** Built-in number formats that are dates or times, Chinese ones included (ECMA-376 part 1, 18.8.30). */
const BUILT_IN_DATES: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];
const BUILT_IN_PERCENTS = new Set([9, 10]);

/** Reads the number formats of a workbook as far as they change what a number means. */
export async function dateFormats(bytes: Uint8Array, entry: ZipEntry | undefined): Promise<Styles> {
  const dates = new Set<number>();
  const percents = new Set<number>();
  if (entry === undefined) return { dates, percents };
  const custom = new Map<number, string>();
  let inCells = false;
  let style = 0;
  await readWhole(bytes, entry, {
    open(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attributes['numFmtId'] ?? 0);
        const code = custom.get(id);
        if (code === undefined ? BUILT_IN_PERCENTS.has(id) : code.includes('%')) percents.add(style);
        if (code === undefined ? builtInDate(id) : isDateCode(code)) dates.add(style);
        style += 1;
      }
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return { dates, percents };
}

function builtInDate(id: number): boolean {
  return BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to);
}

/** A custom format is a date when a date letter remains outside quotes, escapes and brackets. */
function isDateCode(code: string): boolean {
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|_.|\[[^\]]*\]/g, '').replace(/general/gi, ''));
}
