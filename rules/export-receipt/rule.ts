import { type Bilingual, type Finding, formatFixed5 } from '../../shared/index.ts';
import { specification } from '../cites.ts';
import { head, refOf, valueAt } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { finding, unequal } from '../finding.ts';
import { amount } from '../money.ts';
import { isOn, numberOn } from '../settings.ts';

const RULE = 'export-receipt';
const CHARGE = specification('出口收款单 charge：收款金额；订单 goodsValue、freight');
const CURRENCY = specification('出口收款单 currency、订单 currency');

function judge(question: ExportQuestion): readonly Finding[] {
  if (question.case.receipt === undefined) return missing(question);
  const [paid, priced] = ['receipt/currency', 'order/currency'] as const;
  const [a, b] = [valueAt(question.case, paid)?.trim(), valueAt(question.case, priced)?.trim()];
  if (a === undefined || b === undefined) return [];
  return a === b ? charge(question) : currency(question);
}

/** Until 14 December 2024 the list was declared after order, receipt and waybill. A booking order has no buyer yet. */
function missing(question: ExportQuestion): readonly Finding[] {
  if (question.case.mode === '9810' || !isOn(question, 'export.receipt-demanded')) return [];
  const { list } = question.case;
  return [
    finding({
      rule: RULE,
      code: 'receipt-missing',
      severity: 'hold',
      wrong: { document: refOf(list), path: 'InventoryHead/orderNo', value: list.head['orderNo'] ?? null },
      cites: question.law.number('export.receipt-demanded', question.on).cites,
      message: {
        zh: `清单申报日期${question.on}早于2024年12月15日，清单申报前须传输收款单（403），而订单（orderNo）没有对应的收款单。请补传收款单。`,
        en: `On ${question.on} a receipt of payment (403) had still to be sent before the list (until 14 December 2024), and there is none for this order (orderNo). Send it.`,
      },
    }),
  ];
}

/** The buyer may have paid in another currency than the shop's: an officer compares. */
function currency(question: ExportQuestion): readonly Finding[] {
  const wrong = head(question.case, 'receipt/currency');
  const other = head(question.case, 'order/currency');
  return [
    finding({
      rule: RULE,
      code: 'receipt-currency-differs',
      severity: 'hold',
      wrong,
      other,
      cites: CURRENCY(question.on),
      message: unequal(wrong, other, {
        zh: '收款币制与订单币制不同，金额无法核对，转人工审核',
        en: 'money received in another currency than that of the order cannot be compared with it, so an officer looks',
      }),
    }),
  ];
}

/** What came in is the price with or without the freight. Less may be a discount or a fee, more may not. */
function charge(question: ExportQuestion): readonly Finding[] {
  const received = amount(valueAt(question.case, 'receipt/charge'));
  const goods = amount(valueAt(question.case, 'order/goodsValue'));
  const freight = amount(valueAt(question.case, 'order/freight')) ?? 0n;
  if (received === undefined || goods === undefined) return [];
  const tolerance = numberOn(question, 'match.amount-tolerance');
  const full = goods + freight;
  if ([full, goods].some(sum => received - sum <= tolerance && sum - received <= tolerance)) return [];
  const more = received > full;
  const what: Bilingual = more
    ? { zh: '多于应收金额', en: 'more than is due' }
    : {
        zh: '少于应收金额，如有优惠抵扣或平台扣费请留存凭证',
        en: 'less than is due; keep the proof of a discount or a fee',
      };
  const wrong = head(question.case, 'receipt/charge');
  return [
    finding({
      rule: RULE,
      code: more ? 'charge-above-order' : 'charge-below-order',
      severity: more || received <= 0n ? 'hold' : 'warn',
      wrong,
      other: head(question.case, 'order/goodsValue'),
      cites: CHARGE(question.on),
      message: {
        zh: `收款单的收款金额（charge）为“${wrong.value ?? ''}”，而订单商品金额＋运杂费＝${formatFixed5(full, 2)}：${what.zh}。请核对收款金额。`,
        en: `charge of the receipt is "${wrong.value ?? ''}", but goodsValue + freight of the order is ${formatFixed5(full, 2)}: ${what.en}. Check the amount received.`,
      },
    }),
  ];
}

/** The receipt of payment: demanded until 14 December 2024, and wherever it is there, compared with the order. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '收款单与订单', en: 'receipt of payment and order' },
  stage: 'comparison',
  reads: ['order', 'list'],
  needs: [],
  judge,
};
