import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '未用过 / not used', says: [] },
  {
    title: '六个月内用过 / used within six months',
    world: { waybillUse: { caseKey: 'E|3701DM0104|DEMOCK1', at: Date.UTC(2025, 2, 1) } },
    says: ['waybill-reused reject InventoryHead/logisticsNo'],
  },
]);
