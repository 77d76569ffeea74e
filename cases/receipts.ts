import { createHash } from 'node:crypto';
import type { MessageType } from '../messages/index.ts';
import { type Finding, formatFen, formatFixed5, type Instant, stamp17 } from '../shared/index.ts';
import { type Direction, directionOfCase } from './keys.ts';
import { invtNo, preNo } from './numbers.ts';
import type { Answer, CaseState, Held, JournalNumber, TaxedPart } from './state.ts';

/** A state of a receipt and its text. */
export interface Step {
  readonly status: string;
  readonly info: string;
}

export const ACCEPTED: Step = { status: '2', info: '电子口岸申报中' };
export const STORED: Step = { status: '1', info: '电子口岸已暂存' };
export const KEPT: Step = { status: '120', info: '[Code:1800;Desc:逻辑校验通过]' };
export const REVIEWED: Step = { status: '399', info: '[Code:2300;Desc:审结通过]' };
export const RELEASED: Step = { status: '800', info: '[Code:2600;Desc:放行]' };
export const DEPARTED: Step = { status: '899', info: '[Code:2700;Desc:结关]' };
export const INSPECTION: Step = { status: '500', info: '[Code:1200;Desc:查验]' };
export const EXPIRED: Step = {
  status: '100',
  info: '[Code:1000;Desc:超期未收齐单证，清单退回，请补齐后重新申报]',
};

/** Receipt codes seen in practice for findings of the rules; any other finding is named by its own code. */
const RECEIPT_CODES: Readonly<Record<string, string>> = {
  'identity-number': '1300',
  'yearly-limit': '1313',
  'order-list': '1322',
  'list-lines': '1322',
  'buyer-payer': '1327',
  'order-payment': '13035',
};

/** The text of a refusal: every reason, each with the code in brackets, as `[Code:1313;Desc:…]`; an officer's own reason stands first. At most 1000 characters. */
export function refusalText(findings: readonly Finding[], reason?: string): string {
  const parts: string[] = [];
  let length = 0;
  const reasons = findings
    .filter(finding => finding.severity !== 'warn')
    .map(finding => [RECEIPT_CODES[finding.rule] ?? finding.code, finding.message.zh] as const);
  for (const [code, text] of reason === undefined ? reasons : [['1000', reason] as const, ...reasons]) {
    const part = `[Code:${code};Desc:${text.replace(/[[\];]/g, ' ')}]`;
    if (length + part.length > 1000) break;
    parts.push(part);
    length += part.length;
  }
  return parts.join('') || '[Code:0999;Desc:不符合要求]';
}

/** A guid that a replay makes again: from what is answered, never from chance. */
export function derivedGuid(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex').toUpperCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The guid of a record of an answer: the number of its input, its place, and 60 bits that tell apart what one input answers. Made some
 * ten times per parcel, so it costs no digest.
 */
function answerGuid(name: string, journal: bigint, index: number): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b);
    b ^= b >>> 13;
  }
  const first = hex(a, 8);
  const second = hex(b, 8);
  return `${first}-${second.slice(0, 4)}-5${second.slice(4, 7)}-8${hex(index, 3)}-${journal.toString(16).toUpperCase().padStart(12, '0')}`;
}

function hex(value: number, digits: number): string {
  return (value >>> 0).toString(16).toUpperCase().padStart(digits, '0').slice(-digits);
}

type Fields = Record<string, string>;

/** Which official receipt answers a declaration, and which fields of its head the receipt repeats, in XSD order. */
const RECEIPTS: Readonly<Record<string, readonly [MessageType, readonly string[]]>> = {
  CEB311Message: ['CEB312Message', ['ebpCode', 'ebcCode', 'orderNo']],
  CEB411Message: ['CEB412Message', ['payCode', 'payTransactionId']],
  CEB511Message: ['CEB512Message', ['logisticsCode', 'logisticsNo']],
  CEB513Message: ['CEB514Message', ['logisticsCode', 'logisticsNo', 'logisticsStatus']],
  CEB621Message: [
    'CEB622Message',
    ['customsCode', 'ebpCode', 'ebcCode', 'agentCode', 'copNo', 'preNo', 'invtNo'],
  ],
  CEB623Message: [
    'CEB624Message',
    ['customsCode', 'agentCode', 'ebpCode', 'ebcCode', 'copNo', 'preNo', 'invtNo'],
  ],
  CEB625Message: [
    'CEB626Message',
    ['customsCode', 'agentCode', 'ebpCode', 'ebcCode', 'copNo', 'preNo', 'invtNo'],
  ],
  CEB711Message: ['CEB712Message', ['customsCode', 'operatorCode', 'copNo', 'preNo', 'rkdNo']],
  CEB213Message: ['CEB214Message', ['ebpCode', 'ebcCode', 'agentCode', 'coElNo', 'preNo', 'invtNo']],
  CEB215Message: ['CEB216Message', ['operatorCode', 'logisticsCode', 'logisticsNo', 'coElNo', 'preNo']],
  CEB303Message: ['CEB304Message', ['ebpCode', 'ebcCode', 'orderNo']],
  CEB403Message: ['CEB404Message', ['ebcCode', 'orderNo', 'payNo']],
  CEB505Message: ['CEB506Message', ['logisticsCode', 'logisticsNo']],
  CEB507Message: ['CEB508Message', ['operatorCode', 'logisticsCode', 'preNo', 'copNo', 'billNo', 'msgSeqNo']],
  CEB509Message: ['CEB510Message', ['logisticsCode', 'copNo', 'preNo', 'msgSeqNo']],
  CEB603Message: [
    'CEB604Message',
    ['agentCode', 'copNo', 'preNo', 'invtNo', 'ebcCode', 'ebpCode', 'orderNo', 'statisticsFlag'],
  ],
  CEB605Message: ['CEB606Message', ['agentCode', 'copNo', 'preNo', 'invtNo']],
  CEB607Message: ['CEB608Message', ['agentCode', 'logisticsCode', 'copNo', 'preNo', 'billNo', 'msgSeqNo']],
  CEB701Message: ['CEB702Message', ['agentCode', 'ebcCode', 'copNo', 'preNo', 'sumNo', 'msgSeqNo']],
};

/** An arrival need name no bill (mail has none), but its receipt must have the element; the schema lets it be empty. */
const STANDS_EMPTY: ReadonlySet<string> = new Set(['CEB508Message/billNo']);

/** True when the type is a declaration that the platform answers with an official receipt. */
export function isAnswered(type: MessageType): boolean {
  return RECEIPTS[type] !== undefined;
}

/** Numbers that the answer carries although the declaration did not: made once the journal number is final. */
export interface Numbered {
  readonly letter: Parameters<typeof preNo>[0];
  readonly journal: JournalNumber;
  readonly at: Instant;
  /** The customs office, when an inventory number is due as well; its letter is that of the direction. */
  readonly customsCode?: string;
  readonly direction?: Direction;
}

interface AnswerOptions {
  readonly caseKey?: string;
  readonly numbered?: Numbered;
  /** Journal number and instant of the input that caused the answer (not always the document's own). */
  readonly journal: JournalNumber;
  readonly at: Instant;
  /** returnTime of the first record, each further one a millisecond later; left out: `at`. */
  readonly from?: Instant;
}

/**
 * The times of the next `count` records on a case's list: never before what was told already, whatever clock the inputs came by.
 * @returns the first of them; the case remembers the last
 */
export function nextTold(state: CaseState, at: Instant, count: number): Instant {
  const first = Math.max(at, (state.toldAt ?? at - 1) + 1);
  state.toldAt = first + count - 1;
  return first;
}

/**
 * The official receipt on a document, one record per state passed through. Undefined for types without a receipt.
 * Fields that neither the document nor the platform can fill are left out, as in the first receipts of practice.
 */
export function answer(held: Held, steps: readonly Step[], options: AnswerOptions): Answer | undefined {
  const receipt = RECEIPTS[held.document.type];
  if (!receipt) return undefined;
  const [type, repeated] = receipt;
  return {
    org: held.sender,
    type,
    key: held.key,
    ...(options.caseKey ? { caseKey: options.caseKey } : {}),
    journal: options.journal,
    at: options.at,
    render(confirm) {
      const numbers = options.numbered ? render(options.numbered, confirm) : {};
      return steps.map((step, index) => {
        const head: Fields = {
          guid: answerGuid(`${type} ${held.key} ${step.status}`, confirm(options.journal), index),
        };
        for (const name of repeated) {
          const value = numbers[name] ?? held.document.head[name];
          if (value !== undefined && value !== '') head[name] = value;
          else if (STANDS_EMPTY.has(`${type}/${name}`)) head[name] = '';
        }
        head['returnStatus'] = step.status;
        head['returnTime'] = stamp17((options.from ?? options.at) + index);
        head['returnInfo'] = step.info;
        return { head, lines: [] };
      });
    },
  };
}

function render(numbered: Numbered, confirm: (provisional: JournalNumber) => bigint): Fields {
  const journal = confirm(numbered.journal);
  return {
    preNo: preNo(numbered.letter, numbered.at, journal),
    ...(numbered.customsCode
      ? { invtNo: invtNo(numbered.customsCode, numbered.at, journal, numbered.direction) }
      : {}),
  };
}

/** What an electronic tax bill is made from. `state` 1 made, 3 void. */
export interface Bill {
  readonly list: Held;
  readonly parts: readonly TaxedPart[];
  readonly listJournal: JournalNumber;
  readonly listAt: Instant;
  readonly customsCode: string;
  readonly version: number;
}

/** A tax bill on the taxes of `parts`, numbered after the case's list and version. */
export function billOf(state: CaseState, list: Held, parts: readonly TaxedPart[]): Bill {
  return {
    list,
    parts,
    listJournal: state.listJournal ?? list.journal,
    listAt: state.listAt ?? list.at,
    customsCode: customsCodeOf(state, list),
    version: state.version,
  };
}

/** The customs office in the list's number: that of its first declaration. */
export function customsCodeOf(state: CaseState, list: Held): string {
  return state.customsCode || list.document.head['customsCode'] || '0000';
}

/** The numbers of the case's list, as its receipts tell them. */
export function numbersOf(state: CaseState, list: Held): Numbered {
  return {
    letter: 'B',
    journal: state.listJournal ?? list.journal,
    at: state.listAt ?? list.at,
    customsCode: customsCodeOf(state, list),
    direction: directionOfCase(state.key),
  };
}

/** Number of the tax bill: the inventory number and two digits of the case's version, so that a replacement has its own. */
function taxNo(
  bill: Bill,
  confirm: (provisional: JournalNumber) => bigint,
): { invtNo: string; taxNo: string } {
  const number = invtNo(bill.customsCode, bill.listAt, confirm(bill.listJournal));
  return { invtNo: number, taxNo: `${number}${String(bill.version).padStart(2, '0')}` };
}

interface BillOptions {
  readonly caseKey: string;
  readonly journal: JournalNumber;
  readonly at: Instant;
  /** returnTime. */
  readonly from: Instant;
}

function sum(parts: readonly TaxedPart[], tax: 'duty' | 'vat' | 'consumption'): bigint {
  return parts.reduce((total, part) => total + part[tax], 0n);
}

/** Electronic tax bill (816): per line the dutiable value and three taxes, the totals in the head. */
export function taxBill(bill: Bill, options: BillOptions): Answer {
  const { head } = bill.list.document;
  return {
    org: bill.list.sender,
    type: 'CEB816Message',
    key: bill.list.key,
    caseKey: options.caseKey,
    journal: options.journal,
    at: options.at,
    render(confirm) {
      const numbers = taxNo(bill, confirm);
      const made: Fields = {
        guid: derivedGuid('CEB816Message', numbers.taxNo),
        returnTime: stamp17(options.from),
        invtNo: numbers.invtNo,
        taxNo: numbers.taxNo,
        customsTax: formatFen(sum(bill.parts, 'duty')),
        valueAddedTax: formatFen(sum(bill.parts, 'vat')),
        consumptionTax: formatFen(sum(bill.parts, 'consumption')),
        status: '1',
      };
      for (const name of ['assureCode', 'ebcCode', 'logisticsCode', 'agentCode', 'customsCode']) {
        const value = head[name];
        if (value) made[name] = value;
      }
      const lines = bill.parts.map(part => ({
        gnum: part.gnum,
        gcode: part.gcode,
        taxPrice: formatFixed5(part.dutiable, 2),
        customsTax: formatFen(part.duty),
        valueAddedTax: formatFen(part.vat),
        consumptionTax: formatFen(part.consumption),
      }));
      return [{ head: made, lines }];
    },
  };
}

/** The void of a tax bill (818, status 3), after a return in time. */
export function taxBillVoid(bill: Bill, options: BillOptions): Answer {
  const assureCode = bill.list.document.head['assureCode'];
  return {
    org: bill.list.sender,
    type: 'CEB818Message',
    key: bill.list.key,
    caseKey: options.caseKey,
    journal: options.journal,
    at: options.at,
    render(confirm) {
      const numbers = taxNo(bill, confirm);
      const head: Fields = {
        guid: derivedGuid('CEB818Message', numbers.taxNo, '3'),
        returnTime: stamp17(options.from),
        invtNo: numbers.invtNo,
        taxNo: numbers.taxNo,
        status: '3',
        ...(assureCode ? { assureCode } : {}),
      };
      return [{ head, lines: [] }];
    },
  };
}

/** A message that cannot be read at all, as it is answered. */
export interface RefusedMessage {
  readonly envelopeId: string;
  readonly sender: string;
  readonly at: Instant;
  readonly type: string;
  readonly finding: Finding;
  /** The beginning of the message as text, so that the sender recognises it. */
  readonly beginning: string;
}

/** Format-check receipt (900). It names the envelope, which stands for the transport envelope's CopMsgId. */
export function formatReceipt(refused: RefusedMessage, journal: JournalNumber): Answer {
  return {
    org: refused.sender,
    type: 'CEB900Message',
    key: refused.envelopeId,
    journal,
    at: refused.at,
    render: () => [
      {
        head: {
          guid: derivedGuid('CEB900Message', refused.envelopeId),
          returnStatus: '-1',
          returnInfo: refusalText([refused.finding]),
          returnTime: stamp17(refused.at),
          oriCopMsgId: refused.envelopeId,
          oriMessageType: (refused.type || 'UNKNOWN').slice(0, 15),
          oriBizMessage: refused.beginning,
        },
        lines: [],
      },
    ],
  };
}

/** An exception receipt (negative status): the document broke the program, is kept, and need not be sent again. */
export function answerQuarantined(held: Held): Answer | undefined {
  const info = '[Code:3999;Desc:平台处理异常，报文已完整保存，修复后自动继续，请勿重复报送]';
  return answer(held, [{ status: '-1', info }], { journal: held.journal, at: held.at });
}
