import type { Finding, Place } from '../../shared/index.ts';
import { dissenters } from '../agreement.ts';
import { specification } from '../cites.ts';
import { filled, head, line } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { finding, unequal } from '../finding.ts';

const RULE = 'export-currencies';
const ONE = specification('出口订单 currency、订单表体 currency、清单表体 currency：币制');

/** One price list, one currency: the order's head and all lines of order and list. The one that most places name is believed. */
function judge(question: ExportQuestion): readonly Finding[] {
  const { order, list } = question.case;
  const places: readonly Place[] = [
    head(question.case, 'order/currency'),
    ...order.lines.map((_, at) => line(question.case, 'order', at, 'currency')),
    ...list.lines.map((_, at) => line(question.case, 'list', at, 'currency')),
  ].filter(place => filled(place.value ?? undefined) !== undefined);
  return dissenters(places, 'text').map(({ wrong, right }) =>
    finding({
      rule: RULE,
      code: 'currency-differs',
      wrong,
      other: right,
      cites: ONE(question.on),
      message: unequal(wrong, right, {
        zh: '同一订单的商品以同一币制计价，订单表头、表体与清单表体的币制应一致',
        en: 'the goods of one order are priced in one currency, the same in head and lines of the order and in the list',
      }),
      put: right.value,
    }),
  );
}

/** Order and list are priced in one currency. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '订单与清单币制一致', en: 'one currency in order and list' },
  stage: 'comparison',
  needs: [],
  judge,
};
