import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type Effort, isSection, type Measured, type SectionName, sections } from './sections.ts';

const USAGE = `npm run bench                      everything in a short form, about three minutes
npm run bench -- all               everything in full, about an hour
npm run bench -- SECTION…          ${Object.keys(sections).join(', ')}

  --seconds N     measured time of a run of the door, the baseline, the profiled run and each point of the curve
  --runs N        runs of the door; the median counts
  --parcels N     different import declarations made beforehand
  --profile DIR   keep CPU profiles of the server there
  --journeys N    export parcels
  --lists N       export lists of the month that is summarised
  --rows N        rows of the workbook
  --points A,B,…  stored declarations on the curve
  --json FILE     write all figures
`;

const FULL: Effort = {
  seconds: 300,
  runs: 3,
  parcels: 20_000,
  baselineSeconds: 120,
  stagesSeconds: 60,
  curveSeconds: 30,
  points: [250_000, 500_000, 1_000_000, 2_000_000],
  journeys: 20_000,
  lists: 100_000,
  rows: 100_000,
  typeSeconds: 1.5,
  rulesSeconds: 8,
};

const SHORT: Effort = {
  seconds: 30,
  runs: 1,
  parcels: 4000,
  baselineSeconds: 12,
  stagesSeconds: 8,
  curveSeconds: 5,
  points: [50_000],
  journeys: 2000,
  lists: 20_000,
  rows: 10_000,
  typeSeconds: 0.15,
  rulesSeconds: 2,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    runs: { type: 'string' },
    parcels: { type: 'string' },
    profile: { type: 'string' },
    journeys: { type: 'string' },
    lists: { type: 'string' },
    rows: { type: 'string' },
    points: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

/** A number of the command line; undefined when it was not given. */
function given(name: 'seconds' | 'runs' | 'parcels' | 'journeys' | 'lists' | 'rows'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) {
    process.stderr.write(`--${name} must be a number above 0, not ${JSON.stringify(text)}\n`);
    process.exit(2);
  }
  return value;
}

function effortOf(usual: Effort): Effort {
  const seconds = given('seconds');
  return {
    ...usual,
    ...(seconds === undefined
      ? {}
      : { seconds, baselineSeconds: seconds, stagesSeconds: seconds, curveSeconds: seconds }),
    runs: given('runs') ?? usual.runs,
    parcels: given('parcels') ?? usual.parcels,
    journeys: given('journeys') ?? usual.journeys,
    lists: given('lists') ?? usual.lists,
    rows: given('rows') ?? usual.rows,
    points: values.points?.split(',').map(Number) ?? usual.points,
    profile: values.profile,
  };
}

/** Gives everything that was measured, by section. */
async function run(names: readonly SectionName[], effort: Effort): Promise<Record<string, unknown>> {
  const measured: Measured = {};
  const figures: Record<string, unknown> = {};
  for (const name of names) {
    say(`\n${name}`);
    figures[name] = await sections[name](effort, say, measured);
  }
  return figures;
}

async function main(): Promise<void> {
  const unknown = positionals.find(name => name !== 'all' && !isSection(name));
  if (values.help || unknown !== undefined) {
    process.stderr.write(unknown === undefined ? USAGE : `no such section: ${unknown}\n\n${USAGE}`);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const whole = positionals.length === 0 || positionals.includes('all');
  const names = whole ? (Object.keys(sections) as SectionName[]) : positionals.filter(isSection);
  const effort = effortOf(positionals.length === 0 ? SHORT : FULL);
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model,
    memoryMiB: Math.round(totalmem() / 1_048_576),
    node: process.version,
    at: new Date().toISOString(),
  };
  say(`${machine.cores} cores, ${machine.memoryMiB} MiB, Node ${machine.node}`);
  const begun = performance.now();
  const figures = await run(names, effort);
  say(`\n${((performance.now() - begun) / 1000).toFixed(0)} s in all`);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ machine, effort, figures }, null, 1)}\n`);
}

await main();
