/**
 * The baseline: the same door as a competent ordinary program has it. HTTP, a generic XML parser, pooled connections, prepared
 * statements, a transaction per document; the same field checks, the same rules, the same durability. It encrypts nothing and keeps
 * no journal, so it does less than the platform.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { XMLParser } from 'fast-xml-parser';
import type pg from 'pg';
import { caseKeyOf } from '../cases/index.ts';
import { zoneEnterprise } from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import * as messages from '../messages/index.ts';
import { type ImportMode, judge } from '../rules/index.ts';
import { openDatabase } from '../server/store/index.ts';
import { beijingDate, type Finding, fixed5, outcomeOf, toExactJson } from '../shared/index.ts';

/** Each connection prepares them once, by name. */
// biome-ignore format: tables are read by rows
const SQL = {
  org: 'select org from baseline.api_key where hash = $1',
  keep: 'insert into baseline.message (org, at, bytes) values ($1, $2, $3) returning id',
  lock: 'select pg_advisory_xact_lock($1, hashtext($2))',
  document: 'insert into baseline.document values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning key',
  receipt: 'insert into baseline.receipt (org, type, key, status, note) values ($1, $2, $3, $4, $5)',
  listOf: "select case_key from baseline.document where type = 'CEB621Message' and waybill = $1 and not refused",
  ofCase: "select * from baseline.document where case_key = $1 and not refused",
  waybill: "select * from baseline.document where type = 'CEB511Message' and waybill = $1 and not refused",
  quota: 'select used, weights from baseline.quota where account = $1',
  sameDay: "select case_key, ebp, amount from baseline.decision where account = $1 and day = $2 and outcome = 'release'",
  use: "select case_key, at from baseline.decision where waybill = $1 and case_key <> $2 and outcome = 'release'",
  free: 'select deposit - charged as free from baseline.guarantee where account = $1',
  decide: 'insert into baseline.decision values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
  claim: 'insert into baseline.quota as q values ($1, $2, $3) on conflict (account) do update set used = q.used + excluded.used, weights = excluded.weights',
  charge: 'update baseline.guarantee set charged = charged + $2 where account = $1',
} as const;

const law = shippedLaw();
const shapes = messages.messageTypes.map(messages.shapeOf);
const REPEATED = new Set(shapes.flatMap(it => [it.record, it.lines?.element ?? '']));
const xml = new XMLParser({ removeNSPrefix: true, parseTagValue: false, isArray: it => REPEATED.has(it) });

function documentsIn(bytes: Buffer): messages.Document[] {
  const parsed = xml.parse(bytes);
  const type = Object.keys(parsed).find(messages.isKnownType);
  if (!type) throw new Error('unknown message');
  const { record, head, lines } = messages.shapeOf(type);
  return (parsed[type][record] ?? []).map((it: Record<string, unknown>) => {
    const own = (record === head.element ? it : it[head.element]) as messages.Fields;
    return { type, head: own, lines: (lines && (it[lines.element] as messages.Fields[])) ?? [] };
  });
}

type Row = messages.Document & { readonly findings: readonly Finding[]; readonly waybill: string };
type On = { query(statement: pg.QueryConfig): Promise<pg.QueryResult> };

async function run(on: On, name: keyof typeof SQL, ...values: unknown[]) {
  return (await on.query({ name, text: SQL[name], values })).rows;
}

/** One document: check, insert, find the other three, judge when all are there, answer. */
async function take(tx: On, document: messages.Document, org: string, message: bigint) {
  const { type, head, lines } = document;
  const key = messages.businessKey(document);
  const findings = messages.checkDocument(document, { codes: law, at: Date.now() });
  const refused = findings.some(finding => finding.severity === 'reject');
  const number = head['logisticsNo'] && `${head['logisticsCode']}|${head['logisticsNo']}`;
  if (number) await run(tx, 'lock', 1, number);
  const isWaybill = type === 'CEB511Message';
  const caseKey = isWaybill ? (await run(tx, 'listOf', number))[0]?.case_key : caseKeyOf(head);
  if (caseKey) await run(tx, 'lock', 2, caseKey);
  const parts = [head, lines, findings].map(part => JSON.stringify(part));
  const own = isWaybill ? null : caseKey;
  const [fresh] = await run(tx, 'document', type, key, own, number, message, refused, ...parts);
  if (!fresh) return { key, state: 'duplicate' };
  await tell(tx, org, type, key, refused ? ['100'] : ['2', '120'], findings);
  if (caseKey && !refused) await decideWhenComplete(tx, caseKey, org);
  return { key, state: refused ? 'refused' : 'accepted', findings };
}

async function tell(tx: On, org: string, type: string, key: string, told: string[], why: readonly Finding[]) {
  for (const status of told) await run(tx, 'receipt', org, type, key, status, toExactJson(why));
}

async function decideWhenComplete(tx: On, caseKey: string, org: string) {
  const rows: Row[] = await run(tx, 'ofCase', caseKey);
  const part = (type: string) => rows.find(row => row.type === type);
  const [order, payment, list] = [part('CEB311Message'), part('CEB411Message'), part('CEB621Message')];
  if (!order || !payment || !list) return;
  const { head, waybill: number } = list;
  const [waybill]: Row[] = await run(tx, 'waybill', number);
  if (!waybill) return;
  const at = Date.now();
  const day = beijingDate(at);
  const account = `${day.slice(0, 4)}|${head['buyerIdNumber']}`;
  await run(tx, 'lock', 3, account);
  const [quota = { used: 0, weights: {} }] = await run(tx, 'quota', account);
  const [use] = await run(tx, 'use', number, caseKey);
  const [guarantee] = await run(tx, 'free', head['assureCode']);
  const sameDay = await run(tx, 'sameDay', account, day);
  const parcel = { key: caseKey, mode: head['tradeMode'] as ImportMode, list, order, payment, waybill };
  const judged = judge(parcel, at, law, {
    stance: 'authority',
    enterprise: zoneEnterprise,
    yearUsed: BigInt(quota.used),
    weightUsed: group => BigInt(quota.weights[group] ?? 0),
    waybillUse: use ? { caseKey: use.case_key, at: Number(use.at) } : 'none',
    guaranteeFree: () => guarantee && BigInt(guarantee.free),
    sameDay: sameDay.map(it => ({ caseKey: it.case_key, ebpCode: it.ebp, value: BigInt(it.amount) })),
  });
  const findings = [list, order, payment, waybill].flatMap(row => row.findings).concat(judged.findings);
  const outcome = outcomeOf(findings);
  const { dutiable, total } = judged.tax;
  const said = [toExactJson(findings), toExactJson(judged.tax)];
  await run(tx, 'decide', caseKey, number, outcome, ...said, account, day, head['ebpCode'], dutiable, at);
  const released = outcome === 'release';
  const told = released ? ['399', '800', '816'] : [outcome === 'reject' ? '100' : '300'];
  await tell(tx, org, list.type, caseKey, told, findings);
  if (!released) return;
  for (const { gcode = '', unit1, qty1 = '0' } of list.lines)
    for (const it of law.positive(gcode, day).remarks)
      if (it.kind === 'weight' && unit1 === '035')
        quota.weights[it.group] = String(BigInt(quota.weights[it.group] ?? 0) + fixed5(qty1));
  await run(tx, 'claim', account, dutiable, JSON.stringify(quota.weights));
  await run(tx, 'charge', head['assureCode'], total);
}

/** Listens on `port` (0: any free one) and works on a database with the tables of `baseline-tables.ts`. */
export async function startBaseline({ databaseUrl, port }: { databaseUrl: string; port: number }) {
  const database = openDatabase(databaseUrl, 16);
  const answer = async (secret: string, bytes: Buffer) => {
    const [key] = await run(database.pool, 'org', createHash('sha256').update(secret).digest());
    if (!key) return { status: 401 };
    const [kept] = await run(database.pool, 'keep', key.org, Date.now(), bytes);
    const results: unknown[] = [];
    for (const document of documentsIn(bytes))
      results.push(await database.transaction(tx => take(tx, document, key.org, kept.id)));
    return { status: 200, results };
  };
  const server = createServer(async (request, response) => {
    const secret = (request.headers.authorization ?? '').slice('Bearer '.length);
    const { status, ...body } = await buffer(request)
      .then(bytes => answer(secret, bytes))
      .catch(error => ({ status: 500, error: String(error) }));
    response.writeHead(status, { 'content-type': 'application/json' }).end(toExactJson(body));
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return { server, database };
}
