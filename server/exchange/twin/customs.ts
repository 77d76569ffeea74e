import { createHash } from 'node:crypto';
import type { Law } from '../../../law/index.ts';
import {
  businessKey,
  type Document,
  decodeXml,
  embeddedOnly,
  readTransport,
  verifySignature,
} from '../../../messages/index.ts';
import { type Finding, type Instant, stamp17 } from '../../../shared/index.ts';
import { heldList, listKey, numbersOf, speak } from './desk.ts';
import { KEEPERS } from './keepers.ts';
import { madeGuid, refusal, TOLD } from './receipt.ts';
import type { Desk, Planned, Speech, TwinSetting, TwinState } from './state.ts';

/** A message as it lay in the folder. */
export interface TwinInput {
  readonly bytes: Uint8Array;
  readonly at: Instant;
}

/**
 * Customs takes a message: checks its form, its signature and its documents, keeps what is right and plans what it will say. It knows
 * only the bytes that came. Deterministic: the same inputs in the same order give the same receipts at the same times.
 */
export function takeMessage(
  state: TwinState,
  { bytes, at }: TwinInput,
  setting: TwinSetting,
  law: Law,
): readonly Planned[] {
  state.inputs += 1;
  const number = state.inputs;
  const transport = readTransport(bytes);
  if (transport && ('fault' in transport || transport.kind === 'report')) return [];
  const message = transport?.message;
  const to = message?.senderId;
  const business = message?.data ?? bytes;
  const decoded = decodeXml(business, { codes: law, at });
  const speeches: Speech[] = [];
  const whole =
    decoded.refused ??
    decoded.findings.find(finding => finding.severity === 'reject') ??
    badSignature(business, at);
  if (whole || !decoded.frame) {
    speeches.push({
      to,
      due: at + setting.delays.accept,
      document: formatAnswer(business, {
        id: message?.copMsgId ?? `M${number}`,
        type: decoded.frame?.type ?? '',
        info: whole ? reasonOf(whole) : '报文格式校验异常',
        at: at + setting.delays.accept,
      }),
    });
    return messagesOf(speeches, number);
  }
  for (const record of decoded.records) {
    const desk: Desk = { state, setting, law, at, to, input: `${number}-${record.index}`, speeches };
    takeRecord(desk, record.document, record.findings);
  }
  return messagesOf(speeches, number);
}

function badSignature(business: Uint8Array, at: Instant): Finding | string | undefined {
  const text = Buffer.from(business).toString('utf8');
  if (!/<(?:\w+:)?Signature[\s>]/.test(text)) return undefined;
  const verdict = verifySignature(text, { at, find: embeddedOnly });
  return verdict.state === 'invalid' ? `验签失败：${verdict.message.zh}` : undefined;
}

function reasonOf(why: Finding | string): string {
  return typeof why === 'string' ? why : `${why.code}：${why.message.zh}`;
}

function takeRecord(desk: Desk, document: Document, findings: readonly Finding[]): void {
  const { state, setting } = desk;
  const { delays } = setting;
  const { type, head } = document;
  const key = businessKey(document);
  const slot = `${type} ${key}`;
  const isList = type === 'CEB621Message' || type === 'CEB603Message';
  const given = numbersOf(desk, document);
  if (isReceipt(type)) return;
  const wrong = findings.filter(finding => finding.severity === 'reject');
  const [first] = wrong;
  if (first) {
    speak(desk, document, refusal(first.code, first.message.zh), delays.accept, given);
    return;
  }
  if (head['appStatus'] === '1') {
    speak(desk, document, TOLD.stored, delays.accept, given);
    return;
  }
  const before = state.documents.get(slot);
  const refused = isList && state.lists.get(listKey(document))?.state === 'refused';
  if (head['appType'] === '1' && before && !refused) {
    speak(desk, document, refusal(DUPLICATES[type] ?? '-304001', '业务主键重复'), delays.accept, given);
    return;
  }
  // The first receipt on an import list has no list number yet; that on an export list must have one.
  const { invtNo: _later, ...atFirst } = given;
  speak(desk, document, TOLD.accepted, delays.accept, type === 'CEB621Message' ? atFirst : given);
  const chosen = byChance(setting, key);
  if (chosen !== undefined && isList) {
    if (!before) state.documents.set(slot, document);
    state.lists.set(listKey(document), heldList(desk, document, given, 'refused'));
    speak(desk, document, refusal(chosen, '演示海关按设定比例退单'), delays.check, given);
    return;
  }
  state.documents.set(slot, document);
  KEEPERS[type]?.(desk, document, given);
}

const DUPLICATES: Readonly<Record<string, string>> = {
  CEB311Message: '-301010',
  CEB411Message: '-401007',
  CEB511Message: '-504012',
  CEB621Message: '-621004',
};

function isReceipt(type: string): boolean {
  return KEEPERS[type] === undefined;
}

/** The share of refusals: whether and why this key is among them. */
function byChance({ refuseShare, refuseCodes, seed }: TwinSetting, key: string): string | undefined {
  if (refuseShare <= 0) return undefined;
  const drawn = createHash('sha256').update(`${seed}\n${key}`).digest().readUInt32BE(0);
  if (drawn / 2 ** 32 >= refuseShare) return undefined;
  return refuseCodes[drawn % Math.max(1, refuseCodes.length)] ?? '1322';
}

interface FormatFault {
  readonly id: string;
  readonly type: string;
  readonly info: string;
  readonly at: Instant;
}

/** Format-check receipt (900): names the CopMsgId of the transport message. */
function formatAnswer(business: Uint8Array, fault: FormatFault): Document {
  const beginning = Buffer.from(business).subarray(0, 600).toString('utf8');
  const printable = [...beginning].filter(sign => sign >= ' ' && sign < '\ufff0').join('') || '-';
  return {
    type: 'CEB900Message',
    head: {
      guid: madeGuid('900', fault.id),
      returnStatus: '-1',
      returnInfo: `[Code:0002;Desc:${fault.info}]`.slice(0, 5000),
      returnTime: stamp17(fault.at),
      oriCopMsgId: fault.id,
      oriMessageType: fault.type || 'Unknown',
      oriBizMessage: printable,
    },
    lines: [],
  };
}

const RECORDS_MAX = 100;
/** A 900 names one message; results have hundreds of lines each. */
const AT_ONCE: Readonly<Record<string, number>> = { CEB900Message: 1, CEB792Message: 10 };

/** Puts receipts of one type, one moment and one receiver into one message. */
function messagesOf(speeches: readonly Speech[], input: number): readonly Planned[] {
  const groups = new Map<string, Speech[]>();
  for (const speech of speeches) {
    const name = `${speech.due} ${speech.document.type} ${speech.to ?? ''}`;
    const group = groups.get(name);
    if (group) group.push(speech);
    else groups.set(name, [speech]);
  }
  const planned: Planned[] = [];
  for (const group of groups.values()) {
    const most = AT_ONCE[group[0]?.document.type ?? ''] ?? RECORDS_MAX;
    for (let from = 0; from < group.length; from += most) {
      const part = group.slice(from, from + most);
      const [first] = part;
      if (!first) continue;
      planned.push({
        id: `${input}-${planned.length + 1}`,
        due: first.due,
        to: first.to,
        documents: part.map(speech => speech.document),
      });
    }
  }
  return planned;
}
