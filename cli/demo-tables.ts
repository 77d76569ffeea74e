import { directionOfCase, exportCaseKeyOf } from '../cases/index.ts';
import type { DemoDay } from '../demo/index.ts';
import type { Shown } from './demo.ts';
import { table, terminalWidth } from './table.ts';

const STATUS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  released: ['放行', 'released'],
  forwarded: ['已转海关', 'forwarded'],
  reviewed: ['审结待运抵', 'reviewed'],
  departed: ['离境', 'departed'],
  rejected: ['退单', 'rejected'],
  held: ['待核', 'held'],
  inspection: ['查验', 'inspection'],
  collecting: ['等待', 'waits'],
  revoked: ['撤销', 'revoked'],
  returned: ['退货', 'returned'],
  expired: ['过期', 'expired'],
};

/** The state of a case in Chinese, then in English. */
export const statusText = (status: string): string => (STATUS[status] ?? [status]).join(' ');
const statusColumn = (status: string): string => (STATUS[status] ?? [status]).join('\n');

const isExport = (it: Shown) => directionOfCase(it.key) === 'export';
/** The list has gone its way without a word. */
const PASSED = new Set(['released', 'departed']);
/** Parts of the story that are told by the totals alone. */
const SIMPLE = new Set(['right', 'departed']);

/** The mode as the table names it. */
type ModeOf = (it: Shown) => string;

/** One row for each mode of a direction: how many cases stand where, and for imports the taxes of the released. */
function totals(cases: readonly Shown[], name: string, modeOf: ModeOf): string {
  const statuses = [...new Set(cases.map(it => it.status))].sort();
  const taxed = !cases.some(isExport);
  const rows = [...new Set(cases.map(modeOf))].sort().map(mode => {
    const own = cases.filter(it => modeOf(it) === mode);
    const tax = own.reduce(
      (sum, it) =>
        sum +
        Number((it.tax as unknown as { total?: string } | undefined)?.total ?? 0) *
          (it.status === 'released' ? 1 : 0),
      0,
    );
    return [
      mode || '清单未到',
      String(own.length),
      ...statuses.map(status => String(own.filter(it => it.status === status).length || '·')),
      ...(taxed ? [tax.toFixed(2)] : []),
    ];
  });
  return table(
    [name, '票数\ncases', ...statuses.map(statusColumn), ...(taxed ? ['税款\ntax CNY'] : [])],
    rows,
  );
}

/** The decisions of the day for people: totals by mode, then what did not simply pass, with its reasons; equal ones in one row. */
export function dayTables(day: DemoDay, cases: readonly Shown[]): string {
  const told = new Map(
    [...day.story.cases, ...day.story.exports].map(it => [it.caseKey, { part: it.part, title: it.title }]),
  );
  const flags = statisticsFlags(day);
  const groups = new Map<string, Shown[]>();
  for (const it of cases) {
    if (PASSED.has(it.status) && SIMPLE.has(told.get(it.key)?.part ?? '')) continue;
    const name = `${isExport(it)} ${told.get(it.key)?.title.zh} ${it.status}`;
    groups.set(name, [...(groups.get(name) ?? []), it]);
  }
  const rows = [...groups.values()].flatMap(([it, ...others]) =>
    it === undefined
      ? []
      : [
          [
            `${it.key.split('|').at(-1) ?? it.key}\n${isExport(it) ? '出口 export' : '进口 import'} ${it.mode}${others.length > 0 ? `\n共 ${others.length + 1} 票 cases` : ''}`,
            `${told.get(it.key)?.title.zh ?? ''}\n${told.get(it.key)?.title.en ?? ''}\n→ ${statusText(it.status)}`,
            it.findings
              .map(
                finding =>
                  `${finding.message.zh}\n@ ${finding.document.type.slice(3, 6)} ${finding.path}${finding.repair ? ` → ${finding.repair.value ?? '删除'}` : ''}`,
              )
              .join('\n') || '—',
          ],
        ],
  );
  return [
    totals(
      cases.filter(it => !isExport(it)),
      '进口方式\nimports',
      it => it.mode,
    ),
    totals(cases.filter(isExport), '出口方式\nexports', it =>
      it.mode === '9610' ? `9610 ${flags.get(it.key) ?? ''}`.trim() : it.mode,
    ),
    '  9610 A 简化申报，只作统计；9610 B 月底汇总申报 / A simplified, for statistics; B for the month’s summary declaration',
    table(
      ['订单 order', '看点 → 结论\nstory → decision', '原因 @ 位置 → 修改\nreason @ place → repair'],
      rows,
      [24, 24, Math.max(40, terminalWidth() - 52)],
    ),
    '  英文原因见接口 / the reasons in English: GET /v1/cases/{id}',
  ].join('\n');
}

/** 9610: A is simplified, B goes into the month's summary. */
function statisticsFlags(day: DemoDay): ReadonlyMap<string, string> {
  return new Map(
    day.messages
      .flatMap(it => it.message.documents)
      .filter(({ type }) => type === 'CEB603Message')
      .map(({ head }) => [exportCaseKeyOf(head), head['statisticsFlag'] ?? '']),
  );
}
