import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '未用过 / not used', says: [] },
  {
    title: '六个月内用过 / used within six months',
    world: { waybillUse: { caseKey: 'P|OLD', at: Date.UTC(2025, 2, 1) } },
    says: ['waybill-reused reject InventoryHead/logisticsNo'],
  },
]);
