import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { compareDatabases } from '../server/compare.ts';
import { editionReader } from '../server/identity/index.ts';
import type { Platform } from '../server/platform.ts';
import { replay } from '../server/replay.ts';
import { migrate, openDatabase } from '../server/store/index.ts';
import { EXIT } from './exit.ts';
import { progress, table } from './table.ts';

/** `quantong replay`: feeds the whole journal into an empty database beside the real one and compares what came out. */
export async function replayCommand(platform: Platform, { json }: { json?: boolean }): Promise<number> {
  const { databaseUrl } = platform;
  const name = `quantong_replay_${randomBytes(4).toString('hex')}`;
  await asAdmin(databaseUrl, `create database ${name}`);
  const target = openDatabase(withDatabase(databaseUrl, name));
  try {
    await migrate(target);
    const begun = performance.now();
    const { inputs } = await replay({
      source: platform,
      target,
      targetEditions: editionReader(target),
      judging: platform.judging,
      onProgress: progress('重放 replay'),
    });
    const differences = await compareDatabases(platform.database, target, platform.sealer());
    const seconds = (performance.now() - begun) / 1000;
    if (json)
      process.stdout.write(
        `${JSON.stringify({ inputs, seconds, equal: differences.length === 0, differences })}\n`,
      );
    else {
      process.stdout.write(
        `${inputs} 个输入，用时 ${seconds.toFixed(1)} 秒：${differences.length === 0 ? '重放结果完全一致' : '重放结果不一致'} / ${inputs} inputs: ${differences.length === 0 ? 'equal' : 'different'}\n`,
      );
      if (differences.length > 0)
        process.stdout.write(
          `${table(
            ['表', '键', '原有', '重放'],
            differences.map(row => [row.table, row.key, row.left, row.right]),
            [12, 30, 50, 50],
          )}\n`,
        );
    }
    return differences.length === 0 ? EXIT.pass : EXIT.refused;
  } finally {
    await target.close();
    await asAdmin(databaseUrl, `drop database if exists ${name} with (force)`);
  }
}

function withDatabase(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.toString();
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
