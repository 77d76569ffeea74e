import type { Bilingual } from '../shared/index.ts';
import { statusText } from './demo-tables.ts';
import { table, terminalWidth } from './table.ts';

/** What came by the folders, and what the platform made of it, as its own records tell. */
export interface ForwardedRow {
  readonly came: Bilingual;
  readonly orderNo: string;
  /** State of each record of the file as the platform took it: `received`, `duplicate`; of the enterprise: `current`. */
  readonly records: readonly string[];
  /** The case before and after; undefined: there is none. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Receipts that the senders of the parcel found in their feeds afterwards, as `622 800`. */
  readonly told: readonly string[];
}

const RECORD_STATES: Readonly<Record<string, string>> = {
  received: '收下 received',
  duplicate: '重复 duplicate',
  current: '入库 kept',
  failed: '失败 failed',
};

/** The act as a table: what came, and what became of it. */
export function customsTable(rows: readonly ForwardedRow[]): string {
  const width = Math.max(30, terminalWidth() - 68);
  return table(
    ['订单\norder', '来了什么 what came', '记录 records', '案件 case', '转告企业\ntold to senders'],
    rows.map(row => [
      `…${row.orderNo.slice(-6)}`,
      `${row.came.zh}\n${row.came.en}`,
      row.records.map(state => RECORD_STATES[state] ?? state).join('\n'),
      caseText(row),
      toldText(row.told),
    ]),
    [9, width, 16, 20, 17],
  );
}

function caseText({ before, after }: ForwardedRow): string {
  if (after === undefined) return '无此案件，留存\nno such case, kept';
  if (before === after) return `${statusText(after)}\n不变 unchanged`;
  return `${before === undefined ? '' : `${statusText(before)}\n`}→ ${statusText(after)}`;
}

/** Receipts of one type in one line: `622: 2 120 800`. */
function toldText(told: readonly string[]): string {
  const byType = new Map<string, string[]>();
  for (const word of told) {
    const [type = '', status = ''] = word.split(' ');
    byType.set(type, [...(byType.get(type) ?? []), status]);
  }
  return [...byType].map(([type, statuses]) => `${type}: ${statuses.join(' ')}`).join('\n') || '—';
}
