import type { Document } from '../messages/index.ts';
import { type ExportWorld, judgeExport, judgeIncompleteExport } from '../rules/index.ts';
import { incompleteExport, missing, type Present, wantsReceipt } from './gather.ts';
import type { First, PrecheckQuestion } from './precheck.ts';
import { newCase } from './state.ts';

/** The documents of a prechecked export set: by message type as they were sent, and what a platform already holds. */
interface Given {
  readonly part: (type: string) => Document | undefined;
  readonly held: Present;
  /** Fields of them cannot be read: the parcel is judged on what can. */
  readonly refused: boolean;
}

/** What the rules say of a prechecked export parcel: order, waybill and list, and the receipt of payment where it is still asked for. */
export function judgeExportSet(key: string, given: Given, question: PrecheckQuestion): First {
  const { part, held, refused } = given;
  const { at, law } = question;
  const of = (type: string, role: keyof Present): Present => {
    const document = part(type) ?? held[role]?.document;
    return document ? { [role]: { document } } : {};
  };
  const there: Present = {
    ...of('CEB603Message', 'list'),
    ...of('CEB303Message', 'order'),
    ...of('CEB505Message', 'waybill'),
    ...of('CEB403Message', 'receipt'),
  };
  const asked = incompleteExport(key, there);
  const { mode, list, order, waybill, receipt } = asked;
  const receipted = list !== undefined && wantsReceipt(mode ?? list.head['tradeMode'], at, law);
  const complete =
    list !== undefined &&
    order !== undefined &&
    waybill !== undefined &&
    (!receipted || receipt !== undefined);
  const worldOf = question.exportWorldOf ?? ((): ExportWorld => ({ stance: 'precheck' }));
  if (complete && mode && !refused) {
    const whole = { key, mode, list, order, waybill, ...(receipt ? { receipt } : {}) };
    return { ...(question.judgeExport ?? judgeExport)(whole, at, law, worldOf(whole)), complete };
  }
  const said = judgeIncompleteExport(asked, at, law, worldOf);
  if (complete) return { ...said, complete };
  const waits = missing({ ...newCase(key), waitsSince: at }, there, receipted);
  return { ...said, findings: [...said.findings, ...waits], complete };
}
