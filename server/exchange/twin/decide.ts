import { businessKey, type Document, joinKey } from '../../../messages/index.ts';
import { type ExportMode, type ImportMode, judge, judgeExport } from '../../../rules/index.ts';
import { beijingYear, DAY_MS, type Finding } from '../../../shared/index.ts';
import { madeGuid, receiptOn, refusal, type Said, TOLD, taxBillOn } from './receipt.ts';
import { type Desk, type HeldList, waybillKey } from './state.ts';

/** Speaks on a list, never before what was said on it already. */
function onList(desk: Desk, list: HeldList, said: Said, after: number): void {
  const due = Math.max(desk.at + after, list.last + 1);
  list.last = due;
  const { preNo, invtNo } = list;
  const guid = madeGuid(desk.setting.seed, desk.input, invtNo, said.status);
  desk.speeches.push({
    to: list.to,
    due,
    document: receiptOn(list.document, said, { at: due, given: { preNo, invtNo }, guid }),
  });
}

/** The list's four documents are compared once all are there. */
export function settleImport(desk: Desk, key: string): void {
  const { state, setting, law, at } = desk;
  const list = state.lists.get(key);
  if (list?.state !== 'kept') return;
  const { head } = list.document;
  const orderKey = joinKey([head['ebpCode'], head['orderNo']]);
  const order = state.documents.get(`CEB311Message ${orderKey}`);
  const waybill = state.documents.get(
    `CEB511Message ${waybillKey(head['logisticsCode'], head['logisticsNo'])}`,
  );
  const payment = order && paymentOf(desk, order, orderKey);
  const mode = IMPORT.find(candidate => candidate === head['tradeMode']);
  if (!order || !waybill || !payment || !mode) return;
  const buyer = `${beijingYear(at)}|${(head['buyerIdNumber'] ?? '').toUpperCase()}`;
  const waybillName = waybillKey(head['logisticsCode'], head['logisticsNo']);
  const used = state.waybillUse.get(waybillName);
  const fresh = used && used.caseKey !== orderKey && at - used.at < 183 * DAY_MS;
  const judged = judge({ key: orderKey, mode, list: list.document, order, payment, waybill }, at, law, {
    stance: 'authority',
    yearUsed: state.yearUsed.get(buyer) ?? 0n,
    waybillUse: fresh ? used : 'none',
  });
  const passed = answerFindings(desk, list, judged.findings);
  if (!passed) return;
  list.state = 'released';
  state.yearUsed.set(buyer, (state.yearUsed.get(buyer) ?? 0n) + judged.tax.dutiable);
  state.waybillUse.set(waybillName, { caseKey: orderKey, at });
  onList(desk, list, TOLD.reviewed, setting.delays.decide);
  onList(desk, list, TOLD.released, setting.delays.decide + 1);
  const due = list.last + 1;
  list.last = due;
  desk.speeches.push({
    to: list.to,
    due,
    document: taxBillOn(list.document, judged.tax, {
      at: due,
      invtNo: list.invtNo,
      guid: madeGuid(setting.seed, '816', list.invtNo),
    }),
  });
}

const IMPORT: readonly ImportMode[] = ['9610', '1210', '1239'];
const EXPORT: readonly ExportMode[] = ['9610', '1210', '1239', '9710', '9810'];

function paymentOf({ state }: Desk, order: Document, orderKey: string): Document | undefined {
  const { payCode, payTransactionId } = order.head;
  const named =
    payCode && payTransactionId
      ? state.documents.get(`CEB411Message ${joinKey([payCode, payTransactionId])}`)
      : undefined;
  if (named) return named;
  const [last] = (state.paymentsByOrder.get(orderKey) ?? []).slice(-1);
  return last === undefined ? undefined : state.documents.get(`CEB411Message ${last}`);
}

/** Says what the findings demand; true when nothing stands in the way (also after an officer's look). */
function answerFindings(desk: Desk, list: HeldList, findings: readonly Finding[]): boolean {
  const { setting } = desk;
  const against = findings.find(
    finding => finding.severity === 'reject' || setting.strictRules.includes(finding.rule),
  );
  if (against) {
    list.state = 'refused';
    onList(desk, list, refusal(against.code, against.message.zh), setting.delays.decide);
    return false;
  }
  if (findings.some(finding => finding.severity === 'hold'))
    onList(desk, list, TOLD.manual, setting.delays.decide);
  return true;
}

/** An export list: reviewed when order and waybill are there, released on arrival, departed on departure. */
export function settleExport(desk: Desk, key: string): void {
  const { state, setting, law, at } = desk;
  const list = state.lists.get(key);
  if (!list) return;
  const { head } = list.document;
  const waybillName = waybillKey(head['logisticsCode'], head['logisticsNo']);
  if (list.state === 'kept') {
    const order = state.documents.get(`CEB303Message ${businessKey({ type: 'CEB303Message', head })}`);
    const waybill = state.documents.get(`CEB505Message ${waybillName}`);
    const mode = EXPORT.find(candidate => candidate === head['tradeMode']);
    if (!order || !waybill || !mode) return;
    const judged = judgeExport({ key, mode, list: list.document, order, waybill }, at, law, {
      stance: 'authority',
    });
    // The receipt of payment was dropped at the end of 2024; before, customs did not wait for it either.
    if (!answerFindings(desk, list, judged.findings)) return;
    list.state = 'reviewed';
    onList(desk, list, TOLD.reviewed, setting.delays.decide);
  }
  if (list.state === 'reviewed' && state.arrived.has(waybillName)) {
    list.state = 'released';
    onList(desk, list, TOLD.released, setting.delays.decide);
  }
  if (list.state === 'released' && state.departed.has(waybillName)) {
    list.state = 'departed';
    onList(desk, list, TOLD.departed, setting.delays.decide);
    list.departedAt = list.last;
  }
}
