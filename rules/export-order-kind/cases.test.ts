import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  ...(['9610', '1210', '1239', '9710', '9810'] as const).map(mode => ({
    title: `${mode} 相符 / fits`,
    set: { mode },
    says: [],
  })),
  {
    title: 'B2B订单用于9610 / a B2B order under 9610',
    change: { 'order/orderType': 'B' },
    says: ['order-kind-of-mode reject OrderHead/orderType → E'],
  },
  {
    title: 'B2C订单用于9710 / a B2C order under 9710',
    set: { mode: '9710' },
    change: { 'order/orderType': 'E' },
    says: ['order-kind-of-mode reject OrderHead/orderType → B'],
  },
  {
    title: '9810用B：W的说法不一，人工 / the sources differ about W',
    set: { mode: '9810' },
    change: { 'order/orderType': 'B' },
    says: ['order-kind-of-mode hold OrderHead/orderType → W'],
  },
  {
    title: '订仓单用于9710：人工 / a booking order under 9710',
    set: { mode: '9710' },
    change: { 'order/orderType': 'W' },
    says: ['order-kind-of-mode hold OrderHead/orderType → B'],
  },
]);
