import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, rowsOf, type Tx } from '../store/index.ts';
import { changeEdition } from './edition.ts';

/**
 * Encryption at rest. A master key (outside the database) wraps data keys (rows of identity.data_key); every sealed value names its
 * data key. Rotation makes a new data key current; destroying an old one is the deletion of everything under it. The match key is
 * separate and lives long, because hashes of identity numbers must stay comparable for the whole year of the yearly limit.
 */
export interface Sealer {
  /** Id of the data key that new values are sealed under. */
  readonly current: number;
  /** @param under id of another data key: what derives from sealed data goes when they go. Throws `KeyDestroyed` when it was destroyed. */
  seal(plain: Uint8Array, under?: number): Buffer;
  /** Opens what was sealed under data key `id`. Throws `KeyDestroyed` when the key was destroyed. */
  open(id: number, sealed: Uint8Array): Buffer;
  /** True when the data under this key were deleted by destroying it. */
  isDestroyed(id: number): boolean;
  /** Keyed hash for matching personal numbers without keeping them: 128 bits as hex. */
  match(text: string): string;
}

/** The data were deleted by destroying their key: a legal state, not a fault. */
export class KeyDestroyed extends Error {
  readonly id: number;

  constructor(id: number) {
    super(`数据密钥 ${id} 已销毁，数据不可恢复 / data key ${id} was destroyed: the data are gone for good`);
    this.id = id;
  }
}

const IV = 12;
const TAG = 16;

let pool = randomBytes(0);
let taken = 0;

/** Random bytes by the pool: asking the system for twelve at a time costs more than the encryption. */
function freshIv(): Buffer {
  if (taken + IV > pool.length) {
    pool = randomBytes(IV * 512);
    taken = 0;
  }
  taken += IV;
  return pool.subarray(taken - IV, taken);
}

/** AES-256-GCM under a key: nonce, tag, ciphertext. */
export function sealWith(key: Uint8Array, plain: Uint8Array): Buffer {
  const iv = freshIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

export function openWith(key: Uint8Array, sealed: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV));
  decipher.setAuthTag(sealed.subarray(IV, IV + TAG));
  const body = decipher.update(sealed.subarray(IV + TAG));
  decipher.final();
  return body;
}

/** The master key as given (32 bytes in hex or base64), or the one kept in the data folder, made at first start. */
export function readMasterKey(given: string | undefined, dataDir: string): Buffer {
  if (given) {
    const key = /^[0-9a-f]{64}$/i.test(given) ? Buffer.from(given, 'hex') : Buffer.from(given, 'base64');
    if (key.length !== 32)
      throw new Error('QUANTONG_MASTER_KEY 须为 32 字节 / must be 32 bytes as hex or base64');
    return key;
  }
  const file = join(dataDir, 'master-key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
}

interface KeyRow {
  id: number;
  purpose: 'seal' | 'match';
  wrapped: Buffer | null;
  retired_at: Date | null;
}

/** Loads the data keys, making the first pair in an empty database. */
export async function loadSealer(database: Database, masterKey: Buffer, at: number): Promise<Sealer> {
  await database.transaction(async tx => {
    await tx.query('lock table identity.data_key in exclusive mode');
    const has = await tx.query('select 1 from identity.data_key limit 1');
    if (has.rowCount === 0) {
      await addKey(tx, masterKey, 'seal', at);
      await addKey(tx, masterKey, 'match', at);
    }
  });
  return readSealer(database, masterKey);
}

/** The data keys as they stand. A rotation or destruction is a new edition: every process then reads them again before its next batch. */
export async function readSealer(from: Database | Tx, masterKey: Buffer): Promise<Sealer> {
  const rows = await rowsOf<KeyRow & Record<string, unknown>>(
    from,
    'select id, purpose, wrapped, retired_at from identity.data_key order by id',
  );
  const keys = new Map<number, Buffer | undefined>();
  let current = 0;
  let match: Buffer = Buffer.alloc(0);
  for (const row of rows) {
    const key = row.wrapped ? unwrapped(masterKey, row) : undefined;
    keys.set(row.id, key);
    if (!key || row.retired_at) continue;
    if (row.purpose === 'seal') current = row.id;
    else match = key;
  }
  const sealing = keys.get(current);
  if (!sealing || match.length === 0)
    throw new Error('没有可用的数据密钥 / no usable data key in identity.data_key');
  const matchKey = Buffer.from(hkdfSync('sha256', match, '', 'identity numbers', 32));
  const keyOf = (id: number) => {
    if (!keys.has(id)) throw new Error(`未知数据密钥 / unknown data key ${id}`);
    const key = keys.get(id);
    if (!key) throw new KeyDestroyed(id);
    return key;
  };
  return {
    current,
    seal: (plain, under) => sealWith(under === undefined ? sealing : keyOf(under), plain),
    open: (id, sealed) => openWith(keyOf(id), sealed),
    isDestroyed: id => keys.has(id) && keys.get(id) === undefined,
    match: remembering(text => createHmac('sha256', matchKey).update(text).digest('hex').slice(0, 32)),
  };
}

/** The same numbers are asked for several times while a batch is worked through. */
function remembering(hash: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return text => {
    let made = known.get(text);
    if (made === undefined) {
      made = hash(text);
      if (known.size >= 4096) known.clear();
      known.set(text, made);
    }
    return made;
  };
}

function unwrapped(masterKey: Buffer, { id, wrapped }: KeyRow): Buffer {
  try {
    return openWith(masterKey, wrapped ?? Buffer.alloc(0));
  } catch {
    throw new Error(
      `主密钥与数据库中的数据密钥 ${id} 不符：请使用建库时的 QUANTONG_MASTER_KEY 或 master-key 文件 / the master key does not open data key ${id} of this database: use the QUANTONG_MASTER_KEY or the master-key file it was made with`,
    );
  }
}

type Querier = Pick<Database, 'query'> | { query(text: string, values?: unknown[]): Promise<unknown> };

async function addKey(tx: Querier, masterKey: Buffer, purpose: 'seal' | 'match', at: number): Promise<void> {
  await tx.query(
    `insert into identity.data_key (id, purpose, wrapped, created_at)
     select coalesce(max(id), 0) + 1, $1, $2, to_timestamp($3 / 1000.0) from identity.data_key`,
    [purpose, sealWith(masterKey, randomBytes(32)), at],
  );
}

/** Makes a new sealing key current; values under older keys stay readable. Waits for the batches under way. */
export async function rotateDataKey(database: Database, masterKey: Buffer, at: number): Promise<void> {
  await database.transaction(async tx => {
    await changeEdition(tx);
    await tx.query('lock table identity.data_key in exclusive mode');
    await tx.query(
      "update identity.data_key set retired_at = to_timestamp($1 / 1000.0) where purpose = 'seal' and retired_at is null",
      [at],
    );
    await addKey(tx, masterKey, 'seal', at);
  });
}

/**
 * Deletes by destroying: everything sealed under `id` becomes unreadable for ever. The current key cannot be destroyed. Nothing is
 * being sealed under it meanwhile, because no batch is under way.
 */
export async function destroyDataKey(database: Database, id: number, at: number): Promise<void> {
  await database.transaction(async tx => {
    await changeEdition(tx);
    const { rowCount } = await tx.query(
      `update identity.data_key set wrapped = null, destroyed_at = to_timestamp($2 / 1000.0)
       where id = $1 and purpose = 'seal' and retired_at is not null returning id`,
      [id, at],
    );
    if (!rowCount)
      throw new Error(`只能销毁已停用的数据密钥 / only a retired sealing key can be destroyed, not ${id}`);
  });
}
