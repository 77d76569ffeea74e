import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beijingDate, daysBetween, parseStamp, stamp14, stamp17 } from './index.ts';

/** As the calendar of the platform writes it: Beijing is eight hours ahead of UTC. */
const iso = (at: number) => new Date(at + 8 * 3_600_000).toISOString();
const instant = fc.integer({ min: Date.parse('1970-01-02'), max: Date.parse('2199-12-31') });

describe('moments in Beijing time', () => {
  test('are written as the calendar says, whatever was asked before', () => {
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 5 }), moments => {
        for (const at of moments) {
          const text = iso(at);
          expect(beijingDate(at)).toBe(text.slice(0, 10));
          expect(stamp17(at)).toBe(text.slice(0, 23).replace(/[-T:.]/g, ''));
          expect(stamp14(at)).toBe(stamp17(at).slice(0, 14));
          expect(parseStamp(stamp17(at))).toBe(at);
        }
      }),
    );
  });

  test.each([
    ['20240229', true],
    ['20230229', false],
    ['21000229', false],
    ['20241301', false],
    ['20241200', false],
    ['20240431', false],
    ['20240101240000', false],
    ['20240101236000', false],
    ['20240101235960', false],
    ['20240101235959', true],
    ['20240101235959999', true],
    ['2024010123', false],
    ['2024010a', false],
    ['', false],
  ])('%s names a real moment: %s', (text, real) => {
    expect(parseStamp(text) !== undefined).toBe(real);
  });

  test.each([
    ['2024-02-28', '2024-03-01', 2],
    ['2023-02-28', '2023-03-01', 1],
    ['2024-03-01', '2024-02-28', -2],
    ['2024-12-31', '2025-01-01', 1],
  ])('from %s to %s are %d days', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days);
  });
});
