import type { Finding } from '../../shared/index.ts';
import { specification } from '../cites.ts';
import { head, valueAt } from '../documents.ts';
import type { ExportMode, ExportQuestion, ExportRule } from '../export-case.ts';
import { finding } from '../finding.ts';

const RULE = 'export-order-kind';
const KIND = specification('出口订单 orderType：E、B、W，与清单 tradeMode 对应');
/** The table of the annex says booking order of an overseas warehouse, the comment in its schema says comprehensive service order. */
const BOOKING = specification(
  '出口订单 orderType：W（PDF为海外仓订仓单，XSD注释为外贸综合服务订单，说法不一）',
);

/** The kinds of order that fit a mode; the first is the one to put. */
const KINDS: Readonly<Record<ExportMode, readonly [string, ...string[]]>> = {
  '9610': ['E'],
  '1210': ['E'],
  '1239': ['E'],
  '9710': ['B'],
  '9810': ['W'],
};
const NAMES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  I: { zh: '进口商品订单', en: 'import order' },
  E: { zh: 'B2C出口订单', en: 'B2C export order' },
  B: { zh: 'B2B出口订单', en: 'B2B export order' },
  W: { zh: '海外仓订仓单', en: 'booking order of an overseas warehouse' },
};

function judge(question: ExportQuestion): readonly Finding[] {
  const { mode } = question.case;
  const kind = valueAt(question.case, 'order/orderType')?.trim();
  const wanted = KINDS[mode];
  if (kind === undefined || wanted.includes(kind)) return [];
  const [right] = wanted;
  const unclear = kind === 'W' || right === 'W';
  const name = (code: string) => NAMES[code] ?? { zh: code, en: code };
  return [
    finding({
      rule: RULE,
      code: 'order-kind-of-mode',
      // What the sources contradict each other about is shown to an officer instead of refused.
      severity: unclear ? 'hold' : 'reject',
      wrong: head(question.case, 'order/orderType'),
      other: head(question.case, 'list/tradeMode'),
      cites: (unclear ? BOOKING : KIND)(question.on).map(it => (unclear ? { ...it, verified: false } : it)),
      message: {
        zh: `订单的订单类型（orderType）为“${kind}”（${name(kind).zh}），而清单贸易方式（tradeMode）为${mode}，应使用“${right}”（${name(right).zh}）。${unclear ? '官方资料对“W”的说明不一致，转人工审核。' : ''}请核对订单类型和贸易方式。`,
        en: `orderType of the order is "${kind}" (${name(kind).en}), but tradeMode of the list is ${mode}, which goes with "${right}" (${name(right).en}). ${unclear ? 'The official texts do not agree on W, so an officer looks. ' : ''}Check both.`,
      },
      put: right,
    }),
  ];
}

/** The kind of order fits the mode of the list: E with 9610, 1210 and 1239, B with 9710, W with 9810. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '订单类型与贸易方式', en: 'kind of order and mode' },
  stage: 'comparison',
  reads: ['order', 'list'],
  needs: [],
  judge,
};
