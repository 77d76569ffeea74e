import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { forbiddenImports, LEVELS, readSources, type Source } from './imports.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = readSources(ROOT);

describe('the house', () => {
  it('imports only downward, and by the face of a room', () => {
    expect(forbiddenImports(sources)).toEqual([]);
  });

  const forbidden: readonly (readonly [string, Source])[] = [
    [
      'a rule asks the database',
      { path: 'rules/times/rule.ts', text: "import { openDatabase } from '../../server/store/index.ts';" },
    ],
    [
      'messages know the rules',
      { path: 'messages/check.ts', text: "import { judge } from '../rules/index.ts';" },
    ],
    [
      'the door knows clearance',
      { path: 'server/gateway/feed.ts', text: "import { readCases } from '../clearance/index.ts';" },
    ],
    ['around the face', { path: 'cases/settle.ts', text: "import { judge } from '../rules/judge.ts';" }],
    ['a pure room reads files', { path: 'tax/quote.ts', text: "import { readFileSync } from 'node:fs';" }],
    ['a re-export counts too', { path: 'shared/index.ts', text: "export * from '../law/index.ts';" }],
    [
      'so does a dynamic import',
      { path: 'law/law.ts', text: "const it = await import('../messages/index.ts');" },
    ],
  ];
  it.each(forbidden)('refuses when %s', (_title, source) => {
    expect(forbiddenImports([...sources, source])).toHaveLength(1);
  });

  it('has no file of more than 500 lines but data and tables', () => {
    const tables =
      /\.test\.ts$|^test\/|^law\/|^demo\/(goods|faults|day)\.ts$|^samples\/gallery\.ts$|faults\.table\.ts$|worked-examples\.ts$|xsd-/;
    const long = sources
      .filter(source => !tables.test(source.path) && source.text.split('\n').length > 500)
      .map(source => source.path);
    expect(long).toEqual([]);
  });

  it('has no default exports, no `any`, no leftovers', () => {
    const faults = sources
      .filter(source => !/^tools\/(imports|house\.test)\.ts$/.test(source.path))
      .map(({ path, text }) => ({ path, text: text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '') }))
      .flatMap(({ path, text }) => [
        ...(/\nexport default (?!defineConfig|async function setup)/.test(text)
          ? [`${path}: default export`]
          : []),
        ...(/\bas any\b|:\s*any(?=\s*[;,)>\]=|}])|@ts-ignore|@ts-nocheck/.test(text) ? [`${path}: any`] : []),
        ...(/\b(TODO|FIXME)\b/.test(text) ? [`${path}: leftover`] : []),
      ]);
    expect(faults).toEqual([]);
  });

  it('lists every room in ARCHITECTURE.md', () => {
    const text = readFileSync(`${ROOT}/ARCHITECTURE.md`, 'utf8');
    expect(Object.keys(LEVELS).filter(room => !text.includes(`\`${room}/\``))).toEqual([]);
  });

  it('has a lock file that npm ci takes on every platform', () => {
    const lock = JSON.parse(readFileSync(`${ROOT}/package-lock.json`, 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
    };
    const missing = Object.entries(lock.packages).flatMap(([name, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        other => !lock.packages[`node_modules/${other}`] && !lock.packages[`${name}/node_modules/${other}`],
      ),
    );
    expect(missing).toEqual([]);
  });
});
