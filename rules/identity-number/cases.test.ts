import { expect, it } from 'vitest';
import { ruleCases } from '../../test/rule-cases.ts';
import { checkCharacter, faultOf } from './number.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '号码正确 / right number', says: [] },
  {
    title: '小写x：改为大写 / small x',
    change: { 'list/buyerIdNumber': '37010219000101030x' },
    says: ['identity-lower-case reject InventoryHead/buyerIdNumber → 37010219000101030X'],
  },
  {
    title: '三单同一错号：说一次，无从修复 / one wrong number everywhere is told once',
    change: {
      'order/buyerIdNumber': '370102190001010303',
      'list/buyerIdNumber': '370102190001010303',
      'payment/payerIdNumber': '370102190001010303',
    },
    says: ['identity-check-digit reject OrderHead/buyerIdNumber'],
  },
  {
    title: '三单同为小写x：各自修复 / small x everywhere is mended everywhere',
    change: {
      'order/buyerIdNumber': '37010219000101030x',
      'list/buyerIdNumber': '37010219000101030x',
      'payment/payerIdNumber': '37010219000101030x',
    },
    says: [
      'identity-lower-case reject OrderHead/buyerIdNumber → 37010219000101030X',
      'identity-lower-case reject InventoryHead/buyerIdNumber → 37010219000101030X',
      'identity-lower-case reject PaymentHead/payerIdNumber → 37010219000101030X',
    ],
  },
]);

it.each([
  ['37010219000101030X', undefined],
  ['37010219000101021', 'form'],
  ['370102900101021', 'form'],
  ['ABCDEFGHIJKLMNOPQR', 'form'],
  ['990102190001010303', 'region'],
  ['000102190001010213', 'region'],
  ['370102190013010213', 'birth-date'],
  ['370102202302290213', 'birth-date'],
  ['370102203001010213', 'birth-date'],
  ['370102189912310213', 'birth-date'],
  ['370102190001010210', 'check-digit'],
  ['37010219000101030x', 'lower-case'],
])('%s on 2025-06-18: %s', (number, fault) => {
  expect(faultOf(number, '2025-06-18')).toBe(fault);
});

it('a person born today has a number today and none yesterday', () => {
  const first = '37010220250618021';
  const number = first + checkCharacter(first);
  expect(faultOf(number, '2025-06-18')).toBeUndefined();
  expect(faultOf(number, '2025-06-17')).toBe('birth-date');
});
