import { businessKey, type Document, type Fields } from '../../../messages/index.ts';
import { beijingDate, formatFixed5, type Instant, parseStamp, stamp17 } from '../../../shared/index.ts';
import { planSummary, SUMMARISED_MODE, type SummaryForm } from '../../../summary/index.ts';
import { speak, summaryKey } from './desk.ts';
import { type Given, madeGuid, refusal, TOLD } from './receipt.ts';
import type { Desk, HeldList } from './state.ts';

/**
 * Customs takes a summary application (701), or a part of one: it looks at its lists, answers with 702, and when every part has come and
 * was found right, merges the lists and gives one result (792) for each declaration form, in parts where it is long. It knows the
 * lists only by what came through the folder.
 */
export function takeApplication(desk: Desk, document: Document, given: Given): void {
  const { state, setting } = desk;
  const lists = listsOf(desk, document);
  if (typeof lists === 'string') {
    // What is refused may be sent again under the same number.
    state.documents.delete(`${document.type} ${businessKey(document)}`);
    speak(desk, document, refusal('-701002', lists), setting.delays.check, given);
    return;
  }
  const name = summaryKey(document);
  const sumNo = given.sumNo ?? '';
  const summary = state.summaries.get(name) ?? { sumNo, parts: new Map<string, readonly string[]>() };
  state.summaries.set(name, summary);
  summary.parts.set(
    document.head['msgSeqNo'] ?? '1',
    lists.map(list => list.invtNo),
  );
  for (const list of lists) list.summarisedBy = sumNo;
  speak(desk, document, TOLD.reviewed, setting.delays.check, given);
  const count = Number(document.head['msgCount']) || 1;
  if (summary.parts.size < count) return;
  giveResults(desk, document, sumNo, [...summary.parts.values()].flat());
}

/** The lists that an application asks to be summarised, or why that cannot be. */
function listsOf({ state }: Desk, { head, lines }: Document): readonly HeldList[] | string {
  const { startTime, endTime } = head;
  if (startTime && endTime) {
    const found = [...state.lists.values()].filter(
      list => isClosedIn(list, startTime, endTime) && against(list, head) === undefined,
    );
    return found.length > 0 ? found : '该时间段内没有可汇总的清单';
  }
  const found: HeldList[] = [];
  for (const number of new Set(lines.map(line => line['invtNo'] ?? ''))) {
    const key = state.listByNumber.get(number);
    const list = key === undefined ? undefined : state.lists.get(key);
    const why = list ? against(list, head) : '清单不存在';
    if (!list || why !== undefined) return `清单 ${number}：${why}`;
    found.push(list);
  }
  return found.length > 0 ? found : '既无清单编号，也无汇总时间段';
}

function isClosedIn({ departedAt }: HeldList, start: string, end: string): boolean {
  const [from, to] = [parseStamp(start), parseStamp(end)];
  return (
    departedAt !== undefined &&
    from !== undefined &&
    to !== undefined &&
    departedAt >= from &&
    departedAt < to + 1000
  );
}

function against({ document, state, summarisedBy }: HeldList, application: Fields): string | undefined {
  const { head } = document;
  for (const [field, text] of SAME) if (head[field] !== application[field]) return `${text}与汇总申请不一致`;
  if (head['tradeMode'] !== SUMMARISED_MODE) return '监管方式不适用汇总申报';
  if (head['statisticsFlag'] !== 'B') return '简化申报清单不汇总';
  if (state !== 'departed') return '清单未结关';
  if (summarisedBy !== undefined) return `已在汇总申请 ${summarisedBy} 中`;
  return undefined;
}

const SAME = [
  ['ebcCode', '收发货人'],
  ['agentCode', '申报企业'],
  ['customsCode', '申报地海关'],
] as const;

/** One result for each form, never before the receipts on the application. */
function giveResults(desk: Desk, application: Document, sumNo: string, numbers: readonly string[]): void {
  const { state, setting, at, law } = desk;
  const due = at + Math.max(setting.delays.check, setting.delays.decide) + 1;
  const { head } = application;
  const held = new Map(
    numbers.flatMap(number => {
      const list = state.lists.get(state.listByNumber.get(number) ?? '');
      return list ? [[number, list] as const] : [];
    }),
  );
  const plan = planSummary({
    // Whenever they were closed: that they may be summarised was decided already.
    month: beijingDate(at).slice(0, 7),
    ebcCode: head['ebcCode'] ?? '',
    summaryFlag: head['summaryFlag'] === '1' ? '1' : '2',
    itemNameFlag: head['itemNameFlag'] === '1' ? '1' : '0',
    lists: [...held].map(([invtNo, { document }]) => ({
      caseKey: invtNo,
      document,
      invtNo,
      status: 'departed',
      clearedAt: at,
    })),
    law,
  });
  for (const form of plan.applications.flatMap(it => it.forms)) {
    state.forms += 1;
    for (const document of resultsOf(desk, application, { form, sumNo, serial: state.forms, due, held }))
      desk.speeches.push({ to: desk.to, due, document });
  }
}

interface Result {
  readonly form: SummaryForm;
  readonly sumNo: string;
  readonly serial: number;
  readonly due: Instant;
  readonly held: ReadonlyMap<string, HeldList>;
}

/** The parts of one form's result. Declaration number of 18 digits: customs, year, 0 for export, serial. */
function resultsOf({ setting }: Desk, application: Document, result: Result): readonly Document[] {
  const { form, sumNo, serial, due, held } = result;
  const lines = form.items.flatMap((item, place) =>
    item.lines.map(({ invtNo, gnum }) => ({
      invtNo,
      logisticsNo: held.get(invtNo)?.document.head['logisticsNo'] ?? '',
      gseqno: String(place + 1),
      gnum,
      gcode: item.gcode,
    })),
  );
  const year = beijingDate(due).slice(0, 4);
  const digits = String(serial).padStart(9, '0');
  const customs = application.head['customsCode'] ?? '0000';
  const count = Math.ceil(lines.length / setting.resultLinesMax);
  return Array.from(
    { length: count },
    (_, part): Document => ({
      type: 'CEB792Message',
      head: {
        guid: madeGuid(setting.seed, '792', sumNo, serial, part),
        customsCode: customs,
        sumNo,
        opDate: stamp17(due),
        declSeqNo: `D${customs}${year}${digits}`,
        entryId: `${customs}${year}0${digits}`,
        decState: '10',
        ...Object.fromEntries(REPEATED.map(name => [name, application.head[name] ?? ''])),
        grossWeight: formatFixed5(form.grossWeight),
        netWeight: formatFixed5(form.netWeight),
        msgCount: String(count),
        msgSeqNo: String(part + 1),
      },
      lines: lines.slice(part * setting.resultLinesMax, (part + 1) * setting.resultLinesMax),
    }),
  );
}

const REPEATED = ['agentCode', 'agentName', 'ebcCode', 'ebcName', 'declAgentCode', 'declAgentName'] as const;
