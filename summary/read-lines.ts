import type { Document, Fields } from '../messages/index.ts';
import { parseFixed5 } from '../shared/index.ts';
import type { ReadLine } from './list.ts';

/** The lines of a list with exact amounts; undefined when one cannot be read (a list that the format check accepts always can). */
export function readLines(list: Document): readonly ReadLine[] | undefined {
  const lines: ReadLine[] = [];
  for (const fields of list.lines) {
    const line = readLine(fields);
    if (line === undefined) return undefined;
    lines.push(line);
  }
  return lines.length > 0 ? lines : undefined;
}

function readLine(fields: Fields): ReadLine | undefined {
  const { gnum, gcode, country, currency } = fields;
  const qty = parseFixed5(fields['qty'] ?? '');
  const qty1 = parseFixed5(fields['qty1'] ?? '');
  const total = parseFixed5(fields['totalPrice'] ?? '');
  if (!gnum || !gcode || !country || !currency || qty === undefined || qty1 === undefined) return undefined;
  if (total === undefined) return undefined;
  const qty2 = parseFixed5(fields['qty2'] ?? '');
  return {
    gnum,
    gcode,
    country,
    currency,
    qty,
    qty1,
    total,
    name: fields['gname'] ?? '',
    itemName: fields['itemName'] || fields['gname'] || '',
    unit: fields['unit'] ?? '',
    unit1: fields['unit1'] ?? '',
    ...(qty2 === undefined ? {} : { qty2 }),
    ...(fields['unit2'] ? { unit2: fields['unit2'] } : {}),
  };
}
