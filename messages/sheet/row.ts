/** What a cell holds, before a field gives it a meaning. Numbers keep the text that the file holds. */
export type SheetCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'percent'; readonly text: string }
  /** A date cell: the spreadsheet's day count, and which calendar it counts in. */
  | { readonly kind: 'date'; readonly text: string; readonly since1904: boolean }
  | { readonly kind: 'boolean'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string }
  /** `text` is the formula as written, with its equals sign. The value the file remembers for it is not looked at. */
  | { readonly kind: 'formula'; readonly text: string };

/** A row: its number as the spreadsheet shows it, and its cells by column (0 = A); empty cells are absent. */
export interface SheetRow {
  readonly number: number;
  readonly cells: ReadonlyMap<number, SheetCell>;
  readonly hidden: boolean;
}

/** A merged area, both corners included; columns from 0. */
export interface MergedArea {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** `A`, `Z`, `AA` … of a column counted from 0. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  }
  return letters;
}

/** `B7` → column 1, row 7. Undefined for anything else. */
export function parseAddress(address: string): { readonly column: number; readonly row: number } | undefined {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(address);
  if (match === null) return undefined;
  let column = 0;
  for (const letter of match[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return { column: column - 1, row: Number(match[2]) };
}
