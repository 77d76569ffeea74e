import type { Law } from '../law/index.ts';
import {
  beijingDate,
  type Cite,
  daysBetween,
  type Finding,
  type Fixed5,
  fixed5,
  formatFixed5,
  roundDivide,
} from '../shared/index.ts';
import { type Book, type Effects, findDocument, moveGuarantee, moveQuota, type Setting } from './book.ts';
import { weightsOf } from './decide.ts';
import { say } from './finding.ts';
import type { Incoming } from './incoming.ts';
import { caseKeyOf } from './keys.ts';
import { billOf, nextTold, taxBill, taxBillVoid } from './receipts.ts';
import { checkOnce, checkSender, gone, listNumber } from './revoke.ts';
import {
  type CaseState,
  type Claim,
  type Held,
  hasEnded,
  standingOf,
  type TaxedPart,
  taxOf,
} from './state.ts';

/** Days from release within which the return must be applied for and within which the goods must be back. */
export function returnWindow(
  law: Law,
  on: string,
): { applyDays: number; arriveDays: number; cites: readonly Cite[] } {
  const apply = law.number('return.apply-days', on);
  const arrive = law.number('return.arrive-days', on);
  return {
    applyDays: Number(apply.value),
    arriveDays: Number(arrive.value),
    cites: [...apply.cites, ...arrive.cites],
  };
}

/** May these goods be returned (625)? The list is released, the window open, lines exist and no more comes back than was bought. */
export function checkReturn(book: Book, incoming: Incoming, setting: Setting): readonly Finding[] {
  const { document, key, at } = incoming;
  const { head, lines } = document;
  const ref = { type: document.type, key };
  const caseKey = caseKeyOf(head);
  const state = book.cases.get(caseKey);
  const list = findDocument(book, 'CEB621Message', caseKey);
  const place = (path: string, value: string | undefined) => ({ document: ref, path, value: value ?? null });
  if (!state || !list || !hasEnded(state) || state.releasedAt === undefined || !state.claim)
    return [
      say({
        code: 'life-not-released',
        severity: 'reject',
        ...place('InvtRefundHead/invtNo', head['invtNo']),
        message: {
          zh: `平台“${head['ebpCode']}”订单“${head['orderNo']}”没有已放行的清单，不能退货；未放行的清单请用撤销申请（CEB623）。`,
          en: `No released inventory for platform "${head['ebpCode']}" and order "${head['orderNo']}": nothing can be returned. Before release use a revocation (CEB623).`,
        },
      }),
    ];
  if (list.destroyed) return [gone(ref, 'InvtRefundHead/orderNo', head['orderNo'])];
  const findings: Finding[] = [
    ...checkOnce(book, incoming, '-625033'),
    ...checkSender(incoming, list, 'InvtRefundHead/agentCode'),
  ];
  const given = listNumber(state);
  if (given !== undefined && head['invtNo'] !== given)
    findings.push(
      say({
        code: 'life-invtno-differs',
        severity: 'reject',
        ...place('InvtRefundHead/invtNo', head['invtNo']),
        other: {
          document: { type: 'CEB621Message', key: caseKey },
          path: 'InventoryHead/invtNo',
          value: given,
        },
        message: {
          zh: `清单编号“${head['invtNo']}”与该订单放行清单的编号“${given}”不一致。`,
          en: `invtNo "${head['invtNo']}" is not the number "${given}" of this order's released inventory.`,
        },
        repair: given,
      }),
    );
  findings.push(
    ...windowFindings(state.releasedAt, at, setting.law, place('InvtRefundHead/appTime', head['appTime'])),
  );

  const coming = new Map<string, Fixed5>();
  for (const [index, line] of lines.entries()) {
    const path = `InvtRefundList[${index + 1}]`;
    const original = list.document.lines.find(candidate => candidate['gnum'] === line['gnum']);
    if (!original || original['gcode'] !== line['gcode']) {
      findings.push(
        say({
          code: '-625209',
          severity: 'reject',
          ...place(`${path}/${original ? 'gcode' : 'gnum'}`, original ? line['gcode'] : line['gnum']),
          message: {
            zh: `原清单没有序号 ${line['gnum']}、商品编码 ${line['gcode']} 的商品，退货只能针对原清单的商品。`,
            en: `The original inventory has no line ${line['gnum']} with commodity code ${line['gcode']}; only its own lines can be returned.`,
          },
          ...(original?.['gcode'] ? { repair: original['gcode'] } : {}),
        }),
      );
      continue;
    }
    const gnum = line['gnum'] ?? '';
    const qty = fixed5(line['qty'] ?? '0');
    // Two lines of one application may name the same goods: together they must not exceed what is left.
    const left = fixed5(original['qty'] ?? '0') - returnedQty(state, gnum) - (coming.get(gnum) ?? 0n);
    coming.set(gnum, (coming.get(gnum) ?? 0n) + qty);
    if (qty > left)
      findings.push(
        say({
          code: 'life-return-too-much',
          severity: 'reject',
          ...place(`${path}/qty`, line['qty']),
          other: {
            document: { type: 'CEB621Message', key: caseKey },
            path: `InventoryList[${list.document.lines.indexOf(original) + 1}]/qty`,
            value: original['qty'] ?? null,
          },
          message: {
            zh: `退货数量 ${line['qty']} 超过可退数量 ${formatFixed5(left)}（原清单 ${original['qty']}，减去已退）。`,
            en: `Quantity ${line['qty']} is more than the ${formatFixed5(left)} that can still be returned (${original['qty']} in the inventory less what came back).`,
          },
        }),
      );
  }
  return findings;
}

function returnedQty(state: CaseState, gnum: string): Fixed5 {
  return state.returned.filter(line => line.gnum === gnum).reduce((sum, line) => sum + line.qty, 0n);
}

function windowFindings(
  releasedAt: number,
  at: number,
  law: Law,
  place: Pick<Finding, 'document' | 'path' | 'value'>,
): Finding[] {
  const window = returnWindow(law, beijingDate(at));
  const days = daysBetween(beijingDate(releasedAt), beijingDate(at));
  if (days <= window.applyDays) return [];
  return [
    say({
      code: 'return-window-closed',
      severity: 'reject',
      ...place,
      cites: window.cites,
      message: {
        zh: `放行日 ${beijingDate(releasedAt)} 至申请日 ${beijingDate(at)} 已 ${days} 天，超过 ${window.applyDays} 天的申请期限；税款照征，额度不恢复。`,
        en: `${days} days passed from release (${beijingDate(releasedAt)}) to this application (${beijingDate(at)}); the limit is ${window.applyDays}. Tax stays due and the limit is not given back.`,
      },
    }),
  ];
}

function shrink(part: TaxedPart, left: Fixed5, of: Fixed5): TaxedPart {
  const share = (amount: bigint) => roundDivide(amount * left, of);
  return {
    ...part,
    dutiable: share(part.dutiable),
    duty: share(part.duty),
    consumption: share(part.consumption),
    vat: share(part.vat),
  };
}

/** The return is accepted: quota and guarantee are given back for the returned part, the tax bill is voided and made again for the rest. */
export function applyReturn(
  book: Book,
  effects: Effects,
  held: Held,
  state: CaseState,
  setting: Setting,
): void {
  const { claim } = state;
  const list = findDocument(book, 'CEB621Message', state.key);
  if (!claim || !list) throw new Error(`return without a released list: ${state.key}`);
  const before = weightsLeft(state, list, setting.law, claim.day);
  for (const line of held.document.lines)
    state.returned.push({ gnum: line['gnum'] ?? '', qty: fixed5(line['qty'] ?? '0') });

  const standing = claim.released.map(part => {
    const qty = fixed5(list.document.lines.find(line => line['gnum'] === part.gnum)?.['qty'] ?? '1');
    return shrink(part, qty - returnedQty(state, part.gnum), qty);
  });
  const dutiable = (parts: readonly TaxedPart[]) => parts.reduce((sum, part) => sum + part.dutiable, 0n);
  const back = dutiable(standingOf(claim)) - dutiable(standing);
  const after = weightsLeft(state, list, setting.law, claim.day);
  const weights = Object.fromEntries(
    Object.entries(before).map(([group, kg]) => [group, (after[group] ?? 0n) - kg]),
  );
  const cause = { caseKey: state.key, journal: held.journal, at: held.at };
  const oldBill = billOf(state, list, standingOf(claim));
  state.version += 1;
  moveQuota(book, effects, {
    account: claim.account,
    claim: `${state.key}#${state.version}`,
    amount: -back,
    weights,
    caseKey: state.key,
    ebp: list.document.head['ebpCode'] ?? '',
    day: claim.day,
    journal: held.journal,
  });
  moveGuarantee(book, effects, {
    account: claim.guarantor,
    entry: `${state.key}#${state.version}`,
    amount: taxOf(standingOf(claim)) - taxOf(standing),
    caseKey: state.key,
    journal: held.journal,
  });
  effects.answers.push(taxBillVoid(oldBill, { ...cause, from: nextTold(state, held.at, 1) }));
  const rest: Claim = { ...claim, standing };
  state.claim = rest;
  const allBack = list.document.lines.every(
    line => returnedQty(state, line['gnum'] ?? '') >= fixed5(line['qty'] ?? '0'),
  );
  if (allBack) state.status = 'returned';
  else
    effects.answers.push(
      taxBill(billOf(state, list, standing), { ...cause, from: nextTold(state, held.at, 1) }),
    );
  const window = returnWindow(setting.law, beijingDate(held.at));
  effects.decisions.push({
    caseKey: state.key,
    version: state.version,
    journal: held.journal,
    at: held.at,
    outcome: 'release',
    by: 'return',
    findings: [],
    reason: `退货受理，货物须在放行后 ${window.arriveDays} 天内运抵 / return accepted; the goods must be back within ${window.arriveDays} days of release`,
  });
}

/** Kilograms of the weight-limited groups that are left of the released list, by the share of each line that has not come back. */
function weightsLeft(state: CaseState, list: Held, law: Law, on: string): Record<string, Fixed5> {
  const lines = list.document.lines.map(line => {
    const qty = fixed5(line['qty'] ?? '1');
    const left = qty - returnedQty(state, line['gnum'] ?? '');
    return { ...line, qty1: formatFixed5(roundDivide(fixed5(line['qty1'] ?? '0') * left, qty)) };
  });
  return weightsOf(lines, law, on);
}
