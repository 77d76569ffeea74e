import type { Bilingual, Finding, Place } from '../../shared/index.ts';
import type { TradeQuestion, TradeRule } from '../case.ts';
import { inBothTables } from '../cites.ts';
import { type HeadField, head, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';
import { labelOf } from '../labels.ts';
import { amount } from '../money.ts';

const RULE = 'weight';
const CITES = inBothTables(
  '进口清单 grossWeight、netWeight，运单 weight：货物及其包装材料的重量、货物净重（公斤）',
);

const WEIGHTS: readonly HeadField[] = [
  'list/grossWeight',
  'list/netWeight',
  'waybill/weight',
  'waybill/grossWeight',
];

function judge(question: TradeQuestion): readonly Finding[] {
  const none = WEIGHTS.filter(field => {
    const weight = amount(valueAt(question.case, field));
    return weight !== undefined && weight <= 0n;
  }).map(field => notPositive(question, head(question.case, field)));
  if (none.length > 0) return none;
  const gross = amount(valueAt(question.case, 'list/grossWeight'));
  const net = amount(valueAt(question.case, 'list/netWeight'));
  if (gross === undefined || net === undefined || net <= gross) return [];
  return [netAboveGross(question)];
}

function notPositive(question: TradeQuestion, wrong: Place): Finding {
  const label = labelOf(wrong);
  return say(question, 'weight-not-positive', wrong, undefined, {
    zh: `${label.zh}为“${wrong.value ?? ''}”：重量应大于零（公斤）。请按实际重量填报。`,
    en: `${label.en} is "${wrong.value ?? ''}": a weight is above zero (kg). Declare the real weight.`,
  });
}

function netAboveGross(question: TradeQuestion): Finding {
  const wrong = head(question.case, 'list/netWeight');
  const other = head(question.case, 'list/grossWeight');
  return say(question, 'net-above-gross', wrong, other, {
    zh: `清单的净重（netWeight）“${wrong.value ?? ''}”大于毛重（grossWeight）“${other.value ?? ''}”：净重不含包装，不得大于毛重。请核对两项重量。`,
    en: `netWeight "${wrong.value ?? ''}" of the list is above grossWeight "${other.value ?? ''}": the net weight leaves out the packing and cannot exceed the gross weight. Check both.`,
  });
}

function say(
  question: TradeQuestion,
  code: string,
  wrong: Place,
  other: Place | undefined,
  message: Bilingual,
): Finding {
  return finding({ rule: RULE, code, wrong, other, cites: CITES(question), message });
}

/** Weights of list and waybill: above zero, net at most gross. */
export const rule: TradeRule = {
  id: RULE,
  title: { zh: '毛重与净重', en: 'gross and net weight' },
  needs: [],
  judge,
};
