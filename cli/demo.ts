import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directionOfCase, type JudgedCase } from '../cases/index.ts';
import { type DemoDay, demoDay, demoRates, deposits, zone } from '../demo/index.ts';
import { encodeXml, type Message } from '../messages/index.ts';
import type { Server } from '../server/api/index.ts';
import { createKey, SCOPES, type Scope } from '../server/identity/index.ts';
import { addLawValues, deposit, importOrgs } from '../server/operator.ts';
import type { Platform } from '../server/platform.ts';
import { type Bilingual, beijingDate } from '../shared/index.ts';
import { askServer } from './server-client.ts';
import { outcomeText, progress, table, terminalWidth } from './table.ts';

/** Secrets of the demo zone's keys by enterprise code, and the operator's; kept in the data folder for whoever tries the demo. */
export interface DemoKeys {
  readonly operator: string;
  readonly orgs: Readonly<Record<string, string>>;
}

const OPERATOR = '3701DEMOGL';
const SEED = 'quantong';

function keysFile(platform: Platform): string {
  return join(platform.config.dataDir, 'demo-keys.json');
}

/** The demo's keys, when this data folder holds a demo zone. */
export function readDemoKeys(dataDir: string): DemoKeys | undefined {
  const file = join(dataDir, 'demo-keys.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoKeys) : undefined;
}

/** Registers the demo zone: enterprises, guarantee deposits, exchange rates of the month, one key each. Everything is invented and marked as demo. */
export async function seedZone(platform: Platform): Promise<DemoKeys> {
  const at = platform.now();
  const orgs = zone.map(({ code, name, roles, suspended = false }) => ({
    code,
    name,
    roles,
    suspended,
    signature: 'if-present' as const,
    demo: true,
  }));
  const operator = {
    code: OPERATOR,
    name: '演示综试区运营中心',
    roles: [],
    suspended: false,
    signature: 'off' as const,
    demo: true,
  };
  await importOrgs(platform.database, [...orgs, operator], at);
  for (const [account, fen] of deposits)
    await deposit(
      platform.database,
      { account, fen: fen.toString(), entry: 'demo-opening', test: false },
      at,
    );
  // Real rates are published each month and loaded by the operator; the demo has invented ones for its month.
  await addLawValues(
    platform.database,
    { kind: 'numbers', values: demoRates(beijingDate(at)) },
    { at, actor: 'demo' },
  );
  const keyOf = async (orgCode: string, scopes: readonly Scope[], test = false) =>
    (await createKey(platform.database, { orgCode, scopes, test, label: '演示密钥 demo' }, at)).secret;
  const secrets: Record<string, string> = {};
  for (const { code } of zone) secrets[code] = await keyOf(code, ['submit', 'read', 'precheck']);
  const keys: DemoKeys = { operator: await keyOf(OPERATOR, SCOPES), orgs: secrets };
  writeFileSync(keysFile(platform), JSON.stringify(keys, null, 2), { mode: 0o600 });
  chmodSync(keysFile(platform), 0o600);
  return keys;
}

type Shown = JudgedCase & { readonly status: string; readonly invtNo?: string };

/** Sends the demo day through the public door, message by message, with each sender's own key; then the steps that need an answer first. */
export async function runDay(
  server: Server,
  keys: DemoKeys,
): Promise<{ day: DemoDay; cases: readonly Shown[] }> {
  const day = demoDay({ at: server.platform.now(), seed: SEED });
  const show = progress('演示日报文经公开接口报送 / demo day through the public door');
  const total = day.messages.length;
  for (const [index, { sender, message }] of day.messages.entries()) {
    await post(server, keys.orgs[sender], message);
    show(index + 1, total);
  }
  const caseOf = async (caseKey: string) =>
    (await askServer(server.url, keys.operator, `/v1/cases/${encodeURIComponent(caseKey)}`, {
      method: 'GET',
    })) as Shown;
  for (const step of day.story.later) {
    const { invtNo } = await caseOf(step.caseKey);
    if (invtNo === undefined) continue;
    const { sender, message } = step.message(invtNo, server.platform.now());
    await post(server, keys.orgs[sender], message);
  }
  const { priority } = day.story;
  await askServer(server.url, keys.operator, `/v1/cases/${encodeURIComponent(priority.caseKey)}/acts`, {
    method: 'POST',
    type: 'application/json',
    body: JSON.stringify({ verb: 'priority', reason: priority.reason.zh, officer: '演示关员' }),
    also: [409],
  });
  const cases: Shown[] = [];
  for (const { caseKey } of [...day.story.cases, ...day.story.exports]) cases.push(await caseOf(caseKey));
  return { day, cases };
}

async function post(server: Server, key: string | undefined, message: Message): Promise<void> {
  await askServer(server.url, key, '/v1/envelopes', {
    method: 'POST',
    type: 'application/xml',
    body: encodeXml(message),
    also: [422],
  });
}

const STATUS: Readonly<Record<string, string>> = {
  released: '放行',
  forwarded: '已转海关',
  reviewed: '审结待运抵',
  departed: '离境',
  rejected: '退单',
  held: '待核',
  inspection: '查验',
  collecting: '等待',
  revoked: '撤销',
  returned: '退货',
  expired: '过期',
};

const isExport = (it: Shown) => directionOfCase(it.key) === 'export';
/** Parts of the story that are told by the totals alone. */
const SIMPLE = new Set(['right', 'departed']);
/** The list has gone its way without a word. */
const PASSED = new Set(['released', 'departed']);

/** One row for each mode of a direction: how many cases stand where, and for imports the taxes of the released. */
function totals(cases: readonly Shown[], name: string): string {
  const statuses = [...new Set(cases.map(it => it.status))].sort();
  const rows = [...new Set(cases.map(it => it.mode))].sort().map(mode => {
    const own = cases.filter(it => it.mode === mode);
    const tax = own.reduce(
      (sum, it) =>
        sum +
        Number((it.tax as unknown as { total?: string } | undefined)?.total ?? 0) *
          (it.status === 'released' ? 1 : 0),
      0,
    );
    return [
      mode || '（清单未到）',
      String(own.length),
      ...statuses.map(status => String(own.filter(it => it.status === status).length)),
      ...(cases.some(isExport) ? [] : [tax.toFixed(2)]),
    ];
  });
  const columns = statuses.map(status => STATUS[status] ?? status);
  return table([name, '票数', ...columns, ...(cases.some(isExport) ? [] : ['税款（元）'])], rows);
}

/** The decisions of the day for people: totals by mode, then every case that did not simply pass, with its reasons. */
export function dayTables(day: DemoDay, cases: readonly Shown[]): string {
  const width = terminalWidth();
  const told = new Map<string, { readonly part: string; readonly title: Bilingual }>(
    [...day.story.cases, ...day.story.exports].map(it => [it.caseKey, it]),
  );
  const rows = cases
    .filter(it => !PASSED.has(it.status) || !SIMPLE.has(told.get(it.key)?.part ?? ''))
    .map(it => [
      it.key.split('|').at(-1) ?? it.key,
      isExport(it) ? '出口' : '进口',
      it.mode,
      told.get(it.key)?.title.zh ?? '',
      it.status === 'released' ? outcomeText('release') : `${STATUS[it.status] ?? it.status} ${it.outcome}`,
      it.findings
        .map(
          finding =>
            `${finding.message.zh}\n@ ${finding.document.type.slice(3, 6)} ${finding.path}${finding.repair ? ` → ${finding.repair.value ?? '删除'}` : ''}`,
        )
        .join('\n') || '—',
    ]);
  return [
    totals(
      cases.filter(it => !isExport(it)),
      '进口方式',
    ),
    totals(cases.filter(isExport), '出口方式'),
    table(['订单', '进出口', '方式', '看点', '结论', '原因、位置、修改'], rows, [
      22,
      8,
      6,
      26,
      14,
      Math.max(40, width - 82),
    ]),
  ].join('\n');
}
