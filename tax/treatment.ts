import type { Law } from '../law/index.ts';
import {
  type Bilingual,
  type Cite,
  type Fixed5,
  fixed5,
  formatFixed5,
  type LawDate,
} from '../shared/index.ts';
import type { TaxableLine, Treatment } from './types.ts';

export interface TreatmentAnswer {
  readonly treatment: Treatment;
  readonly reason: Bilingual;
  readonly cites: readonly Cite[];
}

const ONE_PIECE = 100_000n;

/**
 * "One single item in the order" is read as: one line, and a declared quantity of exactly one (or none given). A set sold under one
 * article number counts as one. Two lines, or two pieces of one line, can be ordered apart and are not indivisible.
 */
export function isSingleItem(lines: readonly TaxableLine[]): boolean {
  const [only, ...others] = lines;
  return only !== undefined && others.length === 0 && (only.qty === undefined || only.qty === ONE_PIECE);
}

/**
 * How an order of this dutiable value is taxed on a day. Both limits include their bound. `yearUsed` undefined: the yearly limit
 * is tested on this order alone. Throws before the first day of the e-commerce tax.
 * Until 2018 an order over a limit was "taxed in full in the way of general trade", single items as well; since 2019 one item over
 * the single limit stays in the e-commerce channel, anything over the yearly limit does not.
 */
export function treatmentOf(
  order: {
    readonly dutiable: Fixed5;
    readonly lines: readonly TaxableLine[];
    readonly yearUsed?: Fixed5 | undefined;
    readonly on: LawDate;
  },
  law: Law,
): TreatmentAnswer {
  const { dutiable, lines, yearUsed = 0n, on } = order;
  const single = law.number('import.single-limit', on);
  const yearly = law.number('import.yearly-limit', on);
  const share = law.number('import.tax-share', on);
  const value = formatFixed5(dutiable, 2);
  if (yearUsed + dutiable > fixed5(yearly.value)) {
    const used = formatFixed5(yearUsed, 2);
    return {
      treatment: 'not-cbec',
      reason: {
        zh: `个人年度已用${used}元，加上本单完税价格${value}元，超过年度交易限值${yearly.value}元，应按一般贸易办理`,
        en: `annual limit ${yearly.value} exceeded: ${used} CNY used before and ${value} CNY of this order; to be handled as general trade`,
      },
      cites: yearly.cites,
    };
  }
  if (dutiable <= fixed5(single.value)) {
    return {
      treatment: 'preferential',
      reason: {
        zh: `完税价格${value}元，在单次限值${single.value}元以内：免征关税，增值税、消费税按法定税额的${percent(share.value)}征收`,
        en: `dutiable value ${value} CNY is within the single limit ${single.value} CNY: no duty, VAT and consumption tax at ${percent(share.value)} of the statutory amount`,
      },
      cites: [...single.cites, ...share.cites],
    };
  }
  if (isSingleItem(lines)) {
    return {
      treatment: 'full',
      reason: {
        zh: `完税价格${value}元，超过单次限值${single.value}元，且订单下仅一件不可分割商品：按货物税率全额征收关税、增值税、消费税，并计入年度交易总额`,
        en: `dutiable value ${value} CNY is over the single limit ${single.value} CNY and the order holds one single item: duty, VAT and consumption tax in full, counted in the yearly total`,
      },
      cites: single.cites,
    };
  }
  return {
    treatment: 'not-cbec',
    reason: {
      zh: `完税价格${value}元，超过单次限值${single.value}元且订单不止一件商品，不得按跨境电商零售进口办理`,
      en: `over the single limit with more than one item: ${value} CNY against ${single.value} CNY; not retail import`,
    },
    cites: single.cites,
  };
}

function percent(rate: string): string {
  const hundredths = fixed5(rate) * 100n;
  return `${formatFixed5(hundredths)}%`;
}
