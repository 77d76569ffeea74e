import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCustoms } from '../../cli/demo-customs.ts';
import { customsTable, type ForwardedRow } from '../../cli/demo-customs-table.ts';
import { type TestZone, testZone } from '../zone.ts';

describe('the demo’s act with customs', () => {
  let city: TestZone;
  let rows: readonly ForwardedRow[];
  beforeAll(async () => {
    city = await testZone();
    rows = await runCustoms(city.platform);
  }, 60_000);
  afterAll(() => city.close());

  const became = (zh: string) => {
    const row = rows.find(it => it.came.zh.includes(zh));
    return row && { records: row.records, case: row.after, told: row.told };
  };

  it('brings a forwarded parcel through the twin to its release and its tax bill', () => {
    const row = rows[0];
    expect(row).toMatchObject({ before: 'forwarded', after: 'released' });
    expect(row?.told).toEqual(expect.arrayContaining(['312 120', '622 120', '622 399', '622 800', '816 1']));
  });

  it.each([
    ['两条相同', ['received', 'duplicate'], 'forwarded', ['622 120']],
    ['换 guid 重发', ['received'], 'forwarded', []],
    ['没有命名空间', ['received'], 'forwarded', ['622 399']],
    ['GB2312', ['received'], 'forwarded', ['312 120']],
    ['规范没有的状态', ['received'], 'forwarded', ['622 abc']],
    ['两个状态', ['received', 'received'], 'released', ['622 800', '622 399']],
    ['时间更早', ['received'], 'released', ['622 500']],
    ['负数状态', ['received'], 'rejected', ['622 -621004']],
    ['重新申报清单', ['current'], 'forwarded', ['622 2']],
    ['重报后', ['received'], 'released', ['622 800']],
    ['jkfResult', ['received'], 'rejected', ['622 100']],
    ['CopMsgId', ['received'], 'rejected', ['900 -1']],
    ['平台没有', ['received'], undefined, []],
  ])('an answer %s', (zh, records, status, told) => {
    expect(became(zh)).toEqual({ records, case: status, told });
  });

  it('leaves nothing behind, and is told in a table', async () => {
    expect(existsSync(join(city.platform.config.dataDir, 'demo-customs'))).toBe(false);
    expect(
      await city.platform.database.query("select 1 from pg_database where datname = 'quantong_demo_customs'"),
    ).toEqual([]);
    expect(customsTable(rows)).toContain('→ 放行 released');
  });
});
