import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf, faultsOf, type Manifest } from './backup-files.ts';

/** A backup whose manifest is right in everything but, perhaps, where its names lead. */
function backup(more: { readonly file?: string; readonly folder?: string; readonly key?: string } = {}) {
  const folder = join(mkdtempSync(join(tmpdir(), 'quantong-manifest-')), 'base');
  const paths = ['db/PG_VERSION', 'db/base/1/112', ...(more.file === undefined ? [] : [more.file])];
  const files = paths.map(path => {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, path);
    return { path, size: path.length, sha256: createHash('sha256').update(path).digest('hex') };
  });
  const manifest: Manifest = {
    format: 1,
    id: 'base-20261124T110500123Z',
    startedAt: '2026-11-24T11:05:00.000Z',
    finishedAt: '2026-11-24T11:05:01.000Z',
    postgres: '18.4',
    timeline: 1,
    segments: ['000000010000000000000002'],
    keys: ['db-password', ...(more.key === undefined ? [] : [more.key])],
    folders: ['pg_wal', 'pg_wal/summaries', ...(more.folder === undefined ? [] : [more.folder])],
    files,
    digest: digestOf(files),
  };
  return faultsOf(folder, manifest);
}

describe('a manifest', () => {
  it('that is right has no faults', async () => {
    expect(await backup()).toEqual([]);
  });

  it.each([
    { file: 'db/../../outside' },
    { file: 'db/..\\..\\outside' },
    { folder: '../../outside' },
    { folder: '/outside' },
    { key: '../outside' },
  ])('that leads out of the backup (%o) is refused before anything is read or written', async more => {
    expect((await backup(more)).join()).toContain('leads out');
  });
});
