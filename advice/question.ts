import { type LawDate, parseFixed5 } from '../shared/index.ts';

/** Who the goods go to: a consumer (B2C), a business (B2B), or the seller's own stock in an overseas warehouse. */
export type Buyer = 'consumer' | 'business' | 'own-stock';

/** One kind of goods of the order. Amounts and rates are decimal text. */
export interface AdvisedGoods {
  readonly gcode: string;
  readonly name?: string;
  /** FOB value in the order's currency. */
  readonly total: string;
  /** Refund rate (`0.13`); left out: not known here. `0` means that the refund was cancelled. */
  readonly refundRate?: string;
  /** What the input invoices say without VAT, in CNY: the base of a trader's refund. */
  readonly purchase?: string;
  /** Export duty rate (`0.2`); left out: told by heading whether there may be one. */
  readonly dutyRate?: string;
}

/** An order, and who sends it: what the possible ways of export depend on. */
export interface AdviceQuestion {
  /** Law date; left out: today. */
  readonly date?: LawDate;
  readonly buyer: Buyer;
  /** Customs code of the currency (`502` US dollar). */
  readonly currency: string;
  /** Customs code of the country of destination. */
  readonly destination?: string;
  /** CNY for 100 units, where no customs rate is loaded. */
  readonly rate?: string;
  readonly goods: readonly AdvisedGoods[];
  readonly wantsRefund: boolean;
  /** VAT invoices (or other valid input certificates) for the goods are there. */
  readonly inputInvoice: boolean;
  /** The enterprise is registered in a pilot zone and on its online service platform. */
  readonly pilotZone: boolean;
  /** The goods lie in a special customs area or bonded logistics centre. */
  readonly specialArea?: boolean;
  /** A licence number is at hand. */
  readonly licence?: boolean;
  /** Licence or export control applies; left out: told from the nomenclature, as far as it says. */
  readonly licenceNeeded?: boolean;
  readonly inspectionNeeded?: boolean;
  readonly producer?: boolean;
  /** Small-profit enterprise; left out: both rates of income tax are shown. */
  readonly smallProfit?: boolean;
}

/** Whether the value asked for is a decimal that is not negative. */
function isAmount(text: unknown): boolean {
  return typeof text === 'string' && (parseFixed5(text) ?? -1n) >= 0n;
}

/** Says what is wrong with a question that came from outside; undefined: nothing. Each fault is named by its place. */
export function faultOfQuestion(given: unknown): { where: string; zh: string; en: string } | undefined {
  const question = given as Partial<AdviceQuestion> | null;
  if (typeof question !== 'object' || question === null || Array.isArray(question))
    return { where: '', zh: '应为一个 JSON 对象', en: 'must be a JSON object' };
  if (!['consumer', 'business', 'own-stock'].includes(question.buyer ?? ''))
    return {
      where: 'buyer',
      zh: '应为 consumer（个人）、business（企业）或 own-stock（海外仓备货）',
      en: 'must be consumer, business or own-stock',
    };
  if (!/^\d{3}$/.test(question.currency ?? ''))
    return {
      where: 'currency',
      zh: '应为三位币制代码，如 502',
      en: 'must be a currency code of three digits',
    };
  if (question.date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(question.date))
    return { where: 'date', zh: '应写作 YYYY-MM-DD', en: 'is written YYYY-MM-DD' };
  for (const flag of ['wantsRefund', 'inputInvoice', 'pilotZone'] as const)
    if (typeof question[flag] !== 'boolean')
      return { where: flag, zh: '应为 true 或 false', en: 'must be true or false' };
  if (question.rate !== undefined && !isAmount(question.rate))
    return { where: 'rate', zh: '应为小数文本', en: 'must be a decimal text' };
  if (!Array.isArray(question.goods) || question.goods.length === 0)
    return { where: 'goods', zh: '至少一项商品', en: 'must hold at least one item' };
  for (const [index, goods] of question.goods.entries()) {
    const where = `goods[${index}]`;
    if (!/^\d{10}$/.test(goods?.gcode ?? ''))
      return { where: `${where}.gcode`, zh: '应为 10 位数字', en: 'must be ten digits' };
    if (!isAmount(goods.total))
      return {
        where: `${where}.total`,
        zh: '应为不带负号的小数文本',
        en: 'must be a decimal text, not negative',
      };
    for (const name of ['refundRate', 'purchase', 'dutyRate'] as const)
      if (goods[name] !== undefined && !isAmount(goods[name]))
        return {
          where: `${where}.${name}`,
          zh: '应为不带负号的小数文本',
          en: 'must be a decimal text, not negative',
        };
  }
  return undefined;
}
