import type { Law } from '../law/index.ts';
import { columnsOf, type Document, type Fields } from '../messages/index.ts';
import { beijingDate, fixed5, formatFixed5, type Instant, stamp14, stamp17 } from '../shared/index.ts';
import { planSummary, type SummaryForm } from '../summary/index.ts';
import { DEMO_NOTE } from './papers.ts';
import { random } from './random.ts';
import { brokers } from './zone.ts';

/** An export list with the number that customs gave it. */
export interface NumberedList {
  readonly caseKey: string;
  readonly document: Document;
  readonly invtNo: string;
}

/** A form that customs made of a summary: the result (792) that names its lines, and what stands in it. */
export interface SummarisedForm {
  readonly result: Document;
  readonly entryId: string;
  readonly form: SummaryForm;
}

/** What customs' side of the demo needs: a seed for its ids, the moment at which it speaks, a serial of its own for its numbers. */
export interface CustomsWish {
  readonly seed: string;
  readonly at: Instant;
  readonly serial: number;
}

const pick = ({ head }: Document, ...names: readonly string[]): Fields =>
  Object.fromEntries(names.map(name => [name, head[name] ?? '']));

const sumNoOf = (application: Document, { at, serial }: CustomsWish): string =>
  `S${application.head['customsCode']}${beijingDate(at).slice(0, 4)}${nine(serial)}`;

const nine = (serial: number): string => String(serial).padStart(9, '0');

/** Declaration number of 18 digits: customs, year, 0 for export, serial. */
export function entryIdOf(customsCode: string, at: Instant, serial: number): string {
  return `${customsCode}${beijingDate(at).slice(0, 4)}0${nine(serial)}`;
}

/** Customs' receipt (702) on a summary application (701). */
export function summaryReceiptOf(application: Document, wish: CustomsWish): Document {
  return {
    type: 'CEB702Message',
    head: {
      guid: random(`${wish.seed}/702/${application.head['copNo']}`).guid(),
      ...pick(application, 'agentCode', 'ebcCode', 'copNo'),
      preNo: `H${stamp14(wish.at).slice(0, 8)}${nine(wish.serial)}`,
      sumNo: sumNoOf(application, wish),
      ...pick(application, 'msgSeqNo'),
      returnStatus: '399',
      returnTime: stamp17(wish.at),
      returnInfo: '[Code:2300;Desc:演示海关：汇总申请审核通过]',
    },
    lines: [],
  };
}

/**
 * The results (792) of an application: customs merges the lists that it names, one result for each declaration form. Pure; throws when
 * the application names a list that is not given.
 */
export function summaryResultsOf(
  application: Document,
  lists: readonly NumberedList[],
  law: Law,
  wish: CustomsWish,
): readonly SummarisedForm[] {
  const { head, lines } = application;
  const byNumber = new Map(lists.map(list => [list.invtNo, list]));
  const named = lines.map(({ invtNo = '' }) => {
    const list = byNumber.get(invtNo);
    if (list === undefined) throw new Error(`customs of the demo knows no list ${invtNo}`);
    return list;
  });
  const plan = planSummary({
    month: beijingDate(wish.at).slice(0, 7),
    ebcCode: head['ebcCode'] ?? '',
    summaryFlag: head['summaryFlag'] === '1' ? '1' : '2',
    itemNameFlag: head['itemNameFlag'] === '1' ? '1' : '0',
    lists: named.map(list => ({ ...list, status: 'departed', clearedAt: wish.at })),
    law,
  });
  const forms = plan.applications.flatMap(it => it.forms);
  return forms.map((form, place) => {
    const serial = wish.serial * 100 + place + 1;
    const entryId = entryIdOf(head['customsCode'] ?? '', wish.at, serial);
    const result: Document = {
      type: 'CEB792Message',
      head: {
        guid: random(`${wish.seed}/792/${entryId}`).guid(),
        ...pick(application, 'customsCode'),
        sumNo: sumNoOf(application, wish),
        opDate: stamp17(wish.at + place),
        declSeqNo: `D${head['customsCode']}${beijingDate(wish.at).slice(0, 4)}${nine(serial)}`,
        entryId,
        decState: '10',
        ...pick(
          application,
          'agentCode',
          'agentName',
          'ebcCode',
          'ebcName',
          'declAgentCode',
          'declAgentName',
        ),
        grossWeight: formatFixed5(form.grossWeight),
        netWeight: formatFixed5(form.netWeight),
        msgCount: '1',
        msgSeqNo: '1',
        note: DEMO_NOTE,
      },
      lines: form.items.flatMap((item, index) =>
        item.lines.map(({ invtNo, gnum }) => ({
          invtNo,
          logisticsNo: byNumber.get(invtNo)?.document.head['logisticsNo'] ?? '',
          gseqno: String(index + 1),
          gnum,
          gcode: item.gcode,
        })),
      ),
    };
    return { result, entryId, form };
  });
}

/** Under which agreement the demo hands declaration forms over. */
const AGREEMENT: Fields = {
  agreementNo: 'DEMO-XY-01',
  agreementBody: brokers[0].name,
  agreementPurpose: '演示：贸易统计与单证比对',
  agreementTo: '20991231',
};

function formHead(first: Document, entryId: string, at: Instant): Fields {
  const { head } = first;
  const day = stamp14(at).slice(0, 8);
  return {
    guid: random(`form/${entryId}`).guid(),
    appType: '1',
    appTime: stamp14(at),
    appStatus: '2',
    ...AGREEMENT,
    EntryId: entryId,
    IEFlag: 'E',
    CustomMaster: head['customsCode'] ?? '',
    IEPort: head['portCode'] ?? '',
    DDate: day,
    IEDate: day,
    TradeCode: head['ebcCode'] ?? '',
    TradeName: head['ebcName'] ?? '',
    OwnerCode: head['ownerCode'] ?? '',
    OwnerName: head['ownerName'] ?? '',
    AgentCode: head['agentCode'] ?? '',
    AgentName: head['agentName'] ?? '',
    TradeMode: head['tradeMode'] ?? '',
    TrafMode: head['trafMode'] ?? '',
    TradeCountry: head['country'] ?? '',
    TransMode: '3',
    NoteS: DEMO_NOTE,
  };
}

/**
 * The customs declaration form (报关单) of goods that also went by lists: the lists of one consignor, each position a line that names
 * its order, waybill and list. `lists` has at least one; at most fifty lines are taken.
 */
export function formOfLists(lists: readonly NumberedList[], entryId: string, at: Instant): Document {
  const [first] = lists;
  if (first === undefined) throw new Error('a form has at least one list');
  const sum = (name: string) =>
    formatFixed5(lists.reduce((all, { document }) => all + fixed5(document.head[name] ?? '0'), 0n));
  const lines = lists.flatMap(({ document: { head, lines: own }, invtNo }) =>
    own.map(line => ({
      CodeTS: line['gcode'] ?? '',
      GName: line['gname'] ?? '',
      GQty: line['qty'] ?? '',
      GUnit: line['unit'] ?? '',
      FirstQty: line['qty1'] ?? '',
      FirstUnit: line['unit1'] ?? '',
      ...(line['unit2'] ? { SecondQty: line['qty2'] ?? '', SecondUnit: line['unit2'] } : {}),
      DeclPrice: line['price'] ?? '',
      DeclTotal: line['totalPrice'] ?? '',
      TradeCurr: line['currency'] ?? '',
      OriginCountry: '142',
      DestinationCountry: line['country'] ?? '',
      lineOrderNo: head['orderNo'] ?? '',
      lineLogisticsNo: head['logisticsNo'] ?? '',
      lineInvtNo: invtNo,
    })),
  );
  return {
    type: 'DeclarationForm',
    head: {
      ...formHead(first.document, entryId, at),
      PackNo: String(lists.length),
      GrossWet: sum('grossWeight'),
      NetWt: sum('netWeight'),
    },
    lines: lines.slice(0, 50).map((line, index) => ({ GNo: String(index + 1), ...line })),
  };
}

/** The form that came out of a summary, as the declaring enterprise hands it over later: it names no list, only its own number. */
export function formOfSummary(
  { form, entryId }: SummarisedForm,
  lists: readonly NumberedList[],
  at: Instant,
): Document {
  const first = lists.find(list => form.lists.includes(list.invtNo));
  if (first === undefined) throw new Error('a form has at least one list');
  return {
    type: 'DeclarationForm',
    head: {
      ...formHead(first.document, entryId, at),
      TrafMode: form.trafMode,
      TradeCountry: form.country,
      IEPort: form.portCode,
      PackNo: String(form.lists.length),
      GrossWet: formatFixed5(form.grossWeight),
      NetWt: formatFixed5(form.netWeight),
    },
    lines: form.items.map((item, index) => ({
      GNo: String(index + 1),
      CodeTS: item.gcode,
      GName: item.name,
      GQty: formatFixed5(item.qty),
      GUnit: item.unit,
      FirstQty: formatFixed5(item.qty1),
      FirstUnit: item.unit1,
      ...(item.qty2 === undefined || item.unit2 === undefined
        ? {}
        : { SecondQty: formatFixed5(item.qty2), SecondUnit: item.unit2 }),
      DeclPrice: formatFixed5(item.price),
      DeclTotal: formatFixed5(item.total, 2),
      TradeCurr: item.currency,
      OriginCountry: '142',
      DestinationCountry: item.country,
    })),
  };
}

/** Forms as the CSV that an enterprise sends: one row a line, the head repeated, columns named as in the sheet's template. */
export function formCsv(forms: readonly Document[]): string {
  const rows = forms.flatMap(({ head, lines }) => lines.map((line): Fields => ({ ...head, ...line })));
  const used = columnsOf('DeclarationForm').filter(column => rows.some(row => row[column.field.name]));
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [
    used.map(column => column.label),
    ...rows.map(row => used.map(column => row[column.field.name] ?? '')),
  ]
    .map(row => `${row.map(cell).join(',')}\r\n`)
    .join('');
}
