import { exportCaseKeyOf } from '../cases/index.ts';
import {
  type DemoDay,
  entryIdOf,
  exporters,
  formCsv,
  formOfLists,
  formOfSummary,
  type NumberedList,
  type SummarisedForm,
  summaryReceiptOf,
  summaryResultsOf,
  zoneEnterprise,
} from '../demo/index.ts';
import type { Law } from '../law/index.ts';
import { type Document, decodeXml, encodeXml } from '../messages/index.ts';
import type { Server } from '../server/api/index.ts';
import { type Bilingual, beijingDate, type Instant } from '../shared/index.ts';
import { DEMO_CUSTOMS, type DemoKeys, type Shown } from './demo.ts';
import { grouped, type Trades, tradesTables } from './demo-trades.ts';
import { askServer } from './server-client.ts';
import { table, terminalWidth } from './table.ts';

/** The month for people: YYYY-MM, and the tables. */
export interface MonthTold {
  readonly month: string;
  /** Lists, applications and declaration numbers; what was left out. */
  readonly summary: string;
  /** What is counted by which document; what is not. */
  readonly trades: string;
}

interface Plan {
  readonly deadline: { readonly by: string };
  readonly declared: { readonly lists: number };
  readonly leftOut: readonly { readonly reason: string; readonly message: Bilingual }[];
}
interface Made {
  readonly messages: readonly { readonly xml: string }[];
  readonly submitted: readonly { readonly state: string }[];
}
interface Standing {
  readonly summary: {
    readonly applications: readonly { readonly copNo: string; readonly status?: string }[];
    readonly declarations: readonly { readonly entryId?: string }[];
  };
}
interface Month {
  readonly server: Server;
  readonly keys: DemoKeys;
  readonly law: Law;
  readonly at: Instant;
  /** YYYY-MM of `at`. */
  readonly month: string;
  /** The lists that have left. */
  readonly lists: readonly NumberedList[];
}

const SEED = 'quantong/month';
/** Where the serials of declaration numbers begin that come out of no summary. */
const FORM_SERIAL = 900_001;

/**
 * What follows the day: each exporter summarises his departed 9610 lists (701), the demo's customs answers (702, 792); the declaration
 * forms of what went by lists come in as files; then every trade is counted once. All through the public door.
 */
export async function runMonth(
  server: Server,
  keys: DemoKeys,
  { day, cases }: { readonly day: DemoDay; readonly cases: readonly Shown[] },
): Promise<MonthTold> {
  const { law } = await server.platform.editions.newest();
  const at = server.platform.now();
  const month: Month = {
    server,
    keys,
    law,
    at,
    month: beijingDate(at).slice(0, 7),
    lists: departedLists(day, cases),
  };
  const summarised = await summarise(month);
  const forms = await handForms(month, summarised.forms);
  return {
    month: month.month,
    summary: [
      `  演示不等月底；期限 ${summarised.by} / the demo does not wait for the month’s end; due by ${summarised.by}`,
      await standingTable(month),
      summarised.leftOut,
    ].join('\n'),
    trades: [
      `  ${forms} 份报关单：9710、9810 各一，汇总所成一份 / ${forms} forms: one of 9710, one of 9810, one that a summary became`,
      tradesTables(await get<Trades>(server, keys.operator, `/v1/trades?month=${month.month}&limit=1000`)),
    ].join('\n'),
  };
}

function departedLists(day: DemoDay, cases: readonly Shown[]): readonly NumberedList[] {
  const left = new Map(cases.filter(it => it.status === 'departed').map(it => [it.key, it.invtNo ?? '']));
  return day.messages
    .flatMap(it => it.message.documents)
    .filter(({ type }) => type === 'CEB603Message')
    .flatMap(document => {
      const caseKey = exportCaseKeyOf(document.head);
      const invtNo = left.get(caseKey);
      left.delete(caseKey);
      return invtNo === undefined ? [] : [{ caseKey, document, invtNo }];
    });
}

async function summarise({ server, keys, law, at, month, lists }: Month): Promise<{
  readonly by: string;
  readonly forms: readonly SummarisedForm[];
  readonly leftOut: string;
}> {
  const forms: SummarisedForm[] = [];
  const leftOut: Plan['leftOut'][number][] = [];
  let by = '';
  let serial = 0;
  for (const { code } of exporters) {
    const plan = await get<Plan>(server, keys.orgs[code], `/v1/summaries?month=${month}&ebcCode=${code}`);
    by = plan.deadline.by;
    leftOut.push(...plan.leftOut);
    if (plan.declared.lists === 0) continue;
    const made = (await askServer(server.url, keys.orgs[code], '/v1/summaries', {
      method: 'POST',
      type: 'application/json',
      body: JSON.stringify({ month, ebcCode: code, dxpId: `DXPDEMO${code}`, submit: true }),
    })) as Made;
    for (const { xml } of made.messages)
      for (const { document } of decodeXml(Buffer.from(xml)).records) {
        const wish = { seed: SEED, at, serial: ++serial };
        const results = summaryResultsOf(document, lists, law, wish);
        await customsSays(server, keys, [summaryReceiptOf(document, wish)]);
        await customsSays(
          server,
          keys,
          results.map(it => it.result),
        );
        forms.push(...results);
      }
  }
  return {
    by,
    forms,
    leftOut: table(
      ['未列入\nleft out', '原因（每类举一例）why (one of each kind)'],
      grouped(leftOut, it => it.reason).map(([first, count]) => [
        `${count} 份 lists`,
        `${first.message.zh}\n${first.message.en}`,
      ]),
      [13, Math.max(40, terminalWidth() - 16)],
    ),
  };
}

async function customsSays(server: Server, keys: DemoKeys, documents: readonly Document[]): Promise<void> {
  const [first] = documents;
  if (first === undefined) return;
  const { type, head } = first;
  await askServer(server.url, keys.orgs[DEMO_CUSTOMS], '/v1/envelopes', {
    method: 'POST',
    type: 'application/xml',
    body: encodeXml({ type, guid: head['guid'] ?? '', version: '1.0', subscribes: [], documents }),
  });
}

/** As the platform tells it: which lists went by which application into which declaration. */
async function standingTable({ server, keys, lists }: Month): Promise<string> {
  const rows = new Map<string, { cells: readonly string[]; lists: string[] }>();
  for (const { caseKey, document, invtNo } of lists) {
    const { tradeMode, statisticsFlag, ebcCode = '' } = document.head;
    if (tradeMode !== '9610' || statisticsFlag !== 'B') continue;
    const { summary } = await get<Standing>(
      server,
      keys.operator,
      `/v1/cases/${encodeURIComponent(caseKey)}`,
    );
    for (const { entryId } of summary.declarations) {
      const filed = summary.applications.map(it => `${it.copNo}\n702: ${it.status ?? '—'}`).join('\n');
      const cells = [zoneEnterprise(ebcCode)?.name ?? ebcCode, filed, entryId ?? '—'];
      const row = rows.get(cells.join('|')) ?? { cells, lists: [] };
      row.lists.push(invtNo);
      rows.set(cells.join('|'), row);
    }
  }
  return table(
    ['发货人 consignor', '清单 lists (603)', '汇总申请 application (701)', '报关单 form (792)'],
    [...rows.values()]
      .toSorted(byForm)
      .map(({ cells: [seller = '', filed = '', entryId = ''], lists: own }) => [
        seller,
        own.join('\n'),
        filed,
        entryId,
      ]),
    [23, 22, 28, 22],
  );
}

interface StandingRow {
  readonly cells: readonly string[];
}

function byForm(one: StandingRow, other: StandingRow): number {
  return (one.cells.at(-1) ?? '') < (other.cells.at(-1) ?? '') ? -1 : 1;
}

/** Declaration forms as files: of the largest group of 9710 lists and of 9810 lists, and of one form that a summary became. */
async function handForms(
  { server, keys, at, lists }: Month,
  summarised: readonly SummarisedForm[],
): Promise<number> {
  const own = ['9710', '9810'].flatMap((mode, place) => {
    const group = largestGroup(lists.filter(it => it.document.head['tradeMode'] === mode));
    const customs = group[0]?.document.head['customsCode'] ?? '';
    return group.length === 0 ? [] : [formOfLists(group, entryIdOf(customs, at, FORM_SERIAL + place), at)];
  });
  const [first] = summarised;
  const forms = [...own, ...(first ? [formOfSummary(first, lists, at)] : [])];
  for (const form of forms)
    await askServer(
      server.url,
      keys.orgs[form.head['AgentCode'] ?? ''],
      '/v1/envelopes?type=DeclarationForm',
      { method: 'POST', type: 'text/csv', body: formCsv([form]) },
    );
  return forms.length;
}

/** The lists of one consignor by one declarant, whose group has the most; the first of equals. */
function largestGroup(lists: readonly NumberedList[]): readonly NumberedList[] {
  const groups = new Map<string, NumberedList[]>();
  for (const list of lists) {
    const { ebcCode, agentCode } = list.document.head;
    const name = `${ebcCode} ${agentCode}`;
    groups.set(name, [...(groups.get(name) ?? []), list]);
  }
  return [...groups.values()].reduce((best, group) => (group.length > best.length ? group : best), []);
}

function get<T>(server: Server, key: string | undefined, path: string): Promise<T> {
  return askServer(server.url, key, path, { method: 'GET' }) as Promise<T>;
}
