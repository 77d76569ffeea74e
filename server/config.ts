import { join, resolve } from 'node:path';

/** Everything the process is told from outside, read once. Times in milliseconds, sizes in bytes. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where the embedded database and the demo's files live. */
  readonly dataDir: string;
  /** A given PostgreSQL; undefined: the embedded one. Demanded in production. */
  readonly databaseUrl: string | undefined;
  /** Master key (32 bytes, base64 or hex) that wraps the data keys; undefined: a file in the data folder, made at first start. */
  readonly masterKey: string | undefined;
  readonly production: boolean;
  readonly bodyMax: number;
  /** Webhooks to private and loopback addresses are refused unless the operator allows them. */
  readonly webhookPrivate: boolean;
  /** `authority`: the platform decides. `precheck`: customs decides, our findings come first. */
  readonly stance: 'authority' | 'precheck';
  /** Requests a key may make in a minute before it is asked to wait. */
  readonly ratePerMinute: number;
}

/** Parses the environment. Throws with a bilingual sentence when a value cannot be used. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const production = env['NODE_ENV'] === 'production';
  const config: Config = {
    port: whole(env, 'PORT', 8080),
    host: env['HOST'] ?? '127.0.0.1',
    dataDir: resolve(env['DATA_DIR'] ?? join(process.cwd(), 'data')),
    databaseUrl: env['DATABASE_URL'],
    masterKey: env['QUANTONG_MASTER_KEY'],
    production,
    bodyMax: whole(env, 'QUANTONG_BODY_MAX', 50 * 1024 * 1024),
    webhookPrivate: env['QUANTONG_WEBHOOK_PRIVATE'] === 'allow',
    stance: env['QUANTONG_STANCE'] === 'precheck' ? 'precheck' : 'authority',
    ratePerMinute: whole(env, 'QUANTONG_RATE_PER_MINUTE', 60_000),
  };
  if (production && !config.databaseUrl)
    throw new Error(
      '生产环境必须设置 DATABASE_URL / production needs DATABASE_URL (the embedded database is for demo, development and tests)',
    );
  if (production && !config.masterKey)
    throw new Error(
      '生产环境必须设置 QUANTONG_MASTER_KEY / production needs QUANTONG_MASTER_KEY (32 bytes as base64 or hex)',
    );
  return config;
}

function whole(env: Readonly<Record<string, string | undefined>>, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new Error(`${name} 须为非负整数 / must be a whole number, not ${JSON.stringify(text)}`);
  return value;
}
