import { exportCaseKeyOf } from '../../cases/index.ts';
import type { Document, Fields } from '../../messages/index.ts';
import { type FollowedType, scoped } from '../clearance/index.ts';
import type { Sealer } from '../identity/index.ts';
import { bucketOf } from '../store/index.ts';
import { sealList } from './goods.ts';

/** A document as the follower meets it, in journal order. */
export interface FollowedDocument {
  readonly test: boolean;
  /** Business key, without the mark of test data. */
  readonly key: string;
  readonly sender: string;
  readonly at: number;
  /** It came under a key with the scope `customs`. */
  readonly customs: boolean;
  /** Data key that its content is sealed under. */
  readonly dataKey: number;
  readonly document: Document;
}

/** Rows of the read model, by table. Every row is a plain object with the columns of its table. */
export interface Entries {
  readonly name: Row[];
  readonly list: Row[];
  readonly application: Row[];
  readonly application_list: Row[];
  readonly application_answer: Row[];
  readonly result: Row[];
  readonly result_line: Row[];
  readonly form: Row[];
  readonly form_name: Row[];
}
type Row = Readonly<Record<string, string | number | boolean | null>>;

export const TABLES = [
  'name',
  'list',
  'application',
  'application_list',
  'application_answer',
  'result',
  'result_line',
  'form',
  'form_name',
] as const satisfies readonly (keyof Entries)[];

export function noEntries(): Entries {
  return {
    name: [],
    list: [],
    application: [],
    application_list: [],
    application_answer: [],
    result: [],
    result_line: [],
    form: [],
    form_name: [],
  };
}

type Enter = (entries: Entries, followed: FollowedDocument, sealer: Sealer) => void;

/** How each type is entered. */
const ENTER: Readonly<Record<FollowedType, Enter>> = {
  CEB303Message: (entries, it) => names(entries, it, [['O', it.document.head['orderNo']]]),
  CEB505Message: (entries, it) => names(entries, it, [['W', it.document.head['logisticsNo']]]),
  CEB607Message: (entries, it) => names(entries, it, [['B', it.document.head['billNo']]]),
  CEB603Message: enterList,
  CEB701Message: enterApplication,
  CEB702Message: enterAnswer,
  CEB792Message: enterResult,
  DeclarationForm: enterForm,
};

/** Writes what a document says into the rows. The same document gives the same rows, but for the bytes that are sealed. */
export function enter(entries: Entries, followed: FollowedDocument, sealer: Sealer): void {
  const { type } = followed.document;
  if (isFollowed(type)) ENTER[type](entries, followed, sealer);
}

function isFollowed(type: string): type is FollowedType {
  return Object.hasOwn(ENTER, type);
}

type Named = readonly (readonly [kind: string, value: string | undefined])[];

function names(entries: Entries, { test, key, document }: FollowedDocument, named: Named): void {
  for (const [kind, value] of named)
    if (value)
      entries.name.push({
        test,
        kind,
        value,
        type: document.type,
        key,
        consignor: document.head['ebcCode'] || null,
      });
}

function enterList(entries: Entries, followed: FollowedDocument, sealer: Sealer): void {
  const { test, key, sender, at, document, dataKey } = followed;
  const { head } = document;
  const goods = sealList(sealer, dataKey, document);
  names(entries, followed, [
    ['O', head['orderNo']],
    ['W', head['logisticsNo']],
    ['B', head['billNo']],
  ]);
  entries.list.push({
    test,
    case_key: exportCaseKeyOf(head),
    doc_key: key,
    consignor: head['ebcCode'] ?? '',
    agent: head['agentCode'] ?? '',
    sender,
    mode: head['tradeMode'] ?? '',
    flag: head['statisticsFlag'] ?? '',
    bucket: bucketOf(scoped({ test }, exportCaseKeyOf(head))),
    at,
    data_key: goods.data_key,
    sealed: `\\x${goods.sealed.toString('hex')}`,
  });
}

function enterApplication(entries: Entries, { test, key, sender, at, document }: FollowedDocument): void {
  const { head, lines } = document;
  const range = Boolean(head['startTime'] && head['endTime']);
  entries.application.push({
    test,
    key,
    cop_no: head['copNo'] ?? '',
    sender,
    agent: head['agentCode'] ?? '',
    consignor: head['ebcCode'] ?? '',
    customs_code: head['customsCode'] ?? '',
    start_time: range ? (head['startTime'] ?? null) : null,
    end_time: range ? (head['endTime'] ?? null) : null,
    at,
  });
  // The range wins: the numbers are not looked at then.
  if (range) return;
  for (const invt_no of distinct(lines, 'invtNo')) entries.application_list.push({ test, key, invt_no });
}

function enterAnswer(entries: Entries, { test, key, document: { head } }: FollowedDocument): void {
  entries.application_answer.push({
    test,
    key,
    sum_no: head['sumNo'] || null,
    status: head['returnStatus'] ?? '',
    return_time: head['returnTime'] ?? '',
    info: head['returnInfo'] ?? '',
  });
}

function enterResult(entries: Entries, { test, key, document }: FollowedDocument): void {
  const { head, lines } = document;
  entries.result.push({
    test,
    key,
    sum_no: head['sumNo'] ?? '',
    decl_seq_no: head['declSeqNo'] ?? '',
    entry_id: head['entryId'] || null,
    state: head['decState'] ?? '',
    op_date: head['opDate'] ?? '',
    consignor: head['ebcCode'] ?? '',
    agent: head['agentCode'] ?? '',
  });
  const seen = new Set<string>();
  for (const line of lines) {
    const row = {
      test,
      key,
      invt_no: line['invtNo'] ?? '',
      gnum: String(Number(line['gnum'] ?? '0')),
      gseqno: line['gseqno'] ?? '',
      gcode: line['gcode'] ?? '',
    };
    const name = `${row.invt_no} ${row.gnum}`;
    if (seen.has(name)) continue;
    seen.add(name);
    entries.result_line.push(row);
  }
}

function enterForm(entries: Entries, { test, key, sender, at, customs, document }: FollowedDocument): void {
  const { head, lines } = document;
  // The goods left on the day of export; a form that does not tell it yet stands under its declaration.
  const day = head['clearedDate'] || head['IEDate'] || head['DDate'] || '';
  entries.form.push({
    test,
    entry_id: key,
    sender,
    agent: head['AgentCode'] ?? '',
    consignor: head['TradeCode'] ?? '',
    mode: head['TradeMode'] ?? '',
    day: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`,
    agreement_no: head['agreementNo'] ?? '',
    agreement_body: head['agreementBody'] ?? '',
    agreement_purpose: head['agreementPurpose'] ?? '',
    agreement_to: head['agreementTo'] ?? '',
    // A stranger's form must not take the place of somebody's list.
    believed: customs || [head['TradeCode'], head['OwnerCode'], head['AgentCode']].includes(sender),
    at,
  });
  const named: [string, string][] = [
    ...filled(head, 'O', 'orderNo', 'ContrNo'),
    ...filled(head, 'W', 'logisticsNo'),
    ...filled(head, 'B', 'BillNo'),
    ...lines.flatMap(line => [
      ...filled(line, 'O', 'lineOrderNo'),
      ...filled(line, 'W', 'lineLogisticsNo'),
      ...filled(line, 'L', 'lineInvtNo'),
    ]),
  ];
  for (const name of new Set(named.map(([kind, value]) => `${kind}${value}`)))
    entries.form_name.push({ test, entry_id: key, kind: name[0] ?? '', value: name.slice(1) });
}

function filled(fields: Fields, kind: string, ...from: readonly string[]): [string, string][] {
  return from.flatMap(name => {
    const value = fields[name];
    return value ? [[kind, value] as [string, string]] : [];
  });
}

function distinct(lines: readonly Fields[], field: string): ReadonlySet<string> {
  return new Set(lines.flatMap(line => line[field] || []));
}
