import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '编码在目录中 / known codes', says: [] },
  {
    title: 'A：前4位存在即可（WE054） / four digits are enough',
    change: { 'list[1]/gcode': '6109000000' },
    says: [],
  },
  {
    title: 'A：品目不存在 / no such heading',
    change: { 'list[1]/gcode': '6199000000' },
    says: ['heading-outside-edition hold InventoryList[1]/gcode'],
  },
  {
    title: 'B：须10位（WE056） / ten digits',
    set: { statisticsFlag: 'B' },
    change: { 'list[1]/gcode': '6109000000' },
    says: ['code-outside-edition hold InventoryList[1]/gcode'],
  },
  {
    title: '9710简化：前6位存在 / a simplified B2B list',
    set: { mode: '9710' },
    change: { 'list[1]/gcode': '6109100000' },
    says: [],
  },
  {
    title: '9710简化：只有前4位 / four digits are not enough by default',
    set: { mode: '9710' },
    change: { 'list[1]/gcode': '6109000000' },
    says: ['heading-outside-edition hold InventoryList[1]/gcode'],
  },
  {
    title: '运营者设为4位 / the operator sets four',
    set: { mode: '9710' },
    law: {
      numbers: [{ id: 'export.b2b-simplified-digits', value: '4', from: '2025-01-01', document: '演示口径' }],
    },
    change: { 'list[1]/gcode': '6109000000' },
    says: [],
  },
  {
    title: '章不存在 / no such chapter',
    change: { 'list[1]/gcode': '7701000000' },
    says: ['code-chapter reject InventoryList[1]/gcode'],
  },
  {
    title: '带点的编码 / a code with points',
    change: { 'list[1]/gcode': '6109.10.0021' },
    says: ['code-form reject InventoryList[1]/gcode → 6109100021'],
  },
  {
    title: '品名与归类不符 / a name of quite other goods',
    change: { 'list[2]/gcode': '8517000000' },
    says: ['code-unlike-name hold InventoryList[2]/gcode'],
  },
]);
