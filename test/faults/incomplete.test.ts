import { describe, expect, it } from 'vitest';
import type { Document, Fields } from '../../messages/index.ts';
import type { Part } from '../../rules/documents.ts';
import { FAULTS, type Fault, SETS } from '../fault-table.ts';
import { FULL_WORLD, GOODS, RIGHT_SETS, rightSet } from '../right-sets.ts';
import { ask, line, told } from './ask.ts';

const PARTS: readonly Part[] = ['order', 'payment', 'waybill', 'list'];
/** Every choice of one to three of the four documents. */
const SUBSETS = Array.from({ length: 14 }, (_, at) => PARTS.filter((_part, bit) => (at + 1) & (1 << bit)));

describe('a part of a right set waits, and nothing else is said of it', () => {
  it.each(RIGHT_SETS)('$title', ({ set }) => {
    const right = rightSet(set);
    for (const subset of SUBSETS) {
      const documents = subset.map(part => right[part]);
      expect(told(documents).map(line), subset.join('+')).toEqual([]);
      const [judged, ...others] = ask(documents);
      expect(others, subset.join('+')).toEqual([]);
      expect(judged?.outcome, subset.join('+')).toBe('wait');
      expect(judged?.afterRepair).toBeUndefined();
    }
  });
});

function change(fault: Fault): Readonly<Record<Part, Document>> {
  const right = rightSet(SETS[fault.set]);
  const document = right[fault.part];
  const [, number, field = ''] = /^\w+(?:\[(\d+)\])?\/(\w+)$/.exec(fault.path) ?? [];
  const changed = (fields: Fields): Fields => {
    const { [field]: old = '', ...rest } = fields;
    const to = typeof fault.to === 'function' ? fault.to(old) : fault.to;
    return to === null ? rest : { ...fields, [field]: to };
  };
  const wrong: Document =
    number === undefined
      ? { ...document, head: changed(document.head) }
      : {
          ...document,
          lines: document.lines.map((it, at) => (at === Number(number) - 1 ? changed(it) : it)),
        };
  return { ...right, [fault.part]: wrong };
}

/** Documents with which the fault is told in the complete set: its own, and that with which it was compared. */
function needed(fault: Fault): readonly Part[] {
  const all = change(fault);
  const said = told(
    PARTS.map(part => all[part]),
    { world: { ...FULL_WORLD, ...fault.world } },
  ).filter(one => `${one.rule}/${one.code}` === fault.says);
  const types: Readonly<Record<string, Part>> = {
    CEB311Message: 'order',
    CEB411Message: 'payment',
    CEB511Message: 'waybill',
    CEB621Message: 'list',
  };
  const parts = new Set<Part>([fault.part]);
  for (const one of said) {
    for (const type of [one.document.type, one.other?.document.type ?? '']) {
      const part = types[type];
      if (part !== undefined) parts.add(part);
    }
  }
  return [...parts];
}

describe('a fault that lies in what is there is told before the rest comes', () => {
  it.each(FAULTS)('$set: $title', fault => {
    const all = change(fault);
    const parts = needed(fault);
    const documents = PARTS.filter(part => parts.includes(part)).map(part => all[part]);
    const cases = ask(documents, { world: { ...FULL_WORLD, ...fault.world } });
    const said = cases.flatMap(one => one.findings).filter(one => !one.code.startsWith('waits-for-'));
    expect(said.length, parts.join('+')).toBeGreaterThan(0);
    const rejects = said.some(one => one.severity === 'reject');
    expect(cases.map(one => one.outcome)).toContain(
      rejects ? 'reject' : documents.length === 4 ? 'hold' : 'wait',
    );
  });
});

const right = rightSet({
  mode: '9610',
  serial: 70,
  goods: [
    { of: GOODS.cream, qty: '2' },
    { of: GOODS.biscuits, qty: '1' },
  ],
});
const withHead = (document: Document, head: Fields): Document => ({
  ...document,
  head: { ...document.head, ...head },
});

describe('an order alone', () => {
  it('is told its wrong sum and number at once, without a word of tax', () => {
    const wrong = withHead(right.order, { goodsValue: '1.00', buyerIdNumber: '370102190001010719' });
    const [judged] = ask([wrong]);
    expect(judged?.outcome).toBe('reject');
    expect(judged?.tax).toBeUndefined();
    expect(judged?.findings.map(it => it.code)).toEqual([
      'identity-check-digit',
      'goods-value',
      'waits-for-payment',
      'waits-for-list',
    ]);
  });

  it('would wait after the repair', () => {
    const [judged] = ask([withHead(right.order, { goodsValue: '1.00' })]);
    expect(judged?.afterRepair?.outcome).toBe('wait');
  });

  it('is offered no amount where nothing tells which one is wrong', () => {
    const [judged] = ask([withHead(right.order, { discount: '5.00' })]);
    const said = judged?.findings.find(it => it.code === 'actural-paid');
    expect(said?.path).toBe('OrderHead/acturalPaid');
    expect(said?.repair).toBeUndefined();
    expect(said?.message.en).toContain('discount');
  });

  it('of an unregistered platform is told so', () => {
    const said = told([withHead(right.order, { ebpCode: '3701960D99' })]);
    expect(said.map(it => `${it.code} ${it.path}`)).toEqual(['enterprise-not-registered OrderHead/ebpCode']);
  });
});

it('a list alone is taxed and judged', () => {
  const [judged] = ask([right.list]);
  expect(judged?.outcome).toBe('wait');
  expect(judged?.tax?.total).toBeGreaterThan(0n);
});

it('a field that the format refuses does not silence the rest', () => {
  const wrong = withHead(right.list, { freight: 'viel', buyerName: '演示路人' });
  const said = told([right.order, right.payment, right.waybill, wrong]);
  expect(said.map(it => `${it.rule} ${it.path}`)).toEqual([
    'messages/format InventoryHead/freight',
    'buyer-payer InventoryHead/buyerName',
  ]);
});

describe('a document twice in one file', () => {
  const others = [right.payment, right.waybill, right.list];
  it('as a new one is refused, and the first is judged', () => {
    const cases = ask([right.order, withHead(right.order, { guid: `${'0'.repeat(32)}0002` }), ...others]);
    expect(cases.map(it => [it.outcome, it.findings.map(one => one.code)])).toEqual([
      ['release', []],
      ['reject', ['key-repeated']],
    ]);
  });
  it('as a change takes the place of the first', () => {
    const wrong = withHead(right.order, { consignee: '演示邻居' });
    const change = withHead(right.order, { appType: '2', appTime: '20250616110000' });
    expect(told([wrong, ...others, change]).map(line)).toEqual([]);
  });
});
