import { expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { businessKey, decodeSheet } from '../messages/index.ts';
import { makeWorkbook } from './sheet.ts';

const NOW = Date.parse('2026-06-01T12:00:00+08:00');

it('the workbook has as many rows as asked for, and orders without a refusal', async () => {
  const decoded = await decodeSheet(makeWorkbook(1200, NOW - 3_600_000), { codes: shippedLaw(), at: NOW });
  expect(decoded.refused).toBeUndefined();
  expect(decoded.type).toBe('CEB311Message');
  expect(decoded.records.reduce((sum, { document }) => sum + document.lines.length, 0)).toBe(1200);
  expect(new Set(decoded.records.map(({ document }) => businessKey(document))).size).toBe(
    decoded.records.length,
  );
  const grave = decoded.records.flatMap(record => record.findings).filter(it => it.severity === 'reject');
  expect(grave).toEqual([]);
});
