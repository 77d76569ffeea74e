import { businessKey, type Document, joinKey } from '../../../messages/index.ts';
import { settleExport, settleImport } from './decide.ts';
import { heldList, listKey, speak } from './desk.ts';
import { type Given, refusal, TOLD } from './receipt.ts';
import { type Desk, type HeldList, waybillKey } from './state.ts';
import { takeApplication } from './summary.ts';

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

export type Keeper = (desk: Desk, document: Document, given: Given) => void;

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
export const KEEPERS: Readonly<Record<string, Keeper>> = {
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
  CEB701Message: takeApplication,
};
