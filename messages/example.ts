import type { KnownType } from './catalogue.ts';
import type { Document, Fields, Message } from './document.ts';
import { type PartPlan, type PlannedField, planOf } from './plan.ts';

/** A moment in the demonstration's past, in digits. */
const MOMENT = '20250601083000000';
const GUID = '4D8A2C10-7E5B-4F3A-9C61-0B2D3E4F5A6B';

/** One code of each official list that fits every message. */
const CODES: Readonly<Record<string, string>> = {
  appType: '1',
  appStatus: '2',
  orderType: 'E',
  ieFlag: 'I',
  idType: '1',
  tradeMode: '9610',
  statisticsFlag: 'A',
  logisticsStatus: 'S',
  feeFlag: '3',
  summaryFlag: '1',
  itemNameFlag: '1',
  taxBillStatus: '1',
  currency: '142',
  country: '502',
  unit: '011',
  customs: '0102',
  trafMode: '5',
  wrapType: '2',
  returnStatus: '120',
};

const VALUES: Readonly<Record<string, string>> = {
  guid: GUID,
  gcode: '3304990099',
  dxpMode: 'DXP',
  dxpId: 'DXPENT0000000001',
  status: 'ALL',
  oriMessageType: 'CEB311Message',
  POD: '142',
};

/**
 * A made-up message of a type that obeys the annex in every field: for documentation and as the ground of tests. Every field
 * is there, also the optional ones; nothing in it is anybody's data.
 */
export function exampleMessage(type: KnownType): Message {
  const { transfer, subscribe } = planOf(type);
  return {
    type,
    guid: GUID.replace('4D8A', '5E9B'),
    version: '1.0',
    subscribes: subscribe ? [exampleValues(subscribe)] : [],
    ...(transfer && { transfer: exampleValues(transfer) }),
    documents: [exampleDocument(type)],
  };
}

export function exampleDocument(type: KnownType): Document {
  const { head, lines } = planOf(type);
  return { type, head: exampleValues(head), lines: lines === undefined ? [] : [exampleValues(lines)] };
}

/** Values for one part; `number` is the line's number. */
export function exampleValues(part: PartPlan, number = 1): Fields {
  return Object.fromEntries(part.fields.map(field => [field.name, exampleValue(field, number)]));
}

function exampleValue(field: PlannedField, number: number): string {
  const { facets, name } = field;
  const constant = field.schemaFixed ?? field.fixed ?? field.oneOf?.[0];
  if (constant !== undefined) return constant;
  if (field.numbering !== undefined) return String(number);
  if (field.moment) return MOMENT.slice(0, facets.max);
  if (facets.kind === 'decimal') return '1.5';
  if (facets.kind === 'int') return '1';
  const known = field.codes === undefined ? VALUES[name] : CODES[field.codes];
  if (known !== undefined && known.length <= facets.max && known.length >= facets.min) return known;
  const text = field.prose ? `演示${field.zh}` : `DEMO${name}`;
  return text.slice(0, Math.min(facets.max, 30)).padEnd(facets.min, '0');
}
