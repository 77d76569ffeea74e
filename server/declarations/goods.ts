import type { Document, Fields } from '../../messages/index.ts';
import type { Sealer } from '../identity/index.ts';

/** What a summary and the counting of trades look at in a list (603); its order is that of the sealed values, so only ever add at the end. */
const HEAD = [
  'ebpCode',
  'orderNo',
  'logisticsNo',
  'billNo',
  'customsCode',
  'loctNo',
  'agentCode',
  'agentName',
  'ebcCode',
  'ebcName',
  'ownerCode',
  'tradeMode',
  'trafMode',
  'statisticsFlag',
  'country',
  'portCode',
  'grossWeight',
  'netWeight',
] as const;
const LINE = [
  'gnum',
  'gcode',
  'gname',
  'itemName',
  'country',
  'currency',
  'qty',
  'unit',
  'qty1',
  'unit1',
  'qty2',
  'unit2',
  'totalPrice',
] as const;

/** A list as kept with its row of the read model: sealed under the data key of its document, so that it goes when that key is destroyed. */
export interface SealedList {
  readonly data_key: number;
  readonly sealed: Buffer;
}

/** Seals what `openList` gives back. */
export function sealList(sealer: Sealer, dataKey: number, { head, lines }: Document): SealedList {
  const values = (fields: Fields, names: readonly string[]) => names.map(name => fields[name] ?? 0);
  const rows = [values(head, HEAD), ...lines.map(line => values(line, LINE))];
  return { data_key: dataKey, sealed: sealer.seal(Buffer.from(JSON.stringify(rows)), dataKey) };
}

/**
 * The list with the fields that a summary looks at and no others; undefined when its data key was destroyed.
 * @param same gives one text for equal texts
 */
export function openList(
  sealer: Sealer,
  { data_key, sealed }: SealedList,
  same: (text: string) => string,
): Document | undefined {
  if (sealer.isDestroyed(data_key)) return undefined;
  const rows = JSON.parse(sealer.open(data_key, sealed).toString()) as readonly (readonly (string | 0)[])[];
  const [head = [], ...lines] = rows;
  return {
    type: 'CEB603Message',
    head: fieldsOf(HEAD, head, same),
    lines: lines.map(line => fieldsOf(LINE, line, same)),
  };
}

/** 0 stands for a field that is not there: an empty one is something else. */
function fieldsOf(
  names: readonly string[],
  values: readonly (string | 0)[],
  same: (text: string) => string,
): Fields {
  const fields: Record<string, string> = {};
  for (let at = 0; at < names.length; at++) {
    const [name, value] = [names[at], values[at]];
    if (name !== undefined && typeof value === 'string') fields[name] = same(value);
  }
  return fields;
}
