import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFixed5, parseFixed5 } from './index.ts';

test('a decimal is read exactly, however it is written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }), fc.nat(7), (value, zeros) => {
      const text = formatFixed5(value);
      expect(parseFixed5(text)).toBe(value);
      expect(parseFixed5((text.includes('.') ? text : `${text}.`) + '0'.repeat(zeros))).toBe(value);
    }),
  );
});

test.each([
  ['12.5', 1_250_000n],
  ['12.', 1_200_000n],
  ['.5', 50_000n],
  ['+1', 100_000n],
  ['-0.00001', -1n],
  ['0000000001', 100_000n],
  ['12345678912345.12345', 1_234_567_891_234_512_345n],
  ['0.000010', 1n],
  ['0.000001', undefined],
  ['1e3', undefined],
  ['1,000', undefined],
  ['.', undefined],
  ['1.2.3', undefined],
  ['', undefined],
  [' 1', undefined],
])('%s', (text, value) => {
  expect(parseFixed5(text)).toBe(value);
});
