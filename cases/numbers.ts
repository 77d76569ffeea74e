import { beijingDate, type Instant } from '../shared/index.ts';
import type { Direction } from './keys.ts';

function serial(journal: bigint): string {
  return (journal % 1_000_000_000n).toString().padStart(9, '0');
}

/**
 * preNo: letter + date + nine digits, as the e-port gives it (B inventory, C cancellation, T return). The letters of the papers on
 * many parcels are our own: Y arrival (运抵), L departure (离境), Z master list (总分单).
 */
export function preNo(letter: 'B' | 'C' | 'T' | 'Y' | 'L' | 'Z', at: Instant, journal: bigint): string {
  return `${letter}${beijingDate(at).replaceAll('-', '')}${serial(journal)}`;
}

/**
 * invtNo: four digits customs, four year, I or E, and the serial: nine digits for import, nine to eleven for export. Derived from the
 * journal, so that a replay gives the same number.
 */
export function invtNo(
  customsCode: string,
  at: Instant,
  journal: bigint,
  direction: Direction = 'import',
): string {
  const year = beijingDate(at).slice(0, 4);
  if (direction === 'import') return `${customsCode}${year}I${serial(journal)}`;
  return `${customsCode}${year}E${(journal % 100_000_000_000n).toString().padStart(9, '0')}`;
}

/** The journal number in the number of an export inventory; undefined when it is none. The whole number is compared afterwards. */
export function journalOfExport(number: string): bigint | undefined {
  const serialOf = /^.{4}\d{4}E(\d{9,11})$/.exec(number)?.[1];
  return serialOf === undefined ? undefined : BigInt(serialOf);
}
