import { createHash } from 'node:crypto';
import type { Law } from '../law/index.ts';
import type { Document, Fields, Message } from '../messages/index.ts';
import { beijingDate, type Instant, stamp14 } from '../shared/index.ts';
import { nextMonth } from './deadline.ts';
import type { SummaryApplication, SummaryPlan } from './plan.ts';

/** Who files, when, and in which of the two official ways. */
export interface FilingOptions {
  readonly at: Instant;
  readonly law: Law;
  /** BaseTransfer of the message: who transmits it. */
  readonly transfer: { readonly copCode: string; readonly copName: string; readonly dxpId: string };
  /** Unit that declares the later forms; left out: the declaring enterprise of the lists. */
  readonly declAgent?: { readonly code: string; readonly name: string };
  /** `lists` names every list; `range` gives the month as a time range, and customs takes every list of it. */
  readonly by: 'lists' | 'range';
  /** Lists in one message; left out: what the law and the operator set. */
  readonly listsPerMessage?: number;
}

/**
 * The official messages (CEB701) of a plan: one or more per application, split by `msgCount` and `msgSeqNo` under one `copNo`. Same plan
 * and same instant give the same bytes: ids derive from the lists.
 */
export function applicationMessages(plan: SummaryPlan, options: FilingOptions): readonly Message[] {
  return plan.applications.flatMap(application => messagesOf(plan, application, options));
}

/** Own number of an application: the same lists of the same month give the same number. At most 30 characters. */
export function applicationNumber(plan: SummaryPlan, application: SummaryApplication): string {
  const { customsCode, loctNo = '', agentCode, ebcCode, lists } = application;
  const digest = digestOf(plan.month, customsCode, loctNo, agentCode, ebcCode, ...lists);
  return `S${plan.month.replace('-', '')}-${digest.slice(0, 16).toUpperCase()}`;
}

function messagesOf(plan: SummaryPlan, application: SummaryApplication, options: FilingOptions): Message[] {
  const copNo = applicationNumber(plan, application);
  const limit = options.law.number('summary.lists-per-message', beijingDate(options.at)).value;
  const parts =
    options.by === 'range' ? [[]] : chunks(application.lists, options.listsPerMessage ?? Number(limit));
  return parts.map((lists, index) => {
    const head = headOf(plan, application, options, {
      copNo,
      count: parts.length,
      sequence: index + 1,
    });
    const document: Document = { type: 'CEB701Message', head, lines: lists.map(invtNo => ({ invtNo })) };
    return {
      type: 'CEB701Message',
      guid: guidOf('message', copNo, String(index + 1), stamp14(options.at)),
      version: '1.0',
      transfer: { ...options.transfer, dxpMode: 'DXP' },
      subscribes: [],
      documents: [document],
    };
  });
}

function headOf(
  plan: SummaryPlan,
  application: SummaryApplication,
  { at, by, declAgent }: FilingOptions,
  part: { readonly copNo: string; readonly count: number; readonly sequence: number },
): Fields {
  const compact = (month: string) => `${month.replace('-', '')}01000000`;
  // The end of a range belongs to it: the last second of the month.
  const last = stamp14(Date.parse(`${nextMonth(plan.month)}-01T00:00:00+08:00`) - 1000);
  return {
    guid: guidOf('record', part.copNo, String(part.sequence), stamp14(at)),
    appType: '1',
    appTime: stamp14(at),
    appStatus: '2',
    customsCode: application.customsCode,
    copNo: part.copNo,
    agentCode: application.agentCode,
    agentName: application.agentName,
    ebcCode: application.ebcCode,
    ebcName: application.ebcName,
    declAgentCode: declAgent?.code ?? application.agentCode,
    declAgentName: declAgent?.name ?? application.agentName,
    ...(by === 'range' ? { startTime: compact(plan.month), endTime: last } : {}),
    ...(application.loctNo === undefined ? {} : { loctNo: application.loctNo }),
    summaryFlag: plan.flags.summaryFlag,
    itemNameFlag: plan.flags.itemNameFlag,
    msgCount: String(part.count),
    msgSeqNo: String(part.sequence),
  };
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < all.length; from += size) parts.push(all.slice(from, from + size));
  return parts;
}

function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** An id of 36 characters that derives from what it names. */
function guidOf(...parts: readonly string[]): string {
  const hex = digestOf('CEB701Message', ...parts).toUpperCase();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
