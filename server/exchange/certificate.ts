import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { localSigner, verifyOctets } from '../../messages/index.ts';
import { openWith, sealWith } from '../identity/index.ts';
import type { Database, Tx } from '../store/index.ts';
import type { ChannelState } from './channel.ts';

/**
 * While the channel to customs is down, each declaration that waits gets a certificate: who tried to declare what, when, and that the
 * channel was down. The text is signed to the letter with SM2; whoever has the platform's public key can check it without us.
 */
export interface CertificateSigner {
  readonly publicPem: string;
  /** Digest of the public key, first 16 hex digits. */
  readonly keyId: string;
  readonly sign: (text: string) => string;
}

/** A certificate as it is handed out. */
export interface OutageCertificate {
  readonly seq: number;
  /** The JSON text that is signed. */
  readonly statement: string;
  /** SM2 with SM3, user id 1234567812345678, r‖s, base64. */
  readonly signature: string;
}

/** What the statement says. Times ISO 8601 in UTC. No personal data. */
export interface OutageStatement {
  readonly certificate: number;
  readonly declarant: string;
  readonly document: { readonly type: string; readonly key: string };
  readonly envelope: { readonly id: string; readonly sha256: string };
  readonly triedAt: string;
  readonly channel: { readonly state: 'down'; readonly since?: string; readonly why?: string };
  readonly issuedAt: string;
  readonly key: string;
}

/** The platform's signing key, made at first need and wrapped by the master key. */
export async function loadSigner(
  database: Database,
  masterKey: Buffer,
  at: number,
): Promise<CertificateSigner> {
  const row = await database.transaction(async tx => {
    await tx.query('lock table exchange.signing_key in exclusive mode');
    const { rows } = await tx.query<{ wrapped: Buffer; public: string }>(
      'select wrapped, public from exchange.signing_key order by id desc limit 1',
    );
    return rows[0] ?? makeKey(tx, masterKey, at);
  });
  const privateKey = createPrivateKey({
    key: openWith(masterKey, row.wrapped),
    format: 'der',
    type: 'pkcs8',
  });
  const sign = localSigner(privateKey, 'sm2-sm3');
  return {
    publicPem: row.public,
    keyId: keyIdOf(createPublicKey(row.public)),
    sign: text => Buffer.from(sign(Buffer.from(text, 'utf8'))).toString('base64'),
  };
}

async function makeKey(tx: Tx, masterKey: Buffer, at: number): Promise<{ wrapped: Buffer; public: string }> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'SM2' });
  const wrapped = sealWith(masterKey, pair.privateKey.export({ type: 'pkcs8', format: 'der' }));
  const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  await tx.query(
    'insert into exchange.signing_key (id, wrapped, public, created_at) values (1, $1, $2, $3)',
    [wrapped, publicPem, at],
  );
  return { wrapped, public: publicPem };
}

function keyIdOf(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** Checks a certificate against a public key in PEM. Gives what it says, or undefined when it is not by that key. */
export function verifyCertificate(
  { statement, signature }: Pick<OutageCertificate, 'statement' | 'signature'>,
  publicPem: string,
): OutageStatement | undefined {
  try {
    const key = createPublicKey(publicPem);
    const octets = Buffer.from(statement, 'utf8');
    if (!verifyOctets('sm2-sm3', octets, key, Buffer.from(signature, 'base64'))) return undefined;
    return JSON.parse(statement) as OutageStatement;
  } catch {
    return undefined;
  }
}

const AT_ONCE = 500;
/** Certificates are numbered one after another. No other lock of the database bears this number. */
const LOCK = 7_301_009;

interface Uncertified {
  message: string;
  record: number;
  type: string;
  key: string;
  org_code: string;
  test: boolean;
  received_at: bigint;
  envelope_id: string;
  digest: Buffer;
}

/**
 * Issues certificates for declarations that wait while the channel is down; gives their number. Numbers run without gaps. Call again
 * while it gives as many as it can at once.
 */
export async function issueCertificates(
  database: Database,
  signer: CertificateSigner,
  channel: ChannelState,
  at: number,
): Promise<number> {
  if (channel.up) return 0;
  return database.transaction(async tx => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await tx.query<Uncertified>(
      `select f.message, f.record, f.type, regexp_replace(f.key, '^test!', '') as key, f.org_code, f.test, f.received_at,
              f.envelope_id, e.digest
       from exchange.outbox o join clearance.forward f on f.message = o.id join gateway.envelope e on e.id = f.envelope_id
       where o.sent_at is null
         and not exists (select 1 from exchange.certificate c where c.message = f.message and c.record = f.record)
       order by o.due, o.seq, f.record limit $1`,
      [AT_ONCE],
    );
    if (rows.length === 0) return 0;
    const { rows: last } = await tx.query<{ seq: bigint }>(
      'select coalesce(max(seq), 0) as seq from exchange.certificate',
    );
    let seq = Number(last[0]?.seq ?? 0n);
    for (const row of rows) {
      seq += 1;
      const statement = JSON.stringify(statementOf(row, seq, signer, channel, at));
      await tx.query(
        `insert into exchange.certificate (seq, message, record, org_code, test, at, statement, signature)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [seq, row.message, row.record, row.org_code, row.test, at, statement, signer.sign(statement)],
      );
    }
    return rows.length;
  });
}

function statementOf(
  row: Uncertified,
  seq: number,
  signer: CertificateSigner,
  channel: ChannelState,
  at: number,
): OutageStatement {
  return {
    certificate: seq,
    declarant: row.org_code,
    document: { type: row.type, key: row.key },
    envelope: { id: row.envelope_id, sha256: row.digest.toString('hex') },
    triedAt: new Date(Number(row.received_at)).toISOString(),
    channel: {
      state: 'down',
      ...(channel.since === undefined ? {} : { since: new Date(channel.since).toISOString() }),
      ...(channel.why === undefined ? {} : { why: channel.why }),
    },
    issuedAt: new Date(at).toISOString(),
    key: signer.keyId,
  };
}

/** Certificates of an organisation after a number, oldest first. */
export async function readCertificatesOf(
  database: Database,
  asked: { readonly orgCode: string; readonly test: boolean; readonly after: number; readonly limit: number },
): Promise<readonly OutageCertificate[]> {
  const rows = await database.query<{ seq: bigint; statement: string; signature: string }>(
    `select seq, statement, signature from exchange.certificate
     where org_code = $1 and test = $2 and seq > $3 order by seq limit $4`,
    [asked.orgCode, asked.test, asked.after, asked.limit],
  );
  return rows.map(row => ({ seq: Number(row.seq), statement: row.statement, signature: row.signature }));
}
