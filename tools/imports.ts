import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * The house: rooms and their levels. An import is legal only inside a room or to a strictly lower level, and enters another room by
 * its `index.ts`. This table is the wall; `ARCHITECTURE.md` draws it.
 */
export const LEVELS: Readonly<Record<string, number>> = {
  shared: 0,
  law: 1,
  messages: 2,
  tax: 3,
  rules: 4,
  cases: 5,
  summary: 5,
  trades: 5,
  advice: 6,
  'server/store': 6,
  'server/identity': 7,
  'server/gateway': 8,
  'server/clearance': 8,
  'server/exchange': 8,
  'server/declarations': 9,
  server: 9,
  'server/api': 10,
  samples: 3,
  demo: 6,
  cli: 11,
  bench: 12,
  test: 12,
  tools: 12,
};

/** Rooms without I/O: they may import nothing of Node but pure computation, and only `law` and `samples` read their own files. */
export const PURE = ['shared', 'messages', 'tax', 'rules', 'cases', 'summary', 'trades', 'advice'] as const;
const PURE_NODE = new Set(['node:crypto', 'node:buffer', 'node:zlib', 'node:util', 'node:stream']);

export interface Source {
  /** Path from the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The room of a file: the longest entry of the table that its folder lies in. */
export function roomOf(path: string): string | undefined {
  const parts = path.split('/').slice(0, -1);
  for (let length = Math.min(parts.length, 2); length > 0; length--) {
    const room = parts.slice(0, length).join('/');
    if (LEVELS[room] !== undefined) return room;
  }
  return undefined;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s*'([^']+)'/g;

function targetsOf(source: Source): string[] {
  return [...source.text.matchAll(IMPORT)].flatMap(match => match[1] ?? match[2] ?? match[3] ?? []);
}

/** Every import that goes up, sideways, or around another room's face; one sentence each. */
export function forbiddenImports(sources: readonly Source[]): string[] {
  const faults: string[] = [];
  for (const source of sources) {
    const room = roomOf(source.path);
    if (room === undefined) {
      faults.push(`${source.path}: lies in no room of tools/imports.ts`);
      continue;
    }
    const isTest =
      source.path.endsWith('.test.ts') || room === 'test' || room === 'bench' || room === 'tools';
    for (const target of targetsOf(source)) {
      if (!target.startsWith('.')) {
        const pure = (PURE as readonly string[]).includes(room) && !isTest;
        if (pure && target.startsWith('node:') && !PURE_NODE.has(target))
          faults.push(`${source.path}: ${room} is pure and may not use ${target}`);
        if (room !== 'test' && !isTest && target === 'vitest')
          faults.push(`${source.path}: test code outside a test`);
        continue;
      }
      const path = relative('.', resolve(dirname(source.path), target)).replaceAll('\\', '/');
      const other = roomOf(path);
      if (other === room) continue;
      if (other === undefined) {
        faults.push(`${source.path} → ${path}: lies in no room`);
        continue;
      }
      if (isTest) continue;
      if ((LEVELS[other] ?? 0) >= (LEVELS[room] ?? 0))
        faults.push(`${source.path} → ${path}: ${room} may not import ${other}`);
      else if (!FACES.some(face => face.test(path)))
        faults.push(`${source.path} → ${path}: enter ${other} by its index.ts`);
    }
  }
  return faults;
}

/** How a room may be entered: its index, the few files at the root of server/, the gallery of samples. */
const FACES = [/(^|\/)index\.ts$/, /^server\/[a-z-]+\.ts$/, /^samples\/gallery\.ts$/];

/** All TypeScript sources of the rooms. */
export function readSources(root: string): Source[] {
  const sources: Source[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.ts'))
        sources.push({ path, text: readFileSync(join(root, path), 'utf8') });
    }
  };
  for (const top of new Set(Object.keys(LEVELS).map(room => room.split('/')[0] ?? ''))) walk(top);
  return sources;
}
