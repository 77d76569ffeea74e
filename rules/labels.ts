import { isKnownType, planOf } from '../messages/index.ts';
import type { Bilingual, Place } from '../shared/index.ts';
import { partOf } from './documents.ts';

const DOCUMENTS: Readonly<Record<string, Bilingual>> = {
  order: { zh: '订单', en: 'order' },
  payment: { zh: '支付单', en: 'payment' },
  waybill: { zh: '运单', en: 'waybill' },
  list: { zh: '清单', en: 'list' },
  receipt: { zh: '收款单', en: 'receipt of payment' },
};

/** What people call a place: 清单第2项的数量（qty） / qty of line 2 of the list. */
export function labelOf(place: Place): Bilingual {
  const document = DOCUMENTS[partOf(place.document.type) ?? ''] ?? {
    zh: place.document.type,
    en: place.document.type,
  };
  const slash = place.path.lastIndexOf('/');
  const field = place.path.slice(slash + 1);
  const parent = slash < 0 ? '' : place.path.slice(0, slash);
  const name = nameOf(place.document.type, parent, field);
  const number = /\[(\d+)\]$/.exec(parent)?.[1];
  return {
    zh: `${document.zh}${number === undefined ? '' : `第${number}项`}的${name}（${field}）`,
    en: `${field} of ${number === undefined ? '' : `line ${number} of `}the ${document.en}`,
  };
}

/** The annex's Chinese name of an element. */
function nameOf(type: string, parent: string, field: string): string {
  if (!isKnownType(type)) return field;
  const plan = planOf(type);
  if (parent === '') return field === plan.lines?.element ? '商品表体' : field;
  const part = parent === plan.head.element ? plan.head : plan.lines;
  return part?.byName.get(field)?.zh ?? field;
}

/** Fields that hold something of a person, and how much of it may stand in a sentence. */
const PERSONAL: readonly (readonly [RegExp, (value: string) => string])[] = [
  [/IdNumber$/, value => (value.length < 15 ? covered(value, 2, 2) : covered(value, 6, 4))],
  [/[tT]elephone$/, value => (value.length < 8 ? covered(value, 2, 2) : covered(value, 3, 4))],
  [/\/(buyerName|payerName|consignee)$/, value => covered(value, 1, 0)],
  [/Address$/, value => covered(value, 6, 0)],
];

/**
 * A value as it may stand in a sentence. What belongs to a person is shown in part only, because sentences travel further
 * (logs, tables, receipts) than the fields of a finding, which the reader's rights govern.
 */
export function shown(place: Place): string {
  const value = place.value ?? '';
  const personal = PERSONAL.find(([field]) => field.test(place.path));
  return personal === undefined ? value : personal[1](value);
}

/** At least one character is covered, and the cover does not tell how long a name or an address is. */
function covered(value: string, first: number, last: number): string {
  const signs = [...value];
  const shownFirst = Math.min(first, Math.max(signs.length - last - 1, 0));
  const end = last === 0 ? '' : signs.slice(-Math.min(last, Math.max(signs.length - 1, 0))).join('');
  const between = last === 0 ? 2 : Math.max(signs.length - shownFirst - last, 1);
  return signs.slice(0, shownFirst).join('') + '*'.repeat(between) + end;
}
