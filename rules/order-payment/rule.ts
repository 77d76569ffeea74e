import { type Finding, formatFixed5 } from '../../shared/index.ts';
import { type Agreement, judgeAgreements } from '../agreement.ts';
import type { Question, Rule } from '../case.ts';
import { specification } from '../cites.ts';
import { head, valueAt } from '../documents.ts';
import { finding, unequal } from '../finding.ts';
import { amount, differs, same } from '../money.ts';
import { paidSum } from '../order-arithmetic/paid.ts';
import { numberOn } from '../settings.ts';
import { codeWitnesses, nameWitnesses } from '../witness.ts';

const RULE = 'order-payment';
const AMOUNT = specification('进口订单 acturalPaid：与支付凭证的支付金额一致');
const PAYER = specification('进口订单 payCode、payTransactionId：填写时必须与支付单一致');

/** The order need not name the payment company; what it says of the payment must be true. */
const AGREEMENTS: readonly Agreement[] = [
  {
    code: 'payment-company-differs',
    fields: ['order/payCode', 'payment/payCode'],
    cites: PAYER,
    why: {
      zh: '订单填写支付企业的，必须与支付单一致',
      en: 'where the order names the payment company it must be that of the payment',
    },
    witnesses: codeWitnesses('order/payCode', 'payment/payCode'),
  },
  {
    code: 'payment-company-name-differs',
    fields: ['order/payName', 'payment/payName'],
    cites: PAYER,
    why: {
      zh: '支付企业名称应填其登记名称，订单与支付单一致',
      en: 'the payment company is named by its registered name in order and payment',
    },
    witnesses: nameWitnesses('payment/payCode'),
  },
  {
    code: 'transaction-differs',
    fields: ['order/payTransactionId', 'payment/payTransactionId'],
    cites: PAYER,
    why: {
      zh: '订单填写支付交易编号的，必须与支付单一致',
      en: 'where the order names the payment transaction it must be that of the payment',
    },
  },
];

/** Amount paid; when the order's own formula gives what was paid, the order's acturalPaid is wrong and order-arithmetic says so. */
function amountFindings(question: Question): readonly Finding[] {
  const paid = amount(valueAt(question.case, 'payment/amountPaid'));
  const ordered = amount(valueAt(question.case, 'order/acturalPaid'));
  if (!differs(paid, ordered, numberOn(question, 'match.amount-tolerance'))) return [];
  const sum = paidSum(question);
  if (sum !== undefined && same(paid, sum.computed)) return [];
  const wrong = head(question.case, 'payment/amountPaid');
  const right = head(question.case, 'order/acturalPaid');
  const put =
    sum === undefined || sum.computed === sum.acturalPaid ? right.value : formatFixed5(sum.computed, 2);
  return [
    finding({
      rule: RULE,
      code: 'amount-differs',
      wrong,
      other: right,
      cites: AMOUNT(question.on),
      message: unequal(wrong, right, {
        zh: '订单的实际支付金额应与支付凭证的支付金额一致',
        en: 'the amount paid of the order is that of the payment voucher',
      }),
      put,
    }),
  ];
}

/** Order against payment: amount, payment company, transaction. Order number, platform and payer are compared elsewhere. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '订单与支付单一致', en: 'order and payment' },
  stage: 'comparison',
  reads: ['order', 'payment'],
  needs: [],
  judge: question => [...amountFindings(question), ...judgeAgreements(RULE, AGREEMENTS, question)],
};
