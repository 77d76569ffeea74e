import { createHash } from 'node:crypto';
import type { Law } from '../../../law/index.ts';
import {
  businessKey,
  type Document,
  decodeXml,
  embeddedOnly,
  joinKey,
  readTransport,
  verifySignature,
} from '../../../messages/index.ts';
import type { Finding, Instant } from '../../../shared/index.ts';
import { beijingDate, stamp17 } from '../../../shared/index.ts';
import { settleExport, settleImport } from './decide.ts';
import { type Given, madeGuid, receiptOn, refusal, type Said, TOLD } from './receipt.ts';
import {
  type Desk,
  type HeldList,
  type Planned,
  type Speech,
  type TwinSetting,
  type TwinState,
  waybillKey,
} from './state.ts';

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

/** Speaks on a declaration, `after` milliseconds from now. */
export function speak(desk: Desk, declared: Document, said: Said, after: number, given: Given = {}): void {
  const due = desk.at + after;
  const guid = madeGuid(desk.setting.seed, desk.input, declared.type, said.status, desk.speeches.length);
  desk.speeches.push({ to: desk.to, due, document: receiptOn(declared, said, { at: due, given, guid }) });
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

/** Case key of a list: platform and order number. Import and export lists are kept apart by the letter. */
export function listKey({ type, head }: Document): string {
  return `${type === 'CEB603Message' ? 'E' : 'I'}|${joinKey([head['ebpCode'], head['orderNo']])}`;
}

function numbersOf(desk: Desk, document: Document): Given {
  const letter = PRE_LETTERS[document.type];
  const serial = (Number(desk.input.split('-')[0]) * 100 + Number(desk.input.split('-')[1])) % 1_000_000_000;
  const digits = String(serial).padStart(9, '0');
  const day = beijingDate(desk.at).replaceAll('-', '');
  const { head, type } = document;
  const flag = type === 'CEB621Message' ? 'I' : type === 'CEB603Message' ? 'E' : undefined;
  const before = flag && desk.state.lists.get(listKey(document));
  return {
    preNo: before ? before.preNo : `${letter ?? 'X'}${day}${digits}`,
    ...(flag
      ? {
          invtNo: before
            ? before.invtNo
            : `${head['customsCode'] ?? '0000'}${day.slice(0, 4)}${flag}${digits}`,
        }
      : head['invtNo']
        ? { invtNo: head['invtNo'] }
        : {}),
    ...(type === 'CEB701Message' ? { sumNo: `S${day}${digits}` } : {}),
    ...(type === 'CEB711Message' ? { rkdNo: `R${day}${digits}` } : {}),
  };
}

const PRE_LETTERS: Readonly<Record<string, string>> = {
  CEB621Message: 'B',
  CEB603Message: 'B',
  CEB623Message: 'C',
  CEB605Message: 'C',
  CEB625Message: 'T',
  CEB213Message: 'T',
};

function heldList(desk: Desk, document: Document, given: Given, become: HeldList['state']): HeldList {
  const list: HeldList = {
    document,
    to: desk.to,
    preNo: given.preNo ?? '',
    invtNo: given.invtNo ?? '',
    state: become,
    last: desk.at + desk.setting.delays.check,
  };
  desk.state.listByNumber.set(list.invtNo, listKey(document));
  return list;
}

function keepList(desk: Desk, document: Document, given: Given): void {
  const key = listKey(document);
  const waybill = waybillKey(document.head['logisticsCode'], document.head['logisticsNo']);
  desk.state.lists.set(key, heldList(desk, document, given, 'kept'));
  append(desk.state.listsByWaybill, waybill, key);
  speak(desk, document, TOLD.kept, desk.setting.delays.check, given);
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key) ?? [];
  if (!list.includes(value)) map.set(key, [...list, value]);
}

type Keeper = (desk: Desk, document: Document, given: Given) => void;

const checked: Keeper = (desk, document, given) =>
  speak(desk, document, TOLD.kept, desk.setting.delays.check, given);
const reviewed: Keeper = (desk, document, given) =>
  speak(desk, document, TOLD.reviewed, desk.setting.delays.check, given);

function onWaybills(mark: 'arrived' | 'departed' | undefined): Keeper {
  return (desk, document, given) => {
    reviewed(desk, document, given);
    if (!mark) return;
    for (const line of document.lines) {
      const waybill = waybillKey(document.head['logisticsCode'], line['logisticsNo']);
      desk.state[mark].add(waybill);
      for (const key of desk.state.listsByWaybill.get(waybill) ?? [])
        if (key.startsWith('E|')) settleExport(desk, key);
    }
  };
}

function cancel(open: readonly HeldList['state'][]): Keeper {
  return (desk, document, given) => {
    const { check, decide } = desk.setting.delays;
    const key = desk.state.listByNumber.get(document.head['invtNo'] ?? '');
    const list = key === undefined ? undefined : desk.state.lists.get(key);
    if (!list || !open.includes(list.state)) {
      speak(desk, document, refusal('-623005', '清单不存在或已放行，不能撤销'), check, given);
      return;
    }
    list.state = 'cancelled';
    desk.state.documents.delete(`${list.document.type} ${businessKey(list.document)}`);
    speak(desk, document, TOLD.kept, check, given);
    speak(
      desk,
      document,
      { status: '399', info: '[Code:2300;Desc:审核通过],撤单申请审核通过,清单已成功撤单' },
      decide,
      given,
    );
  };
}

const giveBack: Keeper = (desk, document, given) => {
  const { check, decide } = desk.setting.delays;
  const key = desk.state.listByNumber.get(document.head['invtNo'] ?? '');
  const list = key === undefined ? undefined : desk.state.lists.get(key);
  if (!list || (list.state !== 'released' && list.state !== 'departed')) {
    speak(desk, document, refusal('-625005', '原清单不存在或未放行，不能退货'), check, given);
    return;
  }
  speak(desk, document, TOLD.kept, check, given);
  speak(desk, document, TOLD.reviewed, decide, given);
  speak(desk, document, TOLD.released, decide + 1, given);
};

/** What customs does with each kind of declaration once its form is right. */
const KEEPERS: Readonly<Record<string, Keeper>> = {
  CEB311Message(desk, document, given) {
    checked(desk, document, given);
    settleImport(desk, `I|${businessKey(document)}`);
  },
  CEB411Message(desk, document, given) {
    checked(desk, document, given);
    const { ebpCode, orderNo } = document.head;
    const order = joinKey([ebpCode, orderNo]);
    append(desk.state.paymentsByOrder, order, businessKey(document));
    settleImport(desk, `I|${order}`);
  },
  CEB511Message(desk, document, given) {
    checked(desk, document, given);
    const waybill = waybillKey(document.head['logisticsCode'], document.head['logisticsNo']);
    for (const key of desk.state.listsByWaybill.get(waybill) ?? []) settleImport(desk, key);
  },
  CEB513Message: reviewed,
  CEB621Message(desk, document, given) {
    keepList(desk, document, given);
    settleImport(desk, listKey(document));
  },
  CEB623Message: cancel(['kept', 'reviewed']),
  CEB625Message: giveBack,
  CEB711Message: reviewed,
  CEB303Message(desk, document, given) {
    checked(desk, document, given);
    settleExport(desk, `E|${joinKey([document.head['ebpCode'], document.head['orderNo']])}`);
  },
  CEB403Message: checked,
  CEB505Message(desk, document, given) {
    checked(desk, document, given);
    const waybill = waybillKey(document.head['logisticsCode'], document.head['logisticsNo']);
    for (const key of desk.state.listsByWaybill.get(waybill) ?? [])
      if (key.startsWith('E|')) settleExport(desk, key);
  },
  CEB603Message(desk, document, given) {
    keepList(desk, document, given);
    settleExport(desk, listKey(document));
  },
  CEB605Message: cancel(['kept', 'reviewed']),
  CEB607Message: onWaybills(undefined),
  CEB507Message: onWaybills('arrived'),
  CEB509Message: onWaybills('departed'),
  CEB213Message: giveBack,
  CEB215Message: reviewed,
  CEB701Message: reviewed,
};

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
    const most = group[0]?.document.type === 'CEB900Message' ? 1 : RECORDS_MAX;
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
