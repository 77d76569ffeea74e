import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JudgedCase } from '../cases/index.ts';
import { type DemoDay, demoDay, demoRates, deposits, zone } from '../demo/index.ts';
import { encodeXml, type Message } from '../messages/index.ts';
import type { Server } from '../server/api/index.ts';
import { createKey, SCOPES, type Scope } from '../server/identity/index.ts';
import { addLawValues, deposit, importOrgs } from '../server/operator.ts';
import type { Platform } from '../server/platform.ts';
import { beijingDate } from '../shared/index.ts';
import { askServer } from './server-client.ts';
import { progress } from './table.ts';

/** Secrets of the demo's keys by enterprise code (its customs among them), and the operator's; kept in the data folder for whoever tries the demo. */
export interface DemoKeys {
  readonly operator: string;
  readonly orgs: Readonly<Record<string, string>>;
}

const OPERATOR = '3701DEMOGL';
/** The demo's customs: whoever holds its key is believed as customs. */
export const DEMO_CUSTOMS = '3701DEMOHG';
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
  const customs = { ...operator, code: DEMO_CUSTOMS, name: '演示海关（虚构）' };
  await importOrgs(platform.database, [...orgs, operator, customs], at);
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
  secrets[DEMO_CUSTOMS] = await keyOf(DEMO_CUSTOMS, ['submit', 'customs']);
  const keys: DemoKeys = { operator: await keyOf(OPERATOR, SCOPES), orgs: secrets };
  writeFileSync(keysFile(platform), JSON.stringify(keys, null, 2), { mode: 0o600 });
  chmodSync(keysFile(platform), 0o600);
  return keys;
}

/** A case as the public answer tells it. */
export type Shown = JudgedCase & { readonly status: string; readonly invtNo?: string };

/** Sends the demo day through the public door, message by message, with each sender's own key; then the steps that need an answer first. */
export async function runDay(
  server: Server,
  keys: DemoKeys,
): Promise<{ day: DemoDay; cases: readonly Shown[] }> {
  const { law } = await server.platform.editions.newest();
  const day = demoDay({ at: server.platform.now(), seed: SEED, law });
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
