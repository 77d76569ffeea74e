import { createHash } from 'node:crypto';
import { derivedGuid } from '../../cases/index.ts';
import type { Law } from '../../law/index.ts';
import {
  type Decoded,
  type DecodedRecord,
  decodeJson,
  decodeSheet,
  decodeXml,
  encodeXml,
  isKnownType,
  type PortReceipt,
  type RegisteredCertificate,
  readPortReceipts,
  type SheetDecoded,
  unwrapTransport,
} from '../../messages/index.ts';
import { type Bilingual, type Cite, type Finding, type Instant, stamp14 } from '../../shared/index.ts';
import type { Media } from './envelope.ts';
import { jsonItems } from './json-array.ts';
import { mediaOf } from './read-body.ts';
import { checkSheetSignature, checkSignature, type SignaturePolicy } from './signature-policy.ts';

/** A message as read: what it holds, or why it cannot be taken at all. */
export interface MessageRead {
  readonly media: Media;
  readonly decoded: Decoded;
  /** Set for spreadsheets: where each field stood. */
  readonly sheet?: SheetDecoded;
  /** The message as a whole is refused for this; nothing of it is processed. */
  readonly refusal?: Finding;
}

export interface ReadQuestion {
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
  /** Message type named beside the body; needed for spreadsheets whose header fits several. */
  readonly type?: string | undefined;
  readonly law: Law;
  readonly at: Instant;
  readonly bytesMax: number;
  readonly policy: SignaturePolicy;
  readonly registered: readonly RegisteredCertificate[];
  /** The sender is customs or the e-port: a local port's receipts are read too. */
  readonly fromCustoms?: boolean;
}

const CITE: Cite = {
  text: '海关跨境电商统一版系统企业对接报文规范（202205版）',
  article: '报文格式',
  from: '2022-05-17',
  verified: true,
};

/**
 * Reads XML (also inside the e-port's transport message), JSON, CSV or XLSX of any message type and applies the sender's signature
 * policy. Never throws on input.
 */
export async function readMessage(question: ReadQuestion): Promise<MessageRead> {
  const inner = unwrapTransport(question.bytes);
  if (inner) return readMessage({ ...question, bytes: inner, contentType: 'application/xml' });
  const { bytes } = question;
  const port = question.fromCustoms ? readPortReceipts(bytes) : undefined;
  if (port) return portReceipts(port);
  const media = mediaOf(bytes, question.contentType);
  if (bytes.length === 0) return refused('xml', 'empty', EMPTY);
  if (media === 'xls') return refused('xlsx', 'old-excel', OLD_EXCEL);
  if (media === 'unknown') return refused('xml', 'unknown-format', UNKNOWN);
  const options = { codes: question.law, at: question.at, limits: { bytes: question.bytesMax } };
  if (media === 'xml') {
    const decoded = decodeXml(bytes, options);
    if (decoded.refused) return { media, decoded, refusal: decoded.refused };
    return signed({ media, decoded }, question, () => new TextDecoder(decoded.encoding.used).decode(bytes));
  }
  if (media === 'json') {
    const decoded = decodeJson(bytes, options);
    if (decoded.refused) return { media, decoded, refusal: decoded.refused };
    // A signature is over XML; the JSON form stands for the message as we would write it.
    return signed({ media, decoded }, question, () => xmlOf(decoded));
  }
  const sheet = await decodeSheet(bytes, {
    kind: media,
    codes: question.law,
    at: question.at,
    fill: fillOf(question),
    ...(question.type !== undefined && isKnownType(question.type) ? { type: question.type } : {}),
  });
  const decoded = decodedSheet(sheet);
  if (sheet.refused) return { media, decoded, sheet, refusal: cited(sheet.refused) };
  const missing = checkSheetSignature(decoded, question.policy);
  return whole({ media, decoded: { ...decoded, findings: [...decoded.findings, ...missing] }, sheet });
}

/** A local port's receipts as if they were official ones. */
function portReceipts(receipts: readonly PortReceipt[]): MessageRead {
  const records = receipts.map(({ document }, index) => ({ index, document, findings: [] }));
  return { media: 'xml', decoded: { encoding: { used: 'utf-8' }, records, findings: [] } };
}

/** Applies the sender's signature policy to a message that was read. */
function signed(read: MessageRead, question: ReadQuestion, textOf: () => string): MessageRead {
  const { decoded, media } = read;
  const { policy, registered, at } = question;
  const found = checkSignature({ text: textOf, verbatim: media === 'xml', decoded, policy, registered, at });
  return whole({ ...read, decoded: { ...decoded, findings: [...decoded.findings, ...found] } });
}

/** Empty when a value holds a character that XML cannot carry: nobody can have signed that. */
function xmlOf({ frame, records }: Decoded): string {
  try {
    return frame ? encodeXml({ ...frame, documents: records.map(record => record.document) }) : '';
  } catch {
    return '';
  }
}

/**
 * Reads several messages written as one JSON array; undefined when the body is none. Signatures are told about and refuse nothing:
 * the bytes that were signed are not here. Never throws on input.
 */
export async function readMessages(question: ReadQuestion): Promise<readonly MessageRead[] | undefined> {
  const items =
    mediaOf(question.bytes, question.contentType) === 'json' ? jsonItems(question.bytes) : undefined;
  if (!items) return undefined;
  if (question.bytes.length > question.bytesMax || items.length > MESSAGES_MAX)
    return [refused('json', 'too-many-messages', TOO_MANY)];
  const policy = question.policy === 'required' ? 'if-present' : question.policy;
  const reads: MessageRead[] = [];
  for (const bytes of items)
    reads.push(await readMessage({ ...question, bytes, contentType: 'application/json', policy }));
  return reads;
}

/** Messages in one array: far more than the files that anybody checks at once. */
const MESSAGES_MAX = 1000;
const TOO_MANY: Bilingual = {
  zh: `一次最多预检 ${MESSAGES_MAX} 条报文，请分批。`,
  en: `At most ${MESSAGES_MAX} messages are checked at once; send them in several requests.`,
};

/** What the checks said of a record, with the cells they speak of. */
function inCells(sheet: SheetDecoded, { index, findings }: DecodedRecord): readonly Finding[] {
  return findings.map(finding => {
    const cell = sheet.cellOf(index, finding.path);
    return cell === undefined ? finding : { ...finding, cell };
  });
}

/** A sheet's records as a decoded message: what stands around the records in XML comes from the sender's key instead. */
function decodedSheet(sheet: SheetDecoded): Decoded {
  return {
    encoding: { used: sheet.encoding ?? 'utf-8' },
    records: sheet.records.map(record => ({ ...record, findings: inCells(sheet, record) })),
    findings: sheet.findings,
    ...(sheet.type === undefined
      ? {}
      : { frame: { type: sheet.type, guid: '', version: '1.0', subscribes: [] } }),
    ...(sheet.refused ? { refused: sheet.refused } : {}),
  };
}

/** Values for blank head cells. The guid derives from the file and the row, so that the same file sent twice is the same records. */
function fillOf({ bytes, at }: ReadQuestion): (index: number) => Record<string, string> {
  const digest = createHash('sha256').update(bytes).digest('hex');
  return index => ({
    guid: derivedGuid('sheet', digest, String(index)),
    appType: '1',
    appTime: stamp14(at),
    appStatus: '2',
  });
}

/** A fault of the message itself (its tail, its signature) refuses it whole: nobody can say which record it belongs to. */
function whole(read: MessageRead): MessageRead {
  const refusal = read.decoded.findings.find(finding => finding.severity === 'reject');
  return refusal ? { ...read, refusal } : read;
}

/** Sheets carry the fields of the official messages: their form follows from the same text. */
function cited(refusal: Finding): Finding {
  return refusal.cites.length > 0 ? refusal : { ...refusal, cites: [CITE] };
}

function refused(media: Media, code: string, message: Bilingual): MessageRead {
  const refusal: Finding = {
    rule: 'messages/format',
    code,
    severity: 'reject',
    document: { type: '', key: '' },
    path: '',
    value: null,
    cites: [CITE],
    message,
  };
  return {
    media,
    decoded: { encoding: { used: 'utf-8' }, records: [], findings: [], refused: refusal },
    refusal,
  };
}

const EMPTY: Bilingual = {
  zh: '请求没有内容。请把报文放在请求体中。',
  en: 'The request has no body. Put the message into the body.',
};
const OLD_EXCEL: Bilingual = {
  zh: '这是旧版 Excel（.xls）文件，无法安全读取。请在 Excel 中“另存为” .xlsx 后再上传。',
  en: 'This is an old Excel file (.xls), which cannot be read safely. Save it as .xlsx in Excel and upload that.',
};
const UNKNOWN: Bilingual = {
  zh: '认不出格式：既不是 XML、JSON，也不是 CSV 或 XLSX。',
  en: 'Unknown format: neither XML nor JSON, CSV or XLSX.',
};
