import { type Incoming, isFromCustoms } from '../cases/index.ts';
import { decodeXml, unwrapTransport } from '../messages/index.ts';
import type { Finding } from '../shared/index.ts';
import type { MessageRead } from './gateway/index.ts';
import type { Caller } from './identity/index.ts';
import type { Database } from './store/index.ts';

/** In an envelope's meta: it was brought under a key with the scope `customs`. */
export const CUSTOMS = 'customs';
const ABOUT = 'about';
/** The key may bring what customs says, and nothing of an enterprise's. */
const ONLY = 'only';

/** The documents that a format-check receipt (900) speaks of, by the record of the receipt. */
type About = Readonly<Record<string, Incoming['about']>>;

/**
 * What must be remembered with an envelope from customs so that it reads the same for ever: that it came from customs, and for a
 * format-check receipt (900), which names only the CopMsgId of what was sent, the documents that had been in that message.
 */
export async function customsMeta(
  { database }: { readonly database: Database },
  { bytes, caller }: { readonly bytes: Buffer; readonly caller: Pick<Caller, 'scopes'> },
): Promise<Record<string, string>> {
  const mark = { [CUSTOMS]: caller.scopes.includes('submit') ? '1' : ONLY };
  const business = Buffer.from(unwrapTransport(bytes) ?? bytes);
  if (!business.includes('CEB900Message')) return mark;
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
  return { ...mark, [ABOUT]: JSON.stringify(about) };
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

/** A key that only brings receipts declares nothing in anybody's name: a message with anything else in it is refused whole. */
export function onlyReceipts(read: MessageRead, meta: Readonly<Record<string, string>>): MessageRead {
  if (meta[CUSTOMS] !== ONLY || read.refusal) return read;
  const stray = read.decoded.records.find(
    ({ document: { type } }) => !isFromCustoms(type) && type !== 'DeclarationForm',
  );
  if (!stray) return read;
  const { type } = stray.document;
  const refusal: Finding = {
    rule: 'messages/format',
    code: 'customs-key-only-receipts',
    severity: 'reject',
    document: { type, key: '' },
    path: '',
    value: null,
    cites: [
      {
        text: '海关跨境电商统一版系统企业对接报文规范（202205版）',
        article: '报文分类（企业申报报文、海关回执报文）',
        from: '2022-05-17',
        verified: true,
      },
    ],
    message: {
      zh: `此密钥只有“customs”权限，只能报送海关回执和报关单，不能申报 ${type}。申报请用带“submit”权限的企业密钥。`,
      en: `This key has the scope "customs" only: it brings receipts of customs and declaration forms and may not declare a ${type}. Declare with an enterprise's key that has the scope "submit".`,
    },
  };
  return { ...read, refusal };
}

/** A receipt of customs whose frame is faulty is read all the same, as long as it can be read. */
export function lenient(read: MessageRead): MessageRead {
  const { refusal, ...rest } = read;
  const first = rest.decoded.records[0]?.document;
  const readable = refusal && !rest.decoded.refused && first && isFromCustoms(first.type);
  return readable ? rest : read;
}
