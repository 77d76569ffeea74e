import { type Document, joinKey } from '../../../messages/index.ts';
import { beijingDate } from '../../../shared/index.ts';
import { type Given, madeGuid, receiptOn, type Said } from './receipt.ts';
import type { Desk, HeldList } from './state.ts';

/** Speaks on a declaration, `after` milliseconds from now. */
export function speak(desk: Desk, declared: Document, said: Said, after: number, given: Given = {}): void {
  const due = desk.at + after;
  const guid = madeGuid(desk.setting.seed, desk.input, declared.type, said.status, desk.speeches.length);
  desk.speeches.push({ to: desk.to, due, document: receiptOn(declared, said, { at: due, given, guid }) });
}

/** Case key of a list: platform and order number. Import and export lists are kept apart by the letter. */
export function listKey({ type, head }: Document): string {
  return `${type === 'CEB603Message' ? 'E' : 'I'}|${joinKey([head['ebpCode'], head['orderNo']])}`;
}

/** The numbers that customs gives to a declaration: those of before when its list is declared again. */
export function numbersOf(desk: Desk, document: Document): Given {
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
    // The parts of an application are one summary.
    ...(type === 'CEB701Message'
      ? { sumNo: desk.state.summaries.get(summaryKey(document))?.sumNo ?? `S${day}${digits}` }
      : {}),
    ...(type === 'CEB711Message' ? { rkdNo: `R${day}${digits}` } : {}),
  };
}

/** What the parts of a summary application have in common. */
export function summaryKey({ head }: Document): string {
  return joinKey([head['agentCode'], head['copNo']]);
}

const PRE_LETTERS: Readonly<Record<string, string>> = {
  CEB621Message: 'B',
  CEB603Message: 'B',
  CEB623Message: 'C',
  CEB605Message: 'C',
  CEB625Message: 'T',
  CEB213Message: 'T',
};

export function heldList(desk: Desk, document: Document, given: Given, become: HeldList['state']): HeldList {
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
