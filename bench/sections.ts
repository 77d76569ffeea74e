import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureCurve } from './curve.ts';
import { type DoorFigures, measureDoor } from './door.ts';
import { measureExport } from './export.ts';
import { measureBaseline } from './measure-baseline.ts';
import { newestProfiles, stagesOf } from './profile.ts';
import { decimals, median, table, whole } from './report.ts';
import { measureRules } from './rules.ts';
import { measureSheet } from './sheet.ts';
import { measureStages } from './stages.ts';
import { measureSummary } from './summary.ts';
import { measureTypes } from './types.ts';

/** How much of everything is measured. */
export interface Effort {
  /** Measured time of a run of the door. */
  readonly seconds: number;
  readonly runs: number;
  /** Different import declarations made beforehand. */
  readonly parcels: number;
  /** Where CPU profiles of the server are kept. */
  readonly profile?: string | undefined;
  readonly baselineSeconds: number;
  /** Measured time of the profiled run, and of each point of the curve. */
  readonly stagesSeconds: number;
  readonly curveSeconds: number;
  readonly points: readonly number[];
  /** Export parcels. */
  readonly journeys: number;
  /** Departed lists of one consignor in the month that is summarised. */
  readonly lists: number;
  /** Rows of the workbook. */
  readonly rows: number;
  /** Per message type, and for the rules together. */
  readonly typeSeconds: number;
  readonly rulesSeconds: number;
}

/** Sections of one run may use what earlier ones have measured. */
export interface Measured {
  /** Declarations per second at the door, the median of its runs. */
  doorRate?: number;
}

export type Say = (line: string) => void;
type Section = (effort: Effort, say: Say, measured: Measured) => Promise<unknown>;

const hourAgo = () => Date.now() - 3_600_000;

async function door({ seconds, runs, parcels, profile }: Effort, say: Say, measured: Measured) {
  const all: DoorFigures[] = [];
  for (let run = 1; run <= runs; run++) {
    const it = await measureDoor({ seconds, parcels, profile });
    all.push(it);
    say(`run ${run}: ${whole(it.declarations)} declarations in ${decimals(it.seconds)} s`);
    if (profile !== undefined) sayStages(profile, it.cpu.server, say);
  }
  measured.doorRate = median(all.map(it => it.perSecond));
  const column = (what: string, of: (it: DoorFigures) => string) => [what, ...all.map(of)];
  say(
    table(
      ['figure', ...all.map((_, run) => `run ${run + 1}`)],
      [
        column('declarations/s', it => whole(it.perSecond)),
        column('messages/s', it => whole(it.messagesPerSecond)),
        column('full load, p50 / p99 ms', it => `${whole(it.full.p50)} / ${whole(it.full.p99)}`),
        column('a third of it, p50 / p99 ms', it => `${whole(it.third.p50)} / ${whole(it.third.p99)}`),
        column('one alone, p50 / p99 ms', it => `${decimals(it.alone.p50)} / ${decimals(it.alone.p99)}`),
        column('CPU-µs per declaration: server', it => whole(it.cpu.server)),
        column('CPU-µs per declaration: database', it => whole(it.cpu.database)),
        column('CPU-µs per declaration: generator', it => whole(it.cpu.generator)),
        column('server, peak MiB', it => whole(it.serverRssMiB)),
        column('database, MiB on disk', it => whole(it.databaseMiB)),
      ],
    ),
  );
  for (const [run, it] of all.entries()) say(`decided, run ${run + 1}: ${JSON.stringify(it.decided)}`);
  say(`median of ${runs}: ${whole(measured.doorRate)} declarations/s (floor 3,407, aim 5,000)`);
  return all;
}

async function baseline(effort: Effort, say: Say, measured: Measured) {
  if (measured.doorRate === undefined) await door({ ...effort, runs: 1 }, say, measured);
  const it = await measureBaseline({ seconds: effort.baselineSeconds, parcels: effort.parcels });
  const ratio = (measured.doorRate ?? 0) / it.perSecond;
  say(
    table(
      ['baseline', 'figure'],
      [
        ['declarations/s', whole(it.perSecond)],
        ['acknowledged, p50 / p99 ms', `${whole(it.p50)} / ${whole(it.p99)}`],
        ['CPU-µs per declaration: server', whole(it.cpu.server)],
        ['CPU-µs per declaration: database', whole(it.cpu.database)],
        ['server, peak MiB', whole(it.serverMiB)],
        ['door / baseline', `${decimals(ratio)} ×`],
      ],
    ),
  );
  say(`decided: ${JSON.stringify(it.decided)}`);
  return { ...it, ratio };
}

async function stages(effort: Effort, say: Say) {
  const pure = measureStages(hourAgo());
  say(
    table(
      ['pure stage, in a process of its own', 'CPU-µs per declaration'],
      pure.map(it => [it.name, whole(it.micros)]),
    ),
  );
  const folder = effort.profile ?? mkdtempSync(join(tmpdir(), 'quantong-profile-'));
  try {
    const { seconds, parcels } = { ...effort, seconds: effort.stagesSeconds };
    const { cpu, perSecond } = await measureDoor({ seconds, parcels, profile: folder });
    const server = sayStages(folder, cpu.server, say);
    say(
      `PostgreSQL ${whole(cpu.database)}, load generator ${whole(cpu.generator)} CPU-µs per declaration, at ${whole(perSecond)}/s`,
    );
    return { pure, server, database: cpu.database, generator: cpu.generator };
  } finally {
    if (effort.profile === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function sayStages(folder: string, micros: number, say: Say) {
  const profiles = newestProfiles(folder);
  if (profiles.length === 0) return undefined;
  const told = stagesOf(profiles, micros);
  const rows = told.map(it => [it.stage, whole(it.micros), `${decimals(it.share * 100)} %`]);
  say(
    table(
      ['stage of the server', 'CPU-µs per declaration', 'share'],
      [...rows, ['all', whole(micros), '100.0 %']],
    ),
  );
  return told;
}

async function exports({ journeys }: Effort, say: Say) {
  const it = await measureExport({ parcels: journeys });
  say(
    table(
      ['export: 303 + 505 + 603, 507, 509', 'figure'],
      [
        ['journeys', whole(it.journeys)],
        ['journeys/s', whole(it.perSecond)],
        [
          'seconds declaring / arriving / departing',
          Object.values(it.steps)
            .map(s => decimals(s, 2))
            .join(' / '),
        ],
        ['CPU-µs per journey: server', whole(it.cpu.server)],
        ['CPU-µs per journey: database', whole(it.cpu.database)],
        ['server, peak MiB', whole(it.serverMiB)],
        ['ended', JSON.stringify(it.ended)],
      ],
    ),
  );
  return it;
}

async function summary({ lists, journeys }: Effort, say: Say) {
  const it = await measureSummary({ lists, real: Math.min(journeys, 3000), say });
  const { planner } = it;
  say(
    table(
      ['summary declaration of a month', 'figure'],
      [
        ['lists stored / declared / lines', [it.lists, it.declared, it.lines].map(whole).join(' / ')],
        ['forms', whole(it.forms)],
        [
          'preview over HTTP, seconds: first / median (limit for 100,000 lists: 10)',
          `${decimals(it.firstSeconds, 2)} / ${decimals(it.previewSeconds, 2)}`,
        ],
        [
          'CPU seconds of a preview: server / database',
          `${decimals(it.cpu.server, 2)} / ${decimals(it.cpu.database, 2)}`,
        ],
        ['plan and official messages over HTTP, seconds', decimals(it.makeSeconds, 2)],
        ['messages (701)', whole(it.messages)],
        ['server, peak MiB', whole(it.serverMiB)],
        ['read model from nothing, documents/s', `${whole(it.followPerSecond)} of ${whole(it.followed)}`],
        [
          'arithmetic alone, seconds: plan / messages',
          `${decimals(planner.planSeconds, 2)} / ${decimals(planner.writeSeconds, 2)}`,
        ],
        ['of lines / forms', `${whole(planner.lines)} / ${whole(planner.forms)}`],
      ],
    ),
  );
  return it;
}

async function types({ typeSeconds }: Effort, say: Say) {
  const all = measureTypes({ seconds: typeSeconds });
  say(
    table(
      ['records/s on one core', 'records', 'bytes each', 'decode', 'decode + check', 'encode'],
      all.map(it => [
        it.type,
        it.records,
        it.bytes,
        whole(it.decode),
        whole(it.decodeAndCheck),
        whole(it.encode),
      ]),
    ),
  );
  return all;
}

async function rules({ rulesSeconds }: Effort, say: Say) {
  const all = measureRules({ seconds: rulesSeconds, at: hourAgo() });
  say(
    table(
      ['on one core', 'per second'],
      all.map(it => [it.what, whole(it.perSecond)]),
    ),
  );
  return all;
}

async function sheet({ rows }: Effort, say: Say) {
  const it = await measureSheet({ rows, at: hourAgo() });
  say(
    table(
      ['XLSX of orders, read and checked', 'figure'],
      [
        ['rows / orders', `${whole(it.rows)} / ${whole(it.orders)}`],
        ['file, MiB', decimals(it.fileMiB)],
        ['seconds (limit for 100,000 rows: 30)', decimals(it.seconds, 2)],
        ['peak MiB (limit: 1,024)', whole(it.peakMiB)],
        ['findings', whole(it.findings)],
        ...(it.refused === undefined ? [] : [['refused', it.refused]]),
      ],
    ),
  );
  return it;
}

async function curve({ points, curveSeconds, parcels }: Effort, say: Say) {
  const all = await measureCurve({ points, seconds: curveSeconds, parcels, say });
  say(
    table(
      ['stored declarations', 'declarations/s', 'of empty', 'server µs', 'database µs', 'database MiB'],
      all.map(it => [
        whole(it.stored),
        whole(it.perSecond),
        `${whole(it.share * 100)} %`,
        whole(it.cpu.server),
        whole(it.cpu.database),
        `${whole(it.databaseMiB)}${it.bytesCut ? ' *' : ''}`,
      ]),
    ),
  );
  if (all.some(it => it.bytesCut))
    say('* sealed bytes of copied envelopes and answers are cut short: the disk would not hold them');
  return all;
}

/** In the order in which a whole run takes them. */
export const sections = {
  door,
  baseline,
  stages,
  export: exports,
  summary,
  types,
  rules,
  sheet,
  curve,
} as const satisfies Readonly<Record<string, Section>>;

export type SectionName = keyof typeof sections;

export function isSection(name: string): name is SectionName {
  return Object.hasOwn(sections, name);
}
