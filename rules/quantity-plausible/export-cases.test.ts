import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '法定重量在毛重之内 / within the weight of the parcel', says: [] },
  {
    title: '法定重量超过毛重 / heavier than the parcel',
    change: { 'list[1]/qty2': '36' },
    says: ['heavier-than-parcel hold InventoryList[1]/qty2'],
  },
  {
    title: '清单毛重错由运单印证，另有规则说 / the waybill shows that the gross weight of the list is wrong',
    change: { 'list/grossWeight': '0.5' },
    says: [],
  },
  {
    title: '净重小于商品重量 / the net weight is below that of the goods',
    change: { 'list/netWeight': '0.3' },
    says: ['net-weight-below-contents hold InventoryHead/netWeight'],
  },
]);
