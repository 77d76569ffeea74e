import type { Finding } from '../../shared/index.ts';
import type { TradeQuestion, TradeRule } from '../case.ts';
import { inBothTables } from '../cites.ts';
import { allLines, line } from '../documents.ts';
import { finding, unequal } from '../finding.ts';
import { type Difference, type LineEvidence, type TripleField, weighLines } from '../line-evidence.ts';
import { amount } from '../money.ts';
import type { Pair } from '../pairing.ts';
import { goodsFindings } from './goods.ts';

const RULE = 'order-list';
const LINES = inBothTables('进口清单表体 gnum：从1开始连续序号，与关联的电子订单表体序号一一对应');

const VALUES: Readonly<Record<TripleField, { code: string; zh: string; en: string }>> = {
  qty: { code: 'line-quantity-differs', zh: '数量', en: 'quantity' },
  price: { code: 'line-price-differs', zh: '单价', en: 'price' },
  totalPrice: { code: 'line-total-differs', zh: '总价', en: 'total' },
};

function judge(question: TradeQuestion): readonly Finding[] {
  const evidence = weighLines(question);
  const { pairs } = evidence.pairing;
  return [
    ...pairs.filter(pair => pair.renumbered).map(pair => renumbered(question, pair)),
    ...unpaired(question, evidence),
    ...evidence.differences.map(it => valueDiffers(question, it)),
    ...pairs.flatMap(pair => goodsFindings(question, pair)),
  ];
}

/** The lines are the same goods under different numbers: the numbering that does not run from 1 is wrong, in a draw the list's. */
function renumbered(question: TradeQuestion, pair: Pair): Finding {
  const inOrder = line(question.case, 'order', pair.order, 'gnum');
  const inList = line(question.case, 'list', pair.list, 'gnum');
  const orderIsWrong = !runsFromOne(question, 'order') && runsFromOne(question, 'list');
  const [wrong, right] = orderIsWrong ? [inOrder, inList] : [inList, inOrder];
  return finding({
    rule: RULE,
    code: 'line-number-differs',
    wrong,
    other: right,
    cites: LINES(question),
    message: unequal(wrong, right, {
      zh: '清单表体序号应与订单表体序号一一对应',
      en: 'the line numbers of the list are those of the order, one to one',
    }),
    put: right.value,
  });
}

function runsFromOne(question: TradeQuestion, part: 'order' | 'list'): boolean {
  const { lines } = question.case[part];
  const numbers = new Set(lines.map(it => Number(it.gnum)));
  return lines.every((_, at) => numbers.has(at + 1));
}

/** Lines without a counterpart: the order's goodsValue tells whether the order or the list has the right lines. */
function unpaired(question: TradeQuestion, evidence: LineEvidence): readonly Finding[] {
  const { orderOnly, listOnly } = evidence.pairing;
  const goods = amount(question.case.order.head.goodsValue);
  const orderIsWhole = evidence.orderSum === goods;
  const extra = orderOnly.reduce(
    (total, at) => total + (amount(question.case.order.lines[at]?.totalPrice) ?? 0n),
    0n,
  );
  const orderHasTooMany =
    !orderIsWhole && evidence.orderSum !== undefined && evidence.orderSum - extra === goods;
  const orderLacks = !orderIsWhole && evidence.listSum === goods;
  return [
    ...orderOnly.map(at =>
      orderHasTooMany ? surplus(question, 'order', at) : missing(question, 'list', 'order', at),
    ),
    ...listOnly.map(at =>
      orderLacks ? missing(question, 'order', 'list', at) : surplus(question, 'list', at),
    ),
  ];
}

const NAMES = { order: { zh: '订单', en: 'order' }, list: { zh: '清单', en: 'list' } } as const;

function missing(
  question: TradeQuestion,
  lacking: 'order' | 'list',
  having: 'order' | 'list',
  at: number,
): Finding {
  const other = line(question.case, having, at, 'gnum');
  return finding({
    rule: RULE,
    code: 'line-missing',
    wrong: allLines(question.case, lacking),
    other,
    cites: LINES(question),
    message: {
      zh: `${NAMES[lacking].zh}缺少与${NAMES[having].zh}第${at + 1}项（gnum ${other.value ?? ''}）对应的商品：订单与清单的表体应一一对应。请在${NAMES[lacking].zh}中补报该项。`,
      en: `The ${NAMES[lacking].en} lacks the goods of line ${at + 1} (gnum ${other.value ?? ''}) of the ${NAMES[having].en}: the lines of order and list correspond one to one. Add the line to the ${NAMES[lacking].en}.`,
    },
  });
}

function surplus(question: TradeQuestion, having: 'order' | 'list', at: number): Finding {
  const lacking = having === 'order' ? 'list' : 'order';
  const wrong = line(question.case, having, at, 'gnum');
  return finding({
    rule: RULE,
    code: 'line-surplus',
    wrong,
    other: allLines(question.case, lacking),
    cites: LINES(question),
    message: {
      zh: `${NAMES[having].zh}第${at + 1}项（gnum ${wrong.value ?? ''}）在${NAMES[lacking].zh}中没有对应的商品：订单与清单的表体应一一对应。请核对该项是否多报。`,
      en: `Line ${at + 1} (gnum ${wrong.value ?? ''}) of the ${NAMES[having].en} has no counterpart in the ${NAMES[lacking].en}: the lines of order and list correspond one to one. Check whether it was declared too much.`,
    },
  });
}

function valueDiffers(question: TradeQuestion, it: Difference): Finding {
  const places = {
    order: line(question.case, 'order', it.pair.order, it.field),
    list: line(question.case, 'list', it.pair.list, it.field),
  };
  const wrong = places[it.wrong];
  const right = places[it.wrong === 'order' ? 'list' : 'order'];
  const { code, zh, en } = VALUES[it.field];
  const cites = inBothTables(`进口订单、清单表体 ${it.field}：同一商品一致；总价为单价乘以数量`);
  return finding({
    rule: RULE,
    code,
    wrong,
    other: right,
    cites: cites(question),
    message: unequal(wrong, right, {
      zh: `订单与清单同一商品的${zh}应一致`,
      en: `order and list carry one ${en} for the same goods`,
    }),
    put: right.value,
  });
}

/** Order and list describe the same goods, line by line. */
export const rule: TradeRule = {
  id: RULE,
  title: { zh: '订单与清单表体一致', en: 'lines of order and list' },
  stage: 'goods',
  reads: ['order', 'list'],
  needs: [],
  judge,
};
