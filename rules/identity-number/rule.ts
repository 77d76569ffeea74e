import type { Bilingual, Finding, Place } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { both, specification, supervision } from '../cites.ts';
import { type HeadField, head, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';
import { labelOf, shown } from '../labels.ts';
import { checkCharacter, faultOf, isRealIdentityNumber, type NumberFault } from './number.ts';

const RULE = 'identity-number';
const CITES = both(
  supervision('三、通关管理：平台企业、境内代理人对订购人身份信息真实性进行审核'),
  specification('进口订单、清单 buyerIdNumber，支付单 payerIdNumber：证件类型限定为1（身份证）'),
);
const FIELDS: readonly HeadField[] = ['order/buyerIdNumber', 'list/buyerIdNumber', 'payment/payerIdNumber'];

const WRONG: Readonly<Record<NumberFault, Bilingual>> = {
  form: {
    zh: '公民身份号码应为18位：前17位为数字，末位为数字或大写X（GB 11643）',
    en: 'an identity number has 18 characters: 17 digits and a digit or capital X (GB 11643)',
  },
  region: {
    zh: '前两位不是省级行政区划代码（GB/T 2260）',
    en: 'the first two digits name no province (GB/T 2260)',
  },
  'birth-date': {
    zh: '第7至14位不是真实的出生日期，或晚于申报日',
    en: 'digits 7 to 14 are no real birth date, or one in the future',
  },
  'check-digit': {
    zh: '末位校验码与前17位不符（GB 11643），号码中至少有一位填错',
    en: 'the check digit does not fit the first 17 (GB 11643): at least one digit is wrong',
  },
  'lower-case': {
    zh: '末位校验码应为大写X（GB 11643）',
    en: 'the check character is written as a capital X (GB 11643)',
  },
};

/** A wrong digit cannot be told from the number alone; another document of the case may carry the sound one. */
function judge(question: Question): readonly Finding[] {
  if (allSound(question)) return [];
  const found: Finding[] = [];
  const said = new Set<string>();
  for (const field of FIELDS) {
    const number = valueAt(question.case, field);
    if (number === undefined) continue;
    const fault = faultOf(number, question.on);
    if (fault === undefined) continue;
    const place = head(question.case, field);
    const sound = soundNumber(question, number);
    // The same wrong number in all documents is one mistake; what can be repaired is repaired everywhere.
    const key = `${fault} ${number}`;
    if (said.has(key) && fault !== 'lower-case') continue;
    said.add(key);
    const put =
      fault === 'lower-case'
        ? `${number.slice(0, -1)}${checkCharacter(number)}`
        : (sound?.value ?? undefined);
    found.push(say(question, place, fault, sound, put));
  }
  return found;
}

/** The way of the right case: one number in all three documents, looked at once. */
function allSound(question: Question): boolean {
  const [first, ...others] = FIELDS.map(field => valueAt(question.case, field));
  return first !== undefined && others.every(it => it === first) && faultOf(first, question.on) === undefined;
}

/** The sound number that the other documents agree on, when this one stands alone. */
function soundNumber(question: Question, wrong: string): Place | undefined {
  const others = FIELDS.map(field => head(question.case, field)).filter(
    place => place.value !== null && place.value.toUpperCase() !== wrong.toUpperCase(),
  );
  const [first, ...rest] = others;
  if (first === undefined || !isRealIdentityNumber(first.value ?? '', question.on)) return undefined;
  return rest.every(place => place.value?.toUpperCase() === first.value?.toUpperCase()) ? first : undefined;
}

function say(
  question: Question,
  wrong: Place,
  fault: NumberFault,
  other: Place | undefined,
  put: string | undefined,
): Finding {
  const label = labelOf(wrong);
  const mend: Bilingual =
    put === undefined
      ? {
          zh: '请向订购人核实身份证件后，在各单证中一并更正',
          en: 'check the identity card with the buyer and correct it in every document',
        }
      : { zh: '请按修复建议更正', en: 'correct it as proposed' };
  return finding({
    rule: RULE,
    code: `identity-${fault}`,
    wrong,
    other: fault === 'lower-case' ? undefined : other,
    cites: CITES(question.on),
    message: {
      zh: `${label.zh}为“${shown(wrong)}”：${WRONG[fault].zh}。${mend.zh}。`,
      en: `${label.en} is "${shown(wrong)}": ${WRONG[fault].en}. Please ${mend.en}.`,
    },
    put,
  });
}

/** Identity numbers of buyer and payer obey GB 11643. Whether name and number belong together only the authority knows. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '身份证件号码', en: 'identity number' },
  stage: 'comparison',
  needs: [],
  judge,
};
