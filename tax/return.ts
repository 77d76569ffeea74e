import type { Law } from '../law/index.ts';
import {
  type Bilingual,
  type Cite,
  DAY_MS,
  daysBetween,
  type Fixed5,
  type LawDate,
  roundDivide,
} from '../shared/index.ts';

export interface ReturnQuestion {
  /** Beijing dates. */
  readonly releaseDate: LawDate;
  readonly applyDate: LawDate;
  /** Back at the original place of supervision; left out while the goods are on their way. */
  readonly arriveDate?: LawDate;
  readonly originalState: boolean;
}

export interface ReturnAnswer {
  /** `awaiting-arrival`: nothing speaks against it yet, the goods are not back. */
  readonly verdict: 'relieved' | 'levied' | 'awaiting-arrival';
  readonly taxLevied: boolean;
  readonly quotaRestored: boolean;
  readonly applyBy: LawDate;
  readonly arriveBy: LawDate;
  /** Why the tax stays, one entry per failed condition. */
  readonly reasons: readonly Bilingual[];
  readonly cites: readonly Cite[];
}

/**
 * Return of imported retail goods: applied for in time, back in time, in original state, all counted in calendar days from release
 * (day of release = day 0, the last day included) under the law of the day of release. Then the tax is not levied and the yearly
 * total of the buyer is given back. While the goods are on their way nothing is given back yet.
 */
export function returnTreatment(question: ReturnQuestion, law: Law): ReturnAnswer {
  const { releaseDate, applyDate, arriveDate, originalState } = question;
  const apply = law.number('return.apply-days', releaseDate);
  const arrive = law.number('return.arrive-days', releaseDate);
  const reasons: Bilingual[] = [];
  const applied = daysBetween(releaseDate, applyDate);
  if (applied > Number(apply.value)) {
    reasons.push({
      zh: `放行后第${applied}日才申请退货，超过${apply.value}日`,
      en: `applied for on day ${applied} after release, later than ${apply.value} days`,
    });
  }
  const arrived = arriveDate === undefined ? undefined : daysBetween(releaseDate, arriveDate);
  if (arrived !== undefined && arrived > Number(arrive.value)) {
    reasons.push({
      zh: `放行后第${arrived}日才运抵原监管场所，超过${arrive.value}日`,
      en: `back at the place of supervision on day ${arrived} after release, later than ${arrive.value} days`,
    });
  }
  if (!originalState) reasons.push({ zh: '退货商品非原状', en: 'the goods are not in their original state' });
  const verdict = reasons.length > 0 ? 'levied' : arriveDate === undefined ? 'awaiting-arrival' : 'relieved';
  return {
    verdict,
    taxLevied: verdict !== 'relieved',
    quotaRestored: verdict === 'relieved',
    applyBy: plusDays(releaseDate, Number(apply.value)),
    arriveBy: plusDays(releaseDate, Number(arrive.value)),
    reasons,
    cites: [...new Set([...apply.cites, ...arrive.cites])],
  };
}

function plusDays(date: LawDate, days: number): LawDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A line of the released list as far as a return needs it: dutiable value (`Fixed5`), tax in fen, declared quantity. */
export interface ReleasedLine {
  readonly gnum: string;
  readonly dutiable: Fixed5;
  readonly total: bigint;
  readonly qty?: Fixed5;
}

/** What comes back of a line: all of it when no quantity is given. `before` is what came back earlier. */
export interface ReturnedLine {
  readonly gnum: string;
  readonly qty?: Fixed5;
  readonly before?: Fixed5;
}

/**
 * Tax that is not levied (fen) and yearly total that is given back (`Fixed5`) for the returned lines or parts of lines: by quantity,
 * reckoned on the running total, so that several partial returns add up to exactly the line. Throws when a returned line is not on
 * the list or more comes back than was released.
 */
export function returnedPart(
  released: readonly ReleasedLine[],
  returned: readonly ReturnedLine[],
): { readonly tax: bigint; readonly dutiable: Fixed5 } {
  let tax = 0n;
  let dutiable = 0n;
  for (const { gnum, qty, before = 0n } of returned) {
    const line = released.find(it => it.gnum === gnum);
    if (line === undefined) throw new RangeError(`line ${gnum} is not on the released list`);
    const whole = line.qty ?? 1n;
    const after = qty === undefined ? whole : before + qty;
    if (whole <= 0n || after > whole || before < 0n || after < before)
      throw new RangeError(`more of line ${gnum} comes back than was released`);
    tax += roundDivide(line.total * after, whole) - roundDivide(line.total * before, whole);
    dutiable += roundDivide(line.dutiable * after, whole) - roundDivide(line.dutiable * before, whole);
  }
  return { tax, dutiable };
}
