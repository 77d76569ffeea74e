import { expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { outcomeOf } from '../shared/index.ts';
import { ACCEPTED, FULL_WORLD, GOODS, rightSet } from '../test/right-sets.ts';
import { applyRepairs, catalogue, judge, type Rule } from './index.ts';

const law = shippedLaw();
const right = rightSet({
  mode: '9610',
  serial: 40,
  goods: [
    { of: GOODS.cream, qty: '1' },
    { of: GOODS.biscuits, qty: '2' },
  ],
});
const { list, order } = right;

const wrong = {
  ...right,
  list: { ...list, head: { ...list.head, buyerName: '演示路人' } },
};

it('a rule that throws holds the case and does not silence the others', () => {
  const broken: Rule = {
    id: 'broken',
    title: { zh: '坏规则', en: 'broken rule' },
    needs: [],
    judge: () => {
      throw new Error('out of order');
    },
  };
  const { findings } = judge(wrong, ACCEPTED, law, FULL_WORLD, [broken, ...catalogue]);
  expect(findings.map(it => [it.rule, it.code, it.severity])).toEqual([
    ['broken', 'rule-failed', 'hold'],
    ['buyer-payer', 'buyer-name-differs', 'reject'],
  ]);
  expect(findings[0]?.message.zh).toContain('坏规则');
  expect(outcomeOf(judge(right, ACCEPTED, law, FULL_WORLD, [broken]).findings)).toBe('hold');
});

it('a list that cannot be taxed is held, not thrown', () => {
  const { findings, tax } = judge({ ...right, list: { ...list, lines: [] } }, ACCEPTED, law, FULL_WORLD);
  expect(findings.find(it => it.code === 'rule-failed')?.rule).toBe('tax');
  expect(tax.total).toBe(0n);
});

it('fields that are no numbers are left to the format check', () => {
  const nonsense = {
    ...order,
    head: { ...order.head, goodsValue: 'viel', freight: '' },
    lines: order.lines.map(it => ({ ...it, qty: '二' })),
  };
  const { findings } = judge({ ...right, order: nonsense }, ACCEPTED, law, FULL_WORLD);
  expect(findings.filter(it => it.code === 'rule-failed')).toEqual([]);
});

it('says which rules need a running platform', () => {
  const { findings, notJudged } = judge(right, ACCEPTED, law, { stance: 'precheck' });
  expect(findings).toEqual([]);
  expect(notJudged.map(it => it.rule)).toEqual(expect.arrayContaining(['roles', 'waybill-reuse']));
  expect(notJudged.every(it => it.why.zh !== '' && it.why.en !== '')).toBe(true);
});

it('the tax is reckoned on the list as the waybill corrects it', () => {
  const cheap = { ...right, list: { ...list, head: { ...list.head, freight: '0' } } };
  const { findings, tax } = judge(cheap, ACCEPTED, law, FULL_WORLD);
  expect(findings.map(it => it.path)).toEqual(['InventoryHead/freight']);
  expect(tax.total).toBe(judge(right, ACCEPTED, law, FULL_WORLD).tax.total);
});

it('findings name a document by the key it came with, also when the key is mended', () => {
  const other = { ...right, list: { ...list, head: { ...list.head, orderNo: 'OTHER', assureCode: 'X' } } };
  const { findings } = judge(other, ACCEPTED, law, FULL_WORLD);
  expect(findings.map(it => [it.path, it.document.key])).toEqual([
    ['InventoryHead/assureCode', '3701960D01|OTHER'],
    ['InventoryHead/orderNo', '3701960D01|OTHER'],
  ]);
});

it('repairs touch only the document and place they name', () => {
  const { findings } = judge(wrong, ACCEPTED, law, FULL_WORLD);
  const documents = [wrong.order, wrong.payment, wrong.waybill, wrong.list];
  const mended = applyRepairs(documents, findings);
  expect(mended.slice(0, 3)).toEqual(documents.slice(0, 3));
  expect(mended[3]).toEqual(list);
  expect(wrong.list.head.buyerName).toBe('演示路人');
});

it('a repair may take an element away, and leaves out places that do not exist', () => {
  const document = { type: list.type, key: `${list.head.ebpCode}|${list.head.orderNo}` };
  const repair = (path: string, value: string | null) => ({
    rule: 'r',
    code: 'c',
    severity: 'warn' as const,
    document,
    path,
    value: null,
    cites: [],
    message: { zh: '', en: '' },
    repair: { document, path, value },
  });
  const [mended] = applyRepairs(
    [list],
    [
      repair('InventoryHead/copNo', null),
      repair('InventoryList[2]/qty', '9'),
      repair('InventoryList[9]/qty', '9'),
      repair('@guid', 'x'),
    ],
  );
  expect(mended?.head).not.toHaveProperty('copNo');
  expect(mended?.lines[1]?.qty).toBe('9');
  expect(mended?.lines).toHaveLength(2);
});
