import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: 'the right set', says: [] },
  { title: 'no division code', change: { 'order/consigneeDistrict': null }, says: [] },
  {
    title: 'a code of no province',
    change: { 'order/consigneeDistrict': '470102' },
    says: ['no-such-district hold OrderHead/consigneeDistrict'],
  },
  {
    title: 'a code of another province than the address',
    change: { 'order/consigneeDistrict': '110101' },
    says: ['district-unlike-address warn OrderHead/consigneeDistrict'],
  },
  {
    title: 'an address that names no province is believed',
    change: { 'order/consigneeDistrict': '110101', 'order/consigneeAddress': '演示路1号' },
    says: [],
  },
  {
    title: 'a city that is called like a province is none',
    change: { 'order/consigneeDistrict': '370102', 'order/consigneeAddress': '吉林市演示路1号' },
    says: [],
  },
  {
    title: 'telephones as people write them',
    change: {
      'order/buyerTelephone': '+86-138 0013 8000',
      'list/buyerTelephone': '0531-88880000转8',
      'waybill/consigneeTelephone': '138****8000',
      'payment/telephone': '8888 000',
    },
    says: [],
  },
  {
    title: 'a telephone of three digits',
    change: { 'waybill/consigneeTelephone': '110' },
    says: ['no-telephone warn LogisticsHead/consigneeTelephone'],
  },
  {
    title: 'the same word for a telephone everywhere is one mistake',
    change: { 'order/buyerTelephone': 'unknown', 'list/buyerTelephone': 'unknown' },
    says: ['no-telephone warn OrderHead/buyerTelephone'],
  },
]);
