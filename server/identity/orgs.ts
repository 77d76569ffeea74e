import type { Enterprise } from '../../rules/index.ts';
import { type Database, rowsOf, type Tx } from '../store/index.ts';

/** An organisation in the zone's enterprise register. */
export interface Org extends Enterprise {
  readonly signature: 'required' | 'if-present' | 'off';
  readonly demo: boolean;
}

interface OrgRow {
  code: string;
  name: string;
  roles: Enterprise['roles'];
  suspended: boolean;
  signature: Org['signature'];
  demo: boolean;
}

/** All organisations by code. The register of a zone is small (thousands), so readers keep it whole and reload when it changed. */
export async function readOrgs(from: Database | Tx): Promise<ReadonlyMap<string, Org>> {
  const rows = await rowsOf<OrgRow>(
    from,
    'select code, name, roles, suspended, signature, demo from identity.org',
  );
  return new Map(rows.map(row => [row.code, row]));
}

/** Adds organisations or replaces their name, roles and settings. Call inside the transaction that holds the edition's lock. */
export async function putOrgs(tx: Tx, orgs: readonly Org[], at: number): Promise<void> {
  await tx.query(
    `insert into identity.org (code, name, roles, suspended, signature, demo, created_at)
     select o.code, o.name, o.roles, coalesce(o.suspended, false), o.signature, o.demo, to_timestamp($2 / 1000.0)
     from jsonb_to_recordset($1::jsonb) as o(code text, name text, roles jsonb, suspended boolean, signature text, demo boolean)
     on conflict (code) do update set name = excluded.name, roles = excluded.roles, suspended = excluded.suspended,
       signature = excluded.signature, demo = excluded.demo`,
    [JSON.stringify(orgs), at],
  );
}
