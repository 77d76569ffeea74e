import type { LawAdditions } from '../../law/index.ts';
import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

const B = { statisticsFlag: 'B' } as const;
/** The T-shirt under another supervision condition. */
const shirt = (supervision: string): LawAdditions => ({
  commodities: [
    { code: '6109100021', name: '演示T恤', unit1: '011', unit2: '035', supervision, edition: '演示' },
  ],
});

exportRuleCases(rule, [
  { title: '未涉证 / nothing known', set: B, says: [] },
  {
    title: '禁止出口，A也不行 / prohibited in any list',
    law: shirt('8'),
    says: ['export-prohibited reject InventoryList[1]/gcode'],
  },
  {
    title: '须许可证 / needs a licence',
    set: B,
    law: shirt('4'),
    says: ['export-licence-missing hold InventoryList[1]/gcode'],
  },
  {
    title: '有许可证号 / names its licence',
    set: B,
    law: shirt('4'),
    change: { 'list/licenseNo': 'DEMO-1' },
    says: [],
  },
  { title: '进口条件与出口无关 / an import condition', set: B, law: shirt('A'), says: [] },
  {
    title: '可能征出口关税 / a heading with export duties',
    set: B,
    change: { 'list[2]/gcode': '7204210000' },
    says: ['export-duty-possible hold InventoryList[2]/gcode'],
  },
  { title: '简化清单另由其规则判断 / a simplified list has its own rule', law: shirt('4'), says: [] },
]);
