/** Reads and checks a workbook, and prints what it took as JSON: `node dist/bench/read-sheet.js FILE INSTANT`. */
import { readFileSync } from 'node:fs';
import { shippedLaw } from '../law/index.ts';
import { decodeSheet } from '../messages/index.ts';
import { peakMiB } from './processes.ts';
import type { SheetRead } from './sheet.ts';

const [file = '', at = '0'] = process.argv.slice(2);
const codes = shippedLaw();
const bytes = readFileSync(file);
const begun = performance.now();
const { records, findings, refused } = await decodeSheet(bytes, { codes, at: Number(at) });
const read: SheetRead = {
  seconds: (performance.now() - begun) / 1000,
  peakMiB: peakMiB('self'),
  orders: records.length,
  findings: findings.length + records.reduce((sum, record) => sum + record.findings.length, 0),
  ...(refused ? { refused: refused.code } : {}),
};
process.stdout.write(JSON.stringify(read));
