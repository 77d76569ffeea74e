import { beijingDate } from '../shared/index.ts';
import type { CandidateList, LeftOut, LeftOutReason } from './list.ts';

/** Which lists are asked for. */
export interface Wanted {
  readonly month: string;
  /** Consignor (收发货人, ebcCode of the lists). */
  readonly ebcCode: string;
}

/** Only retail direct export is released by list and summarised by form. */
export const SUMMARISED_MODE = '9610';

/** Why a list is in no form, or undefined when it belongs into one. The first reason that holds is told. */
export function reasonAgainst(list: CandidateList, wanted: Wanted): LeftOut | undefined {
  const { head } = list.document;
  const left = (reason: LeftOutReason, zh: string, en: string): LeftOut => ({
    caseKey: list.caseKey,
    ...(list.invtNo === undefined ? {} : { invtNo: list.invtNo }),
    reason,
    message: { zh, en },
  });
  if (head['ebcCode'] !== wanted.ebcCode)
    return left(
      'other-consignor',
      `收发货人为“${head['ebcCode'] ?? ''}”，不是“${wanted.ebcCode}”；同一收发货人的清单才能归并，请为其另行汇总。`,
      `The consignor is "${head['ebcCode'] ?? ''}", not "${wanted.ebcCode}"; only lists of one consignor are merged: summarise them apart.`,
    );
  if (head['tradeMode'] !== SUMMARISED_MODE)
    return left(
      'other-mode',
      `监管方式 ${head['tradeMode'] ?? ''} 不适用“清单核放、汇总申报”（仅 9610）。`,
      `Supervision mode ${head['tradeMode'] ?? ''} is not released by list and summarised (only 9610 is).`,
    );
  const ended = endedBadly(list.status);
  if (ended !== undefined) return left(...ended);
  if (list.status === 'returned')
    return left(
      'returned',
      '货物已全部退运，不再汇总申报。',
      'All goods came back: nothing is left to summarise.',
    );
  if (!['released', 'departed'].includes(list.status))
    return left(
      'not-released',
      '清单尚未放行；放行并结关后归入结关当月。',
      'The list is not released yet; once it is released and closed it belongs to the month of closing.',
    );
  if (list.status !== 'departed' || list.clearedAt === undefined)
    return left(
      'not-departed',
      '清单已放行但尚未结关（未收到离境单 509 的结关状态 899）；请物流企业补报离境单。',
      'The list is released but not closed: no departure (509, state 899) came yet. Ask the carrier to send it.',
    );
  const month = beijingDate(list.clearedAt).slice(0, 7);
  if (month !== wanted.month)
    return month < wanted.month && list.summarisedBy === undefined && head['statisticsFlag'] === 'B'
      ? left(
          'other-month',
          `清单于 ${month} 结关，至今未汇总；请按 ${month} 补报汇总申请。`,
          `The list was closed in ${month} and never summarised: file the summary of ${month}.`,
        )
      : left(
          'other-month',
          `清单于 ${month} 结关，不属于 ${wanted.month}。`,
          `The list was closed in ${month}, not in ${wanted.month}.`,
        );
  if (head['statisticsFlag'] !== 'B')
    return left(
      'statistics',
      '清单为简化申报（statisticsFlag A），只作汇总统计，不进报关单。',
      'The list is a simplified one (statisticsFlag A): it is summed up for statistics and goes into no form.',
    );
  if (!list.invtNo)
    return left(
      'no-number',
      '没有海关清单编号，汇总申请无法引用；请先取得清单回执。',
      'It has no list number from customs, so an application cannot name it: get the list’s receipt first.',
    );
  if (list.summarisedBy !== undefined)
    return left(
      'already-summarised',
      `已在汇总申请“${list.summarisedBy}”中，不重复申报。`,
      `It already stands in the summary application "${list.summarisedBy}" and is not declared twice.`,
    );
  return undefined;
}

function endedBadly(status: string): [LeftOutReason, string, string] | undefined {
  switch (status) {
    case 'revoked':
      return ['revoked', '清单已撤销。', 'The list was revoked.'];
    case 'rejected':
    case 'expired':
      return ['refused', '清单已退单，未出口。', 'The list was refused; nothing was exported.'];
    case 'collecting':
      return [
        'waiting',
        '清单还在等待订单或运单，未审结。',
        'The list still waits for its order or waybill and was not reviewed.',
      ];
    default:
      return undefined;
  }
}

/** A list whose amounts cannot be read. */
export function unreadable(list: CandidateList): LeftOut {
  return {
    caseKey: list.caseKey,
    ...(list.invtNo === undefined ? {} : { invtNo: list.invtNo }),
    reason: 'unreadable',
    message: {
      zh: '清单商品项的数量、金额、商品编码、目的国或币制无法读取，请核对清单数据。',
      en: 'Quantity, amount, code, destination or currency of a line cannot be read: check the list.',
    },
  };
}
