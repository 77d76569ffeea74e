import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DeclaredAgain,
  deposits,
  documentsOf,
  type ForwardedStep,
  messageOf,
  oddAnswers,
  type Parcel,
  parcel,
  random,
  type SeenByCustoms,
  senderOf,
  zone,
} from '../demo/index.ts';
import { type Law, shippedLaw } from '../law/index.ts';
import { type Document, decodeXml, encodeXml, readTransport } from '../messages/index.ts';
import { readCases } from '../server/clearance/index.ts';
import type { Config } from '../server/config.ts';
import { openTwin, twinDefaults } from '../server/exchange/index.ts';
import { runExchange } from '../server/exchange-desk.ts';
import { readFeed } from '../server/gateway/index.ts';
import { deposit, importOrgs } from '../server/operator.ts';
import { openPlatform, type Platform } from '../server/platform.ts';
import type { Database } from '../server/store/index.ts';
import type { Instant } from '../shared/index.ts';
import type { ForwardedRow } from './demo-customs-table.ts';

const SEED = 'quantong/customs';
const DATABASE = 'quantong_demo_customs';
const HOUR = 3_600_000;

/**
 * The second act of the demo: a platform of its own where customs decides (`QUANTONG_STANCE=precheck`), in this process, on a database
 * and a folder that are removed afterwards. One parcel goes to the offline twin of customs and comes back released; four more get
 * answers in every odd shape. The clock of the act is moved by hand, so it waits for nothing.
 */
export async function runCustoms(main: Pick<Platform, 'config' | 'databaseUrl' | 'database' | 'now'>) {
  const dataDir = join(main.config.dataDir, 'demo-customs');
  const databaseUrl = new URL(main.databaseUrl);
  databaseUrl.pathname = `/${DATABASE}`;
  const remove = async () => {
    await main.database.query(`drop database if exists ${DATABASE} with (force)`);
    rmSync(dataDir, { recursive: true, force: true });
  };
  await remove();
  try {
    await main.database.query(`create database ${DATABASE}`);
    return await play(
      {
        ...main.config,
        dataDir,
        databaseUrl: databaseUrl.href,
        stance: 'precheck',
        exchangeDir: join(dataDir, 'exchange'),
        exchangeSettleMs: 0,
        twin: false,
      },
      main.now(),
    );
  } finally {
    await remove();
  }
}

interface Stage {
  readonly platform: Platform;
  readonly folder: string;
  readonly law: Law;
  readonly at: Instant;
  /** The folders are served once. */
  round(): Promise<void>;
  /** Goes on with the clock of the act. */
  pass(ms: number): void;
}

async function play(config: Config, at: Instant): Promise<readonly ForwardedRow[]> {
  let clock = at;
  const law = shippedLaw();
  const platform = await openPlatform({ config, now: () => clock });
  try {
    await seed(platform.database, at);
    const folder = config.exchangeDir ?? '';
    const exchange = await runExchange(platform, platform.exchange);
    await exchange.round();
    const stage: Stage = {
      platform,
      folder,
      law,
      at,
      round: () => exchange.round(),
      pass: ms => {
        clock += ms;
      },
    };
    const whole = await withTwin(stage);
    return [whole, ...(await withOddAnswers(stage))];
  } finally {
    await platform.close();
  }
}

async function seed(database: Database, at: Instant): Promise<void> {
  const orgs = zone.map(({ code, name, roles, suspended = false }) => ({
    code,
    name,
    roles,
    suspended,
    signature: 'if-present' as const,
    demo: true,
  }));
  await importOrgs(database, orgs, at);
  for (const [account, fen] of deposits)
    await deposit(database, { account, fen: fen.toString(), entry: 'demo-opening', test: false }, at);
}

const parcelOf = ({ at, law }: Stage, serial: number): Parcel =>
  parcel({ seed: SEED, at: at - HOUR, serial }, law);

/** A parcel goes to the twin of customs, which judges it from the bytes alone and answers by the folder. */
async function withTwin(stage: Stage): Promise<ForwardedRow> {
  const one = parcelOf(stage, 900_001);
  const twin = await openTwin({
    folder: stage.folder,
    store: join(stage.folder, 'twin'),
    setting: twinDefaults,
    law: stage.law,
    now: stage.platform.now,
  });
  const feed = feedOf(stage, one);
  await feed();
  const states: string[] = [];
  for (const document of documentsOf(one)) states.push(...(await hand(stage, document)));
  const before = await statusOf(stage, one);
  // As many rounds as the twin's slowest word needs, each a third of a second.
  for (let turn = 0; turn < 8; turn++) {
    await stage.round();
    await twin.round();
    stage.pass(300);
  }
  return {
    came: {
      zh: '四份单证原文转海关，替身逐步应答；同一轮的文件先后不定',
      en: 'four documents go to customs as they are; the twin answers step by step, files of one round in any order',
    },
    orderNo: one.order.head['orderNo'] ?? '',
    records: states,
    before,
    after: await statusOf(stage, one),
    told: await feed(),
  };
}

/** Nobody stands on the other side now: the files of customs are laid into the folder as they may come. */
async function withOddAnswers(stage: Stage): Promise<readonly ForwardedRow[]> {
  const parcels = {
    released: parcelOf(stage, 900_002),
    refused: parcelOf(stage, 900_003),
    port: parcelOf(stage, 900_004),
    malformed: parcelOf(stage, 900_005),
    unknown: parcelOf(stage, 900_006),
  };
  const sent = [parcels.released, parcels.refused, parcels.port, parcels.malformed];
  for (const document of sent.flatMap(documentsOf)) await hand(stage, document);
  await stage.round();
  const seen: SeenByCustoms = { copMsgId: one => copMsgIdOf(stage, one) };
  const rows: ForwardedRow[] = [];
  for (const step of oddAnswers(parcels, { seed: SEED, at: stage.platform.now() })) {
    const feed = feedOf(stage, step.parcel);
    await feed();
    const before = await statusOf(stage, step.parcel);
    const records = await take(stage, step, seen);
    rows.push({
      came: step.title,
      orderNo: step.parcel.order.head['orderNo'] ?? '',
      records,
      before,
      after: await statusOf(stage, step.parcel),
      told: await feed(),
    });
  }
  return rows;
}

async function take(stage: Stage, step: ForwardedStep, seen: SeenByCustoms): Promise<readonly string[]> {
  stage.pass(1000);
  if (step.by === 'enterprise') return handAgain(stage, step);
  const box = join(stage.folder, 'receive');
  writeFileSync(join(box, step.name), step.bytes(seen));
  await stage.round();
  if (existsSync(join(box, 'failed', step.name))) return ['failed'];
  const note = JSON.parse(readFileSync(join(box, 'done', `${step.name}.json`), 'utf8')) as {
    answer: { results: readonly { state: string }[] };
  };
  return note.answer.results.map(result => result.state);
}

async function handAgain(stage: Stage, { document }: DeclaredAgain): Promise<readonly string[]> {
  const states = await hand(stage, document);
  await stage.round();
  return states;
}

async function hand({ platform }: Stage, document: Document): Promise<readonly string[]> {
  const sender = senderOf(document);
  const guid = random(`${SEED}/${document.head['guid']}`).guid();
  const done = await platform.flow.submit({
    caller: {
      keyId: 'demo',
      orgCode: sender,
      orgName: sender,
      scopes: ['submit'],
      test: false,
      signature: 'if-present',
    },
    bytes: Buffer.from(encodeXml(messageOf(sender, [document], guid))),
    contentType: 'application/xml',
  });
  return done.outcome.results.map(result => result.state);
}

async function statusOf({ platform }: Stage, { key }: Parcel): Promise<string | undefined> {
  const [view] = await readCases(platform.database, platform.realm(false), [key]);
  return view?.status;
}

/** Gives what came into the feeds of a parcel's senders since it was asked last. */
function feedOf({ platform }: Stage, one: Parcel): () => Promise<readonly string[]> {
  const orgs = [...new Set(documentsOf(one).map(senderOf))];
  const cursors = new Map<string, bigint>();
  return async () => {
    const told: string[] = [];
    for (const orgCode of orgs) {
      const after = cursors.get(orgCode) ?? 0n;
      const items = await readFeed(platform.database, platform.sealer(), {
        orgCode,
        test: false,
        after,
        limit: 1000,
      });
      const last = items.at(-1);
      if (last) cursors.set(orgCode, BigInt(last.cursor));
      for (const { type, records } of items)
        for (const { head } of records)
          told.push(`${type.slice(3, 6)} ${head['returnStatus'] ?? head['status'] ?? ''}`.trim());
    }
    return told;
  };
}

/** The id of the transport message in which the list of a parcel lies in the folder. */
function copMsgIdOf({ folder }: Stage, { list }: Parcel): string {
  for (const entry of readdirSync(join(folder, 'send'), { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const transport = readTransport(readFileSync(join(folder, 'send', entry.name)));
    if (!transport || 'fault' in transport || transport.kind !== 'message') continue;
    const { copMsgId, data } = transport.message;
    const { records } = decodeXml(data);
    if (
      records.some(
        ({ document: { type, head } }) => type === list.type && head['copNo'] === list.head['copNo'],
      )
    )
      return copMsgId;
  }
  return '';
}
