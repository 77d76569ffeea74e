import { type Fixed5, formatFixed5, type Instant, parseFixed5, stamp14 } from '../../shared/index.ts';
import type { Document, Fields } from '../document.ts';
import { CONTENT, type Fault } from '../fault.ts';
import { isMoment } from '../moment-text.ts';
import type { Notebook } from '../notebook.ts';

/**
 * What must agree inside a declaration form beyond its single fields: the agreement's term, the parts of the declaration number,
 * weights, totals. Values that cannot be read were told by the field checks and are passed over here.
 */
export function checkForm({ head, lines }: Document, at: Instant | undefined, notes: Notebook): void {
  const note = (field: string, fault: Fault) => notes.note(CONTENT, `DecHead/${field}`, head[field], fault);
  checkAgreement(head, at, note);
  checkNumber(head, note);
  checkWeights(head, note);
  if (!isTied(head, lines)) note('orderNo', UNTIED);
  lines.forEach((line, index) => {
    const place = `DecList[${index + 1}]`;
    checkTotal(line, fault => notes.note(CONTENT, `${place}/DeclTotal`, line['DeclTotal'], fault));
    checkQuantities(line, fault => notes.note(CONTENT, `${place}/FirstQty`, line['FirstQty'], fault));
  });
  checkFob(head, lines, note);
}

type Note = (field: string, fault: Fault) => void;

function checkAgreement(head: Fields, at: Instant | undefined, note: Note): void {
  const { agreementFrom: from, agreementTo: to } = head;
  for (const field of ['agreementFrom', 'agreementTo'])
    if (/^\d{8}$/.test(head[field] ?? '') && !isMoment(head[field] ?? '')) note(field, NO_DAY);
  if (!to || !isMoment(to)) return;
  if (from && isMoment(from) && from > to) note('agreementTo', TERM_BACKWARDS);
  if (at === undefined) return;
  const today = stamp14(at).slice(0, 8);
  if (to < today) note('agreementTo', EXPIRED);
  else if (from && from > today) note('agreementFrom', NOT_YET);
}

function checkNumber(head: Fields, note: Note): void {
  const { EntryId: entry = '', CustomMaster: customs = '', DDate: declared = '' } = head;
  if (!/^\d{18}$/.test(entry)) return;
  const differs = (what: { zh: string; en: string }, found: string, wanted: string) =>
    note('EntryId', {
      code: 'form-number',
      severity: 'warn',
      message: {
        zh: `海关编号（EntryId）的${what.zh}为“${found}”，与“${wanted}”不一致，请核对。`,
        en: `The ${what.en} in EntryId is ${found}, expected ${wanted}: check it.`,
      },
    });
  if (/^\d{4}$/.test(customs) && entry.slice(0, 4) !== customs)
    differs(
      { zh: '第1至4位（申报地海关）', en: 'customs district (digits 1–4)' },
      entry.slice(0, 4),
      customs,
    );
  if (isMoment(declared) && entry.slice(4, 8) !== declared.slice(0, 4))
    differs({ zh: '第5至8位（年份）', en: 'year (digits 5–8)' }, entry.slice(4, 8), declared.slice(0, 4));
  if (entry[8] !== '0')
    differs({ zh: '第9位（0 出口、1 进口）', en: 'ninth digit (0 export, 1 import)' }, entry[8] ?? '', '0');
}

function checkWeights(head: Fields, note: Note): void {
  const gross = parseFixed5(head['GrossWet'] ?? '');
  const net = parseFixed5(head['NetWt'] ?? '');
  if (gross === undefined || net === undefined) return;
  if (net > gross || net <= 0n)
    note('NetWt', {
      code: 'form-weight',
      severity: 'reject',
      message: {
        zh: `净重 ${formatFixed5(net)} 千克应大于 0 且不大于毛重 ${formatFixed5(gross)} 千克。`,
        en: `The net weight ${formatFixed5(net)} kg must be above 0 and not above the gross weight ${formatFixed5(gross)} kg.`,
      },
    });
}

/** A form that names neither order, booking, waybill, bill, contract nor list can be matched with nothing. */
function isTied(head: Fields, lines: readonly Fields[]): boolean {
  return (
    ['ContrNo', 'orderNo', 'logisticsNo', 'BillNo'].some(name => (head[name] ?? '') !== '') ||
    lines.some(line =>
      ['lineOrderNo', 'lineLogisticsNo', 'lineInvtNo'].some(name => (line[name] ?? '') !== ''),
    )
  );
}

const CENT = 1000n;

/** Prices of forms have four places, so the product may differ by half of the last one per piece, and by a cent of rounding. */
function checkTotal(line: Fields, note: (fault: Fault) => void): void {
  const qty = parseFixed5(line['GQty'] ?? '');
  const price = parseFixed5(line['DeclPrice'] ?? '');
  const total = parseFixed5(line['DeclTotal'] ?? '');
  if (qty === undefined || price === undefined || total === undefined) return;
  const product = (qty * price) / 100_000n;
  const apart = product > total ? product - total : total - product;
  if (apart <= CENT + qty / 20_000n) return;
  note({
    code: 'form-total',
    severity: 'warn',
    message: {
      zh: `总价 ${formatFixed5(total)} 与 成交数量 × 单价 = ${formatFixed5(product)} 不符，请核对。`,
      en: `The total ${formatFixed5(total)} is not quantity × price = ${formatFixed5(product)}: check it.`,
    },
  });
}

function checkQuantities(line: Fields, note: (fault: Fault) => void): void {
  const deal = parseFixed5(line['GQty'] ?? '');
  const first = parseFixed5(line['FirstQty'] ?? '');
  if (deal === undefined || first === undefined || line['GUnit'] !== line['FirstUnit'] || deal === first)
    return;
  note({
    code: 'form-quantity',
    severity: 'warn',
    message: {
      zh: `成交单位与法定第一单位相同，数量应一致：${formatFixed5(deal)} 与 ${formatFixed5(first)}。`,
      en: `Both units are the same, so the quantities should be: ${formatFixed5(deal)} and ${formatFixed5(first)}.`,
    },
  });
}

/** On FOB terms the FOB value is the sum of the lines. */
function checkFob(head: Fields, lines: readonly Fields[], note: Note): void {
  const fob = parseFixed5(head['fobTotal'] ?? '');
  if (fob === undefined || head['TransMode'] !== '3') return;
  if (lines.some(line => line['TradeCurr'] !== head['fobCurr'])) return;
  let sum: Fixed5 = 0n;
  for (const line of lines) sum += parseFixed5(line['DeclTotal'] ?? '') ?? 0n;
  if (sum === fob) return;
  note('fobTotal', {
    code: 'form-fob',
    severity: 'warn',
    message: {
      zh: `成交方式为 FOB，离岸价总额 ${formatFixed5(fob)} 应等于各项总价之和 ${formatFixed5(sum)}。`,
      en: `On FOB terms the FOB value ${formatFixed5(fob)} should be the sum of the lines, ${formatFixed5(sum)}.`,
    },
  });
}

const NO_DAY: Fault = {
  code: 'moment',
  severity: 'reject',
  message: { zh: '应为真实存在的日期，格式 YYYYMMDD。', en: 'must be a real day written YYYYMMDD.' },
};
const TERM_BACKWARDS: Fault = {
  code: 'agreement-term',
  severity: 'reject',
  message: {
    zh: '数据共享协议的终止日期早于生效日期，请核对。',
    en: 'The agreement ends before it begins: check its term.',
  },
};
const EXPIRED: Fault = {
  code: 'agreement-expired',
  severity: 'reject',
  message: {
    zh: '数据共享协议已到期，不能再据此提供报关单数据；请续签后填写新的期限。',
    en: 'The data-sharing agreement has ended: forms may not be handed over under it. Renew it and give the new term.',
  },
};
const NOT_YET: Fault = {
  code: 'agreement-not-yet',
  severity: 'reject',
  message: { zh: '数据共享协议尚未生效。', en: 'The data-sharing agreement is not in force yet.' },
};
const UNTIED: Fault = {
  code: 'form-untied',
  severity: 'warn',
  message: {
    zh: '报关单没有填写订单、订仓单、运单、提运单、合同或清单编号，无法与其他单证匹配，将单独计数。',
    en: 'The form names no order, booking, waybill, bill, contract or list: it can be matched with nothing and counts alone.',
  },
};
