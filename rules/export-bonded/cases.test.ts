import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '9610不填区内字段 / none outside', says: [] },
  { title: '1210填写 / all inside', set: { mode: '1210' }, says: [] },
  { title: '1239填写 / all inside', set: { mode: '1239' }, says: [] },
  {
    title: '1210缺账册 / no account book',
    set: { mode: '1210' },
    change: { 'list/emsNo': null },
    says: ['account-missing hold InventoryHead/emsNo'],
  },
  {
    title: '9610带账册和备案料号 / an account book under 9610',
    change: { 'list/emsNo': 'T4303W000002', 'list[1]/itemRecordNo': 'R1' },
    says: [
      'area-field-outside hold InventoryHead/emsNo',
      'area-field-outside hold InventoryList[1]/itemRecordNo',
    ],
  },
]);
