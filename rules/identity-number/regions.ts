/**
 * First two digits of an identity number: the province-level divisions of GB/T 2260, and 81 to 83, which the residence permits of
 * Hong Kong, Macao and Taiwan residents carry (they have the form of an identity card since 2018-09-01).
 */
const PROVINCES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
);

/** Permanent-residence cards of foreigners (2023 form) have 9 before the first digit of the region. */
const FOREIGN_RESIDENT = /^9[1-8]$/;

/** Whether a number may begin with these two digits. */
export function isRegion(two: string): boolean {
  return PROVINCES.has(two) || FOREIGN_RESIDENT.test(two);
}
