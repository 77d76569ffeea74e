import type { Bilingual, Finding } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { specification } from '../cites.ts';
import { type HeadField, head, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';
import { labelOf, shown } from '../labels.ts';
import { provinceCode, provinceOf } from './provinces.ts';

const RULE = 'contact-details';
const DISTRICT = specification(
  '进口订单 consigneeDistrict：收货地址行政区划代码，按国家统计局公布的六位代码填报',
);
const TELEPHONE = specification(
  '进口订单 buyerTelephone、consigneeTelephone，清单 buyerTelephone，支付单 telephone，运单 consigneeTelephone',
);
const TELEPHONES: readonly HeadField[] = [
  'order/buyerTelephone',
  'list/buyerTelephone',
  'payment/telephone',
  'order/consigneeTelephone',
  'waybill/consigneeTelephone',
];
/** Digits with what people write between them, and * where a privacy waybill hides some. */
const DIALLED = /^[\d+\-()（）\s*#转,，、/]+$/;
const FEWEST_DIGITS = 7;

function judge(question: Question): readonly Finding[] {
  return [...district(question), ...telephones(question)];
}

function district(question: Question): readonly Finding[] {
  const code = valueAt(question.case, 'order/consigneeDistrict')?.trim();
  if (code === undefined) return [];
  const province = SIX_DIGITS.test(code) ? provinceOf(code) : undefined;
  if (province === undefined)
    return [
      sayDistrict(question, 'no-such-district', 'hold', {
        zh: `订单的收货地址行政区划代码（consigneeDistrict）“${code}”不是六位行政区划代码（前两位不是任何省级行政区）。请按收货地址填报，不填时应省略。`,
        en: `consigneeDistrict of the order "${code}" is no six-digit division code: its first two digits are no province. Put that of the delivery address, or leave it out.`,
      }),
    ];
  const addressed = provinceCode(valueAt(question.case, 'order/consigneeAddress') ?? '');
  if (addressed === undefined || code.startsWith(addressed)) return [];
  const elsewhere = provinceOf(addressed) ?? '';
  return [
    sayDistrict(
      question,
      'district-unlike-address',
      'warn',
      {
        zh: `订单的收货地址行政区划代码（consigneeDistrict）“${code}”属于${province}，而收货地址在${elsewhere}。请核对代码和地址。`,
        en: `consigneeDistrict of the order "${code}" lies in ${province} but the delivery address in ${elsewhere}. Check code and address.`,
      },
      'order/consigneeAddress',
    ),
  ];
}

const SIX_DIGITS = /^\d{6}$/;

function sayDistrict(
  question: Question,
  code: string,
  severity: 'hold' | 'warn',
  message: Bilingual,
  other?: HeadField,
): Finding {
  return finding({
    rule: RULE,
    code,
    severity,
    wrong: head(question.case, 'order/consigneeDistrict'),
    other: other && head(question.case, other),
    cites: DISTRICT(question.on),
    message,
  });
}

/** The same number in several documents is one mistake. */
function telephones(question: Question): readonly Finding[] {
  const found: Finding[] = [];
  const said: string[] = [];
  let before: string | undefined;
  for (const field of TELEPHONES) {
    const number = valueAt(question.case, field);
    if (number === undefined || number === before) continue;
    before = number;
    if (isTelephone(number) || said.includes(number)) continue;
    said.push(number);
    found.push(noTelephone(question, field));
  }
  return found;
}

function noTelephone(question: Question, field: HeadField): Finding {
  const wrong = head(question.case, field);
  const label = labelOf(wrong);
  return finding({
    rule: RULE,
    code: 'no-telephone',
    severity: 'warn',
    wrong,
    cites: TELEPHONE(question.on),
    message: {
      zh: `${label.zh}“${shown(wrong)}”不像电话号码：应为至少${FEWEST_DIGITS}位数字。请填报可联系到本人的号码。`,
      en: `${label.en} "${shown(wrong)}" is hardly a telephone number: at least ${FEWEST_DIGITS} digits are wanted. Put one on which the person can be reached.`,
    },
  });
}

function isTelephone(number: string): boolean {
  if (/^\d{7,20}$/.test(number)) return true;
  const text = number.normalize('NFKC');
  return DIALLED.test(text) && text.replace(/[^\d*]/g, '').length >= FEWEST_DIGITS;
}

/** Division code and telephones: nothing else tells whether they are right, but some cannot be. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '行政区划代码与电话', en: 'division code and telephones' },
  needs: [],
  judge,
};
