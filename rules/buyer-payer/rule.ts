import { type Agreement, judgeAgreements } from '../agreement.ts';
import type { Question, Rule } from '../case.ts';
import { both, specification, supervision } from '../cites.ts';
import { valueAt } from '../documents.ts';
import { isRealIdentityNumber } from '../identity-number/number.ts';
import { isOn } from '../settings.ts';

const onePerson = supervision('三、通关管理：订购人身份信息未经认证的，订购人与支付人应当为同一人');

/** Numbers that obey the standard speak for the document that carries them. */
function soundNumbers(question: Question): readonly (string | undefined)[] {
  return [
    valueAt(question.case, 'order/buyerIdNumber'),
    valueAt(question.case, 'list/buyerIdNumber'),
    valueAt(question.case, 'payment/payerIdNumber'),
  ].filter(number => number !== undefined && isRealIdentityNumber(number, question.on));
}

const NAME = { zh: '姓名', en: 'name' };
const NUMBER = { zh: '身份证件号码', en: 'identity number' };

const samePerson = (what: { zh: string; en: string }) => ({
  zh: `订购人身份未经认证的，订单、清单的订购人与支付单的支付人应为同一人，${what.zh}须一致`,
  en: `unless the buyer's identity is authenticated, the buyer of order and list and the payer are one person with one ${what.en}`,
});
const sameBuyer = (what: { zh: string; en: string }) => ({
  zh: `订单与清单的订购人${what.zh}须一致`,
  en: `order and list carry one ${what.en} of the buyer`,
});

const TELEPHONE: Agreement = {
  code: 'buyer-telephone-differs',
  fields: ['order/buyerTelephone', 'list/buyerTelephone'],
  cites: specification('进口订单、清单 buyerTelephone'),
  why: sameBuyer({ zh: '电话', en: 'telephone' }),
  witnesses: question => [
    valueAt(question.case, 'order/consigneeTelephone'),
    valueAt(question.case, 'payment/telephone'),
  ],
};

const BUYER_AND_PAYER: readonly Agreement[] = [
  {
    code: 'buyer-name-differs',
    fields: ['order/buyerName', 'list/buyerName', 'payment/payerName'],
    cites: both(onePerson, specification('进口订单、清单 buyerName，支付单 payerName')),
    why: samePerson(NAME),
  },
  {
    code: 'buyer-number-differs',
    fields: ['order/buyerIdNumber', 'list/buyerIdNumber', 'payment/payerIdNumber'],
    as: 'identity',
    cites: both(onePerson, specification('进口订单、清单 buyerIdNumber，支付单 payerIdNumber')),
    why: samePerson(NUMBER),
    witnesses: soundNumbers,
  },
  TELEPHONE,
];

/** Where the platform authenticates its buyers, somebody else may pay; the payer is still a witness in a draw. */
const BUYER_ALONE: readonly Agreement[] = [
  {
    code: 'buyer-name-differs',
    fields: ['order/buyerName', 'list/buyerName'],
    cites: specification('进口订单、清单 buyerName'),
    why: sameBuyer(NAME),
    witnesses: question => [valueAt(question.case, 'payment/payerName')],
  },
  {
    code: 'buyer-number-differs',
    fields: ['order/buyerIdNumber', 'list/buyerIdNumber'],
    as: 'identity',
    cites: specification('进口订单、清单 buyerIdNumber'),
    why: sameBuyer(NUMBER),
    witnesses: soundNumbers,
  },
  TELEPHONE,
];

/** One buyer in order and list, and the buyer pays, unless the platform's authentication of buyers is recognised. */
export const rule: Rule = {
  id: 'buyer-payer',
  title: { zh: '订购人与支付人为同一人', en: 'the buyer is the payer' },
  stage: 'comparison',
  needs: [],
  judge: question =>
    judgeAgreements(
      'buyer-payer',
      isOn(question, 'match.payer-may-differ') ? BUYER_ALONE : BUYER_AND_PAYER,
      question,
    ),
};
