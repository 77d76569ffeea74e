import { beijingDate, type Instant } from '../shared/index.ts';

function serial(journal: bigint): string {
  return (journal % 1_000_000_000n).toString().padStart(9, '0');
}

/** preNo: letter + date + nine digits (B inventory, C cancellation, T return), as the e-port gives it. */
export function preNo(letter: 'B' | 'C' | 'T', at: Instant, journal: bigint): string {
  return `${letter}${beijingDate(at).replaceAll('-', '')}${serial(journal)}`;
}

/** invtNo: four digits customs, four year, I, nine digits. Derived from the journal, so that a replay gives the same number. */
export function invtNo(customsCode: string, at: Instant, journal: bigint): string {
  return `${customsCode}${beijingDate(at).slice(0, 4)}I${serial(journal)}`;
}
