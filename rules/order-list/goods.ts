import type { Fields } from '../../messages/index.ts';
import type { Bilingual, Finding, Severity } from '../../shared/index.ts';
import { badlyWritten, plain } from '../agreement.ts';
import type { TradeQuestion } from '../case.ts';
import { inBothTables } from '../cites.ts';
import { filled, line } from '../documents.ts';
import { finding, unequal } from '../finding.ts';
import { amount } from '../money.ts';
import type { Pair } from '../pairing.ts';
import { type Likeness, likeness, shareCharacter, withoutCry } from './names.ts';

const RULE = 'order-list';
/** The list has fewer characters for the article number than the order (202205 edition), so a long one is cut off. */
const ARTICLE_NUMBER_MAX = 20;

const CODES = [
  {
    field: 'unit',
    code: 'line-unit-differs',
    cites: inBothTables('进口清单表体 unit、进口订单表体 unit'),
    why: {
      zh: '同一商品在订单与清单中的计量单位应一致',
      en: 'order and list count the same goods in one unit',
    },
  },
  {
    field: 'country',
    code: 'line-country-differs',
    cites: inBothTables('进口清单表体 country、进口订单表体 country：原产国（地区）'),
    why: { zh: '同一商品在订单与清单中的原产国应一致', en: 'order and list name one country of origin' },
  },
] as const;

/** A bar code is digits; 无 and other words say that there is none. */
const BAR_CODE = /^\d{8,14}$/;
const BARS = inBothTables('进口清单表体 barCode、进口订单表体 barCode：商品条形码');
const SPECIFICATION = inBothTables('进口清单表体 gmodel、进口订单表体 gmodel：商品规格型号');
const ITEM = inBothTables('进口清单表体 itemNo、itemName 与订单一致');
const NAME = inBothTables('进口清单表体 gname：商品名称，与电子订单一致');

/** Are these the same goods? Unit, origin, article number and names of a pair of lines. */
export function goodsFindings(question: TradeQuestion, pair: Pair): readonly Finding[] {
  const found: Finding[] = [];
  const order = question.case.order.lines[pair.order] ?? {};
  const list = question.case.list.lines[pair.list] ?? {};
  const differ = (
    field: string,
    orderField: string,
    code: string,
    cites: readonly Finding['cites'][number][],
    why: Bilingual,
    severity: Severity,
    orderIsWrong = false,
  ) => {
    const inList = line(question.case, 'list', pair.list, field);
    const inOrder = line(question.case, 'order', pair.order, orderField);
    const [wrong, right] = orderIsWrong ? [inOrder, inList] : [inList, inOrder];
    found.push(
      finding({
        rule: RULE,
        code,
        severity,
        wrong,
        other: right,
        cites,
        message: unequal(wrong, right, why),
        put: right.value,
      }),
    );
  };
  for (const { field, code, cites, why } of CODES) {
    const [a, b] = [filled(order[field]), filled(list[field])];
    if (a !== undefined && b !== undefined && a.trim() !== b.trim())
      differ(field, field, code, cites(question), why, 'reject', orderIsWrong(question, field, a, b, list));
  }
  const [a, b] = [filled(order.itemNo), filled(list.itemNo)];
  if (a !== undefined && b !== undefined && !sameArticle(plain(a), plain(b)))
    differ('itemNo', 'itemNo', 'line-article-differs', ITEM(question), SAME_ARTICLE, 'hold');
  const [codeSold, codeDeclared] = [filled(order.barCode)?.trim(), filled(list.barCode)?.trim()];
  if (codeSold !== codeDeclared && BAR_CODE.test(codeSold ?? '') && BAR_CODE.test(codeDeclared ?? ''))
    differ('barCode', 'barCode', 'line-bar-code-differs', BARS(question), SAME_BARS, 'hold');
  const crossed = crossedSpecification(question, pair);
  if (crossed)
    differ(
      'gmodel',
      specifiedIn(question),
      'line-specification-differs',
      SPECIFICATION(question),
      OWN_SPECIFICATION,
      'hold',
    );
  const sold = withoutCry(filled(order.itemName));
  const item = withoutCry(filled(list.itemName));
  const declared = withoutCry(filled(list.gname));
  if (sold === undefined || (declared === sold && (item ?? sold) === sold)) return found;
  // Both names of the list say the same and the order another: the order stands alone.
  const orderIsAlone = item !== undefined && declared !== undefined && likeness(item, declared) === 'same';
  if (item !== undefined && item !== sold) {
    const near = likeness(sold, item);
    const severity = near === 'unrelated' ? 'hold' : 'warn';
    if (near === 'same') found.push(...spelling(question, pair));
    else
      differ(
        'itemName',
        'itemName',
        'line-item-name-differs',
        ITEM(question),
        SAME_NAME,
        severity,
        orderIsAlone,
      );
    if (near !== 'same' && orderIsAlone) return found;
  }
  const severity =
    declared === undefined ? undefined : nameSeverity(question, sold, declared, item, list.gcode);
  if (severity !== undefined)
    differ('gname', 'itemName', 'line-name-differs', NAME(question), NAME_AS_ORDERED, severity);
  return found;
}

/** Each document may word a specification in its own way; one that is word for word that of another line of the order is misplaced. */
function crossedSpecification(question: TradeQuestion, pair: Pair): boolean {
  const { lines } = question.case.order;
  const field = specifiedIn(question);
  const own = filled(lines[pair.order]?.[field]);
  const declared = filled(question.case.list.lines[pair.list]?.['gmodel']);
  if (own === undefined || declared === undefined || own === declared) return false;
  return lines.some((it, at) => at !== pair.order && it[field] === declared);
}

/** An export order has no specification, only a description. */
function specifiedIn({ case: { order } }: TradeQuestion): 'gmodel' | 'itemDescribe' {
  return order.type === 'CEB303Message' ? 'itemDescribe' : 'gmodel';
}

function spelling(question: TradeQuestion, pair: Pair): readonly Finding[] {
  const names = [
    line(question.case, 'order', pair.order, 'itemName'),
    line(question.case, 'list', pair.list, 'itemName'),
  ];
  return badlyWritten(RULE, names, ITEM(question));
}

/**
 * A code that no table knows is the wrong one. Of two units the one that the specification names (50克/瓶) is right; failing that, a
 * statutory quantity may speak for the list.
 */
function orderIsWrong(
  question: TradeQuestion,
  field: 'unit' | 'country',
  ofOrder: string,
  ofList: string,
  list: Fields,
): boolean {
  const nameOf = (code: string) => question.law.codeName(field, code.trim());
  const [orderName, listName] = [nameOf(ofOrder), nameOf(ofList)];
  if (orderName === undefined || listName === undefined) return listName !== undefined;
  if (field === 'country') return false;
  const specified = (name: string) => (list.gmodel ?? '').includes(`/${name}`);
  if (specified(orderName) !== specified(listName)) return specified(listName);
  return unitIsStatutory(list);
}

/** The unit of the list is confirmed where a statutory quantity in the same unit is the same number. */
function unitIsStatutory(list: Fields): boolean {
  const qty = amount(list.qty);
  const confirms = (unit: string | undefined, count: string | undefined) =>
    unit !== undefined && unit === list.unit && qty !== undefined && amount(count) === qty;
  return confirms(list.unit1, list.qty1) || confirms(list.unit2, list.qty2);
}

const SAME_ARTICLE: Bilingual = {
  zh: '同一商品在订单与清单中的货号应一致，请确认是否为同一商品',
  en: 'order and list give the same goods one article number; make sure that they are the same goods',
};
const OWN_SPECIFICATION: Bilingual = {
  zh: '清单的规格型号是订单另一项商品的规格型号，疑似填错行',
  en: 'the specification in the list is that of another line of the order, so it seems to stand in the wrong line',
};
const SAME_BARS: Bilingual = {
  zh: '同一商品在订单与清单中的条形码应一致，请确认是否为同一商品',
  en: 'order and list give the same goods one bar code; make sure that they are the same goods',
};
const SAME_NAME: Bilingual = {
  zh: '清单的企业商品名称应与订单一致',
  en: 'the item name of the list is that of the order',
};
const NAME_AS_ORDERED: Bilingual = {
  zh: '清单的商品名称应与订单的商品一致，请确认是否为同一商品',
  en: 'the goods are named as in the order; make sure that they are the same goods',
};

function sameArticle(order: string, list: string): boolean {
  return order === list || (list.length === ARTICLE_NUMBER_MAX && order.startsWith(list));
}

/**
 * How much the declared name worries. It may be the customs name instead of the shop's: then it is akin to the nomenclature's
 * name of the commodity code, or the item name of the list has already shown that the goods are those of the order.
 */
function nameSeverity(
  question: TradeQuestion,
  sold: string,
  declared: string,
  item: string | undefined,
  gcode: string | undefined,
): Severity | undefined {
  const near: Likeness = likeness(sold, declared);
  if (near === 'same' || near === 'related') return undefined;
  if (near === 'misspelt')
    return item !== undefined && likeness(item, declared) === 'same' ? undefined : 'warn';
  const commodity = gcode === undefined ? undefined : question.law.commodity(gcode)?.name;
  if (commodity !== undefined && likeness(commodity, declared) === 'related') return undefined;
  if (item === undefined || likeness(item, sold) !== 'same') return 'hold';
  const chinese = /\p{Script=Han}/u;
  const foreign = !chinese.test(declared) && chinese.test(sold);
  return foreign || shareCharacter(sold, declared) ? undefined : 'hold';
}
