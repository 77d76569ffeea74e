import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The part of a V8 CPU profile (`--cpu-prof`) that is read here. Times in microseconds. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The stages of a declaration's way through the server, in their order; then what belongs to none of them. */
const STAGES = [
  'HTTP',
  'decode',
  'fields',
  'keep',
  'match',
  'judge',
  'quota',
  'decide',
  'answer',
  'encrypt',
  'database driver',
  'collector',
  'runtime',
] as const;

export type StageName = (typeof STAGES)[number];

export interface StageShare {
  readonly stage: StageName;
  readonly micros: number;
  /** Of all CPU of the server, 0 to 1. */
  readonly share: number;
}

/** Whose work `file#function` is; the first line that fits. What fits none (shared, law, Node's own) is its caller's work. */
const OWNERS: readonly (readonly [StageName, RegExp])[] = [
  ['quota', /^cases\/[\w-]+#(moveQuota|moveGuarantee|takeClaim|weightsOf|quotaAccountOf)$/],
  ['quota', /^server\/clearance\/[\w-]+#(lockAccounts|lockQuota|lockGuarantee|writeLedgers|weightsJson)$/],
  ['answer', /^(cases\/receipts|server\/clearance\/answers|server\/gateway\/feed)#|^cases\/decide#tell$/],
  ['encrypt', /^server\/identity\/seal#/],
  ['keep', /^server\/gateway\/(envelope|intake|read-body)#|^server\/clearance\/(journal|contents)#/],
  ['keep', /^server\/clearance\/write#(writeDocuments|rowOf)$|^server\/(contents|flow|work|salvage)#/],
  [
    'decode',
    /^messages\/(wire|json|sheet)\/|^messages\/assemble#|^npm\/saxes\/|^server\/gateway\/read-message#/,
  ],
  [
    'fields',
    /^messages\/[\w-]*check#|^messages\/(notebook|fault|code-lists|decimal-text|moment-text|signs)#/,
  ],
  ['judge', /^(rules|tax)\//],
  ['decide', /^cases\/(decide|settle|confirm|export-decide|export-life)#|^server\/clearance\/write#/],
  ['match', /^cases\/|^server\/clearance\//],
  ['database driver', /^npm\/pg|^server\/store\//],
  ['HTTP', /^server\/(api\/|identity\/api-keys)|^npm\/|^node:(_http|internal\/http)/],
];

/** Loading the program is no work of a declaration. */
const LOADING = /^node:internal\/(modules|bootstrap|process\/(execution|esm_loader))/;

/**
 * What a declaration costs the server, by stage. Each sample counts for the nearest function up its stack that is some stage's work,
 * so built-in functions count for whoever calls them. A profile measures wall time, preemption included; it gives the shares, and
 * the sum is the CPU that the operating system has measured.
 * @param profiles one per thread
 * @param micros CPU microseconds of the server per declaration
 */
export function stagesOf(profiles: readonly CpuProfile[], micros: number): readonly StageShare[] {
  const spent = new Map<StageName, number>();
  for (const profile of profiles) {
    const ownerOf = owners(profile);
    profile.samples.forEach((id, at) => {
      const owner = ownerOf.get(id);
      if (owner) spent.set(owner, (spent.get(owner) ?? 0) + (profile.timeDeltas[at] ?? 0));
    });
  }
  const all = [...spent.values()].reduce((sum, time) => sum + time, 0);
  return STAGES.map(stage => {
    const share = all === 0 ? 0 : (spent.get(stage) ?? 0) / all;
    return { stage, share, micros: share * micros };
  });
}

/** The stage that each node of the profile works for; idle time and loading work for none. */
function owners({ nodes }: CpuProfile): ReadonlyMap<number, StageName | undefined> {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id])));
  const byId = new Map(nodes.map(node => [node.id, node]));
  const known = new Map<number, StageName | undefined>();
  const find = (id: number): StageName | undefined => {
    const frame = byId.get(id)?.callFrame;
    if (!frame || frame.functionName === '(idle)') return undefined;
    if (frame.functionName === '(garbage collector)') return 'collector';
    const name = `${fileOf(frame.url)}#${frame.functionName.replace(/^async /, '')}`;
    const own = OWNERS.find(([, work]) => work.test(name));
    if (own) return own[0];
    if (LOADING.test(name)) return undefined;
    const parent = parents.get(id);
    if (parent === undefined || byId.get(parent)?.callFrame.functionName === '(root)') return 'runtime';
    if (!known.has(parent)) known.set(parent, find(parent));
    return known.get(parent);
  };
  for (const { id } of nodes) if (!known.has(id)) known.set(id, find(id));
  return known;
}

/** `file:///…/dist/server/flow.js` → `server/flow`; a package's file → `npm/pg/lib/client`; `node:net` stays. */
function fileOf(url: string): string {
  const path = url.replace(/\.[mc]?[jt]s$/, '');
  const npm = path.lastIndexOf('/node_modules/');
  if (npm >= 0) return `npm/${path.slice(npm + '/node_modules/'.length)}`;
  const dist = path.lastIndexOf('/dist/');
  return dist >= 0 ? path.slice(dist + '/dist/'.length) : path;
}

/** The profiles of the process that wrote last into a folder, one per thread (`CPU.date.time.pid.thread.number.cpuprofile`). */
export function newestProfiles(folder: string): readonly CpuProfile[] {
  const names = readdirSync(folder).filter(name => name.endsWith('.cpuprofile'));
  const [newest] = names
    .map(name => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  const process = newest?.name.split('.')[3];
  return names
    .filter(name => name.split('.')[3] === process)
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile);
}
