import { type RegisteredCertificate, readCertificate } from '../../messages/index.ts';
import { type Database, rowsOf, type Tx } from '../store/index.ts';

const KEPT_MS = 5_000;

/** A certificate with the instant of its registration: a message is judged by the certificates of its own moment, also in a replay. */
type Dated = RegisteredCertificate & { readonly registeredAt: number };

const kept = new WeakMap<Database, { until: number; list: readonly Dated[] }>();

interface CertificateRow {
  org_code: string;
  body: string;
  created_ms: string;
  revoked_ms: string | null;
}

/**
 * The certificates registered by the instant `at`; kept for five seconds, as API keys are.
 * @param from the connection of a transaction that is under way, if there is one: it must not wait for a second
 */
export async function readCertificates(
  database: Database,
  at: number,
  from: Database | Tx = database,
): Promise<readonly RegisteredCertificate[]> {
  const list = await readAll(database, at, from);
  return list.filter(entry => entry.registeredAt <= at);
}

async function readAll(database: Database, at: number, from: Database | Tx): Promise<readonly Dated[]> {
  const before = kept.get(database);
  if (before && before.until > at && before.until <= at + KEPT_MS) return before.list;
  const rows = await rowsOf<CertificateRow & Record<string, unknown>>(
    from,
    `select org_code, body, (extract(epoch from created_at) * 1000)::bigint::text as created_ms,
            (extract(epoch from revoked_at) * 1000)::bigint::text as revoked_ms from identity.certificate`,
  );
  const list = rows.flatMap(row => {
    const certificate = readCertificate(row.body);
    if (!certificate) return [];
    return [
      {
        certificate,
        owner: row.org_code,
        registeredAt: Number(row.created_ms),
        ...(row.revoked_ms === null ? {} : { revokedAt: Number(row.revoked_ms) }),
      },
    ];
  });
  kept.set(database, { until: at + KEPT_MS, list });
  return list;
}

/** Registers a certificate for an organisation. Undefined when the text is no readable X.509 certificate. */
export async function addCertificate(
  database: Database,
  orgCode: string,
  pem: string,
  at: number,
): Promise<{ fingerprint: string; serial: string } | undefined> {
  const certificate = readCertificate(pem);
  if (!certificate) return undefined;
  await database.query(
    `insert into identity.certificate (fingerprint, org_code, key_name, body, created_at)
     values ($1, $2, $3, $4, to_timestamp($5 / 1000.0)) on conflict (fingerprint) do nothing`,
    [certificate.fingerprint, orgCode, certificate.serial, certificate.base64, at],
  );
  kept.delete(database);
  return { fingerprint: certificate.fingerprint, serial: certificate.serial };
}

export async function revokeCertificate(
  database: Database,
  fingerprint: string,
  at: number,
): Promise<boolean> {
  const rows = await database.query(
    'update identity.certificate set revoked_at = to_timestamp($2 / 1000.0) where fingerprint = $1 and revoked_at is null returning fingerprint',
    [fingerprint, at],
  );
  kept.delete(database);
  return rows.length > 0;
}
