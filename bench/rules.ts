import { exportParcel, parcel, zoneEnterprise } from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import { judge, judgeExport, type World } from '../rules/index.ts';
import { beijingDate, type Instant } from '../shared/index.ts';
import { answerQuote, type QuoteQuestion, quoteTax, taxInputOf } from '../tax/index.ts';
import { timesPerSecond } from './pace.ts';

/** A world that knows everything and objects to nothing, so that every rule speaks. */
export const KNOWN_WORLD: World = {
  stance: 'authority',
  enterprise: zoneEnterprise,
  yearUsed: 0n,
  weightUsed: () => 0n,
  waybillUse: 'none',
  guaranteeFree: () => 10n ** 12n,
  sameDay: [],
};

export interface RuleFigures {
  readonly what: 'judge' | 'judgeExport' | 'quoteTax' | 'answerQuote';
  /** Per second on one core. */
  readonly perSecond: number;
}

const PARCELS = 200;

/** How many parcels are judged and taxes quoted in a second, over right demo parcels of one to five lines. */
export function measureRules({ seconds, at }: { seconds: number; at: Instant }): readonly RuleFigures[] {
  const law = shippedLaw();
  const serials = Array.from({ length: PARCELS }, (_, index) => index + 1);
  const imports = serials.map(serial => parcel({ seed: 'rules', at, serial }, law));
  const exports = serials.map(serial => exportParcel({ seed: 'rules', at, serial }, law));
  const inputs = imports.map(it => taxInputOf(it.list, beijingDate(at), 0n));
  const questions = imports.map(
    ({ list: { head, lines } }): QuoteQuestion => ({
      freight: head['freight'] ?? '0',
      insurance: head['insuredFee'] ?? '0',
      lines: lines.map(({ totalPrice = '0', gcode = '', qty = '1', unit = '' }) => ({
        totalPrice,
        gcode,
        qty,
        unit,
      })),
    }),
  );
  const per = (what: RuleFigures['what'], work: () => void): RuleFigures => ({
    what,
    perSecond: timesPerSecond(work, seconds / 4) * PARCELS,
  });
  return [
    per('judge', () => imports.forEach(it => void judge(it, at, law, KNOWN_WORLD))),
    per('judgeExport', () => exports.forEach(it => void judgeExport(it, at, law, KNOWN_WORLD))),
    per('quoteTax', () => inputs.forEach(input => void quoteTax(input, law))),
    per('answerQuote', () => questions.forEach(question => void answerQuote(question, at, law))),
  ];
}
