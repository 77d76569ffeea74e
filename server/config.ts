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
  /** Folder with `send` and `receive` of the e-port client, served by this process; undefined: `quantong watch` serves it, or nobody. */
  readonly exchangeDir: string | undefined;
  /** How long a file must stand still in `receive` before it is taken. */
  readonly exchangeSettleMs: number;
  /** Exchange ids: our own, and customs' for imports and exports. */
  readonly dxpId: string;
  readonly dxpCustomsImport: string;
  readonly dxpCustomsExport: string;
  /** The offline twin of customs works on the other side of the folder: for demonstrations. */
  readonly twin: boolean;
  readonly twinRefuseShare: number;
  /** Real-time payment data (announcement 2018-179): where they are uploaded; undefined: not at all. */
  readonly paymentUploadUrl: string | undefined;
  /** Private key (PEM file) and certificate number that sign them. */
  readonly paymentKeyFile: string | undefined;
  readonly paymentCertNo: string | undefined;
  /** Days for which payment originals are kept; transaction data are kept for three years at least (E-commerce Law, article 31). */
  readonly paymentKeepDays: number;
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
    ...readExchange(env),
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

type ExchangeConfig = Pick<
  Config,
  | 'exchangeDir'
  | 'exchangeSettleMs'
  | 'dxpId'
  | 'dxpCustomsImport'
  | 'dxpCustomsExport'
  | 'twin'
  | 'twinRefuseShare'
  | 'paymentUploadUrl'
  | 'paymentKeyFile'
  | 'paymentCertNo'
  | 'paymentKeepDays'
>;

function readExchange(env: Readonly<Record<string, string | undefined>>): ExchangeConfig {
  const twin = env['QUANTONG_TWIN'] === 'demo';
  const folder = env['QUANTONG_EXCHANGE_DIR'];
  const demoFolder = twin ? join(env['DATA_DIR'] ?? join(process.cwd(), 'data'), 'exchange') : undefined;
  const chosen = folder || demoFolder;
  const share = Number(env['QUANTONG_TWIN_REFUSE_SHARE'] || 0);
  if (!(share >= 0 && share <= 1))
    throw new Error('QUANTONG_TWIN_REFUSE_SHARE 须在 0 与 1 之间 / must lie between 0 and 1');
  if (twin && env['NODE_ENV'] === 'production')
    throw new Error(
      '生产环境不能使用海关演示替身 / the twin of customs is for demonstrations only: unset QUANTONG_TWIN',
    );
  return {
    exchangeDir: chosen === undefined ? undefined : resolve(chosen),
    exchangeSettleMs: whole(env, 'QUANTONG_EXCHANGE_SETTLE_MS', 1000),
    dxpId: exchangeId(env, 'QUANTONG_DXP_ID', 'DXPENT0000000001'),
    dxpCustomsImport: exchangeId(env, 'QUANTONG_DXP_CUSTOMS_IMPORT', 'DXPEDCCEB0000002'),
    dxpCustomsExport: exchangeId(env, 'QUANTONG_DXP_CUSTOMS_EXPORT', 'DXPEDCCEB0000003'),
    twin,
    twinRefuseShare: share,
    paymentUploadUrl: env['QUANTONG_179_URL'],
    paymentKeyFile: env['QUANTONG_179_KEY_FILE'],
    paymentCertNo: env['QUANTONG_179_CERT_NO'],
    paymentKeepDays: whole(env, 'QUANTONG_179_KEEP_DAYS', 1096),
  };
}

function exchangeId(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: string,
): string {
  const id = env[name] || fallback;
  if (id.length > 16)
    throw new Error(`${name} 最长 16 个字符 / has at most 16 characters, not ${JSON.stringify(id)}`);
  return id;
}

function whole(env: Readonly<Record<string, string | undefined>>, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new Error(`${name} 须为非负整数 / must be a whole number, not ${JSON.stringify(text)}`);
  return value;
}
