import { type Incoming, isFromCustoms } from '../cases/index.ts';
import { decodeXml, unwrapTransport } from '../messages/index.ts';
import type { MessageRead } from './gateway/index.ts';
import type { Database } from './store/index.ts';

/** In an envelope's meta: it was brought under a key with the scope `customs`. */
export const CUSTOMS = 'customs';
const ABOUT = 'about';

/** The documents that a format-check receipt (900) speaks of, by the record of the receipt. */
type About = Readonly<Record<string, Incoming['about']>>;

/**
 * What must be remembered with an envelope from customs so that it reads the same for ever: that it came from customs, and for a
 * format-check receipt (900), which names only the CopMsgId of what was sent, the documents that had been in that message.
 */
export async function customsMeta(
  { database }: { readonly database: Database },
  { bytes }: { readonly bytes: Buffer },
): Promise<Record<string, string>> {
  const business = Buffer.from(unwrapTransport(bytes) ?? bytes);
  if (!business.includes('CEB900Message')) return { [CUSTOMS]: '1' };
  const about: Record<string, Incoming['about']> = {};
  for (const { index, document } of decodeXml(business).records) {
    const id = document.head['oriCopMsgId'] ?? '';
    if (!UUID.test(id)) continue;
    const rows = await database.query<{ type: `CEB${number}Message`; key: string }>(
      "select type, regexp_replace(key, '^test!', '') as key from clearance.forward where message = $1 order by seq",
      [id],
    );
    if (rows.length > 0) about[String(index)] = rows.map(({ type, key }) => ({ type, key }));
  }
  return { [CUSTOMS]: '1', [ABOUT]: JSON.stringify(about) };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Marks the receipts of an envelope from customs. Their own faults of form refuse nothing: customs is not to be corrected. */
export function markCustoms(
  incoming: readonly Incoming[],
  meta: Readonly<Record<string, string>> | undefined,
): Incoming[] {
  if (meta?.[CUSTOMS] === undefined) return [...incoming];
  const about = JSON.parse(meta[ABOUT] ?? '{}') as About;
  return incoming.map(record => {
    if (!isFromCustoms(record.document.type)) return record;
    const told = about[String(record.record)];
    return { ...record, findings: [], customs: true, ...(told ? { about: told } : {}) };
  });
}

/** A receipt of customs whose frame is faulty is read all the same, as long as it can be read. */
export function lenient(read: MessageRead): MessageRead {
  const { refusal, ...rest } = read;
  const first = rest.decoded.records[0]?.document;
  const readable = refusal && !rest.decoded.refused && first && isFromCustoms(first.type);
  return readable ? rest : read;
}
