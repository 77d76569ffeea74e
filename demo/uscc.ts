const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Check character of an organisation code (GB 11714): eight characters, modulo 11. */
function organisationCheck(eight: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, at) => total + weight * Number.parseInt(eight[at] ?? '0', 36),
    0,
  );
  const rest = (11 - (sum % 11)) % 11;
  return rest === 10 ? 'X' : String(rest);
}

/**
 * A unified social credit code (GB 32100) with right check characters for an invented enterprise: registered by the market
 * authority, an enterprise, in Jinan. `eight` are the characters of its own, without I, O, S, V, Z.
 */
export function inventedUscc(eight: string): string {
  const first = `91370100${eight}${organisationCheck(eight)}`;
  let sum = 0;
  let weight = 1;
  for (const sign of first) {
    const value = SIGNS.indexOf(sign);
    if (value < 0) throw new Error(`${sign} cannot stand in a credit code`);
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return first + (SIGNS[(31 - (sum % 31)) % 31] ?? '');
}
