import { brokers, exporters } from '../demo/index.ts';
import { follow } from '../server/declarations/index.ts';
import { createKey } from '../server/identity/index.ts';
import { beijingDate } from '../shared/index.ts';
import { makeExportLoad } from './export.ts';
import { fillMonth } from './fill-month.ts';
import { fireAll } from './gun.ts';
import type { Shot } from './load.ts';
import { measurePlanner, type PlannerFigures } from './planner.ts';
import { median } from './report.ts';
import { type Standing, standUp } from './standing.ts';

export interface SummaryFigures {
  /** Departed lists of one consignor in the month, and how many of them came through the door (the others are copies of these). */
  readonly lists: number;
  readonly real: number;
  /** Of the plan that the preview gave. */
  readonly declared: number;
  readonly lines: number;
  readonly forms: number;
  /** Seconds of `GET /v1/summaries`, from the question to the last byte: the first, and the median of all. */
  readonly firstSeconds: number;
  readonly previewSeconds: number;
  /** CPU seconds of one preview, on average: what a busy machine cannot change. */
  readonly cpu: { readonly server: number; readonly database: number };
  /** Seconds of `POST /v1/summaries`: the plan and its official messages. */
  readonly makeSeconds: number;
  readonly messages: number;
  readonly serverMiB: number;
  /** Documents per second that the read model enters when it begins from nothing. */
  readonly followed: number;
  readonly followPerSecond: number;
  /** The arithmetic alone, as many lists of many more commodity codes. */
  readonly planner: PlannerFigures;
}

const PREVIEWS = 3;

/** A month's summary end to end: a server and PostgreSQL of their own, lists through the door, copies of them, and previews over HTTP. */
export async function measureSummary({
  lists,
  real,
  say = () => undefined,
}: {
  lists: number;
  real: number;
  say?: (line: string) => void;
}): Promise<SummaryFigures> {
  const at = Date.now() - 3_600_000;
  const [seller] = exporters;
  const [agent] = brokers;
  const load = makeExportLoad({
    parcels: real,
    at,
    seed: 'summary',
    wish: serial => ({ mode: '9610', statisticsFlag: serial % 10 ? 'B' : 'A', seller, agent }),
  });
  const standing = await standUp();
  try {
    const send = (shots: readonly Shot[]) => {
      const left = [...shots].reverse();
      return fireAll(standing.gun, () => left.pop());
    };
    for (const shots of [load.declared, load.arrived, load.departed]) await send(shots);
    const following = await followAnew(standing);
    const begun = performance.now();
    const stored = await fillMonth(standing.database, lists);
    say(`filled to ${stored} lists in ${seconds(begun).toFixed(0)} s`);
    const ask = await asker(standing, seller.code);
    const month = beijingDate(at).slice(0, 7);
    const query = `?month=${month}&ebcCode=${seller.code}`;
    const took: number[] = [];
    let plan: Plan | undefined;
    const before = standing.cpu();
    for (let run = 0; run < PREVIEWS; run++) {
      const start = performance.now();
      plan = await ask<Plan>(query);
      took.push(seconds(start));
    }
    const after = standing.cpu();
    const cpu = (part: 'server' | 'database') => (after[part] - before[part]) / PREVIEWS / 1e6;
    const start = performance.now();
    const made = await ask<{ messages: readonly unknown[] }>('', {
      month,
      ebcCode: seller.code,
      dxpId: 'DXPDEMO0000001',
    });
    return {
      lists: stored,
      real,
      declared: plan?.declared.lists ?? 0,
      lines: plan?.declared.lines ?? 0,
      forms: plan?.formCount ?? 0,
      firstSeconds: took[0] ?? 0,
      previewSeconds: median(took),
      cpu: { server: cpu('server'), database: cpu('database') },
      makeSeconds: seconds(start),
      messages: made.messages.length,
      serverMiB: standing.serverMiB(),
      ...following,
      planner: measurePlanner(lists),
    };
  } finally {
    await standing.stop();
  }
}

interface Plan {
  readonly formCount: number;
  readonly declared: { readonly lists: number; readonly lines: number };
}

const seconds = (since: number) => (performance.now() - since) / 1000;

async function asker(standing: Standing, orgCode: string) {
  const { secret } = await createKey(
    standing.database,
    { orgCode, scopes: ['submit', 'read'], test: false, label: 'bench' },
    Date.now(),
  );
  return async <T>(query: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${standing.url}/v1/summaries${query}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  };
}

/** Empties the read model and has it follow the journal from its beginning, in a process that remembers no document. */
async function followAnew({
  database,
  platform,
}: Standing): Promise<{ followed: number; followPerSecond: number }> {
  await database.query(
    'truncate declarations.name, declarations.list; update declarations.follower set journal = 0',
  );
  const begun = performance.now();
  await follow(platform);
  const took = seconds(begun);
  const [row] = await database.query<{ n: bigint }>(
    "select count(*) as n from clearance.document where type in ('CEB303Message', 'CEB505Message', 'CEB603Message')",
  );
  const followed = Number(row?.n ?? 0);
  return { followed, followPerSecond: followed / took };
}
