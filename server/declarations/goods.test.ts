import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { exportParcel } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { planSummary } from '../../summary/index.ts';
import { closedList } from '../../test/closed-list.ts';
import type { Sealer } from '../identity/index.ts';
import { openWith, sealWith } from '../identity/seal.ts';
import { openList, sealList } from './goods.ts';

const law = shippedLaw();

/** Two data keys; the second can be destroyed. */
function sealer(): Sealer & { destroy(): void } {
  const keys = [randomBytes(32), randomBytes(32)];
  let destroyed = false;
  const keyOf = (id: number) => keys[id - 1] ?? Buffer.alloc(32);
  return {
    current: 1,
    seal: (plain, under = 1) => sealWith(keyOf(under), plain),
    open: (id, sealed) => openWith(keyOf(id), sealed),
    isDestroyed: id => id === 2 && destroyed,
    match: text => text,
    destroy() {
      destroyed = true;
    },
  };
}
const same = (text: string) => text;

it('what is kept of a list gives the same summary as the list itself', () => {
  const keys = sealer();
  const whole = Array.from({ length: 60 }, (_, n) => {
    const sketch = closedList({ n, flag: n % 7 ? 'B' : 'A', ownerCode: `U${n % 3}` });
    const real = exportParcel(
      { seed: 'goods', at: Date.parse('2024-01-10T10:00:00+08:00'), serial: n, mode: '9610' },
      law,
    );
    const head = { ...real.list.head, ebcCode: 'E1', statisticsFlag: n % 7 ? 'B' : 'A' };
    return n % 2 ? sketch : { ...sketch, document: { ...real.list, head } };
  });
  const kept = whole.map(list => {
    const document = openList(keys, sealList(keys, 2, list.document), same);
    if (!document) throw new Error('not opened');
    return { ...list, document };
  });
  for (const summaryFlag of ['1', '2'] as const)
    for (const itemNameFlag of ['0', '1'] as const) {
      const asked = { month: '2024-01', ebcCode: 'E1', summaryFlag, itemNameFlag, law };
      expect(planSummary({ ...asked, lists: kept })).toEqual(planSummary({ ...asked, lists: whole }));
    }
});

it('a field that is not there stays away, an empty one stays empty; other fields are not kept', () => {
  const keys = sealer();
  const list = {
    type: 'CEB603Message',
    head: { orderNo: '', note: '演示' },
    lines: [{ gnum: '1', note: 'x' }],
  } as const;
  expect(openList(keys, sealList(keys, 1, list), same)).toEqual({
    type: 'CEB603Message',
    head: { orderNo: '' },
    lines: [{ gnum: '1' }],
  });
});

it('it is sealed, under the key of its document, and goes when that key is destroyed', () => {
  const keys = sealer();
  const sealed = sealList(keys, 2, closedList({ n: 1 }).document);
  expect(sealed.data_key).toBe(2);
  expect(sealed.sealed.includes('棉制')).toBe(false);
  keys.destroy();
  expect(openList(keys, sealed, same)).toBeUndefined();
});
