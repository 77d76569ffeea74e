import { isKnownType, planOf } from '../messages/index.ts';
import type { Bilingual, Place } from '../shared/index.ts';
import { partOf } from './documents.ts';

const DOCUMENTS: Readonly<Record<string, Bilingual>> = {
  order: { zh: '订单', en: 'order' },
  payment: { zh: '支付单', en: 'payment' },
  waybill: { zh: '运单', en: 'waybill' },
  list: { zh: '清单', en: 'list' },
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

/**
 * A value as it may stand in a sentence. Identity numbers are shown without the birth date, because sentences travel further
 * (logs, tables, receipts) than the fields of a finding, which the reader's rights govern.
 */
export function shown(place: Place): string {
  const value = place.value ?? '';
  if (!place.path.endsWith('IdNumber') || value.length < 15) return value;
  return `${value.slice(0, 6)}${'*'.repeat(value.length - 10)}${value.slice(-4)}`;
}
