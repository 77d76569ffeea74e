import type { Law } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import {
  beijingDate,
  type Finding,
  type Fixed5,
  fixed5,
  formatFixed5,
  type Instant,
} from '../shared/index.ts';
import { type Book, type Effects, findDocument, type Setting } from './book.ts';
import { meantCase } from './export-revoke.ts';
import { say } from './finding.ts';
import { listOf } from './gather.ts';
import type { Incoming } from './incoming.ts';
import { comingBackRoute } from './keys.ts';
import { answer, RELEASED } from './receipts.ts';
import { monthsAfter } from './reuse.ts';
import { checkOnce, checkSender, listNumber } from './revoke.ts';
import { type CaseState, type Held, hasEnded } from './state.ts';

/** The last Beijing day on which goods released then may be returned, and the text that says so. */
function lastDay(law: Law, released: Instant, at: Instant) {
  const years = law.number('export-return.years-back', beijingDate(at));
  return {
    day: monthsAfter(beijingDate(released), 12 * Number(years.value)),
    years: years.value,
    cites: years.cites,
  };
}

/**
 * May exported goods come back under this application (213)? The list is released, a year has not passed, the mode is that of the
 * original, and every line is one of the original with no more than is left of it (公告2020年第44号).
 */
export function checkExportReturn(book: Book, incoming: Incoming, setting: Setting): readonly Finding[] {
  const meant = meantCase(book, incoming, '-625204');
  if ('findings' in meant) return meant.findings;
  const { state, list, ref, element } = meant;
  const { head } = incoming.document;
  const at = (field: string) => ({ document: ref, path: `${element}/${field}`, value: head[field] ?? null });
  if (!hasEnded(state) || state.releasedAt === undefined)
    return [
      say({
        code: 'life-not-released',
        severity: 'reject',
        ...at('invtNo'),
        message: {
          zh: '该出口清单尚未放行，不能申请退货；未放行的清单请用撤销申请（CEB605）。',
          en: 'This export inventory is not released, so nothing can come back; before release use a revocation (CEB605).',
        },
      }),
    ];
  const findings: Finding[] = [
    ...checkOnce(book, incoming, '-625033'),
    ...checkSender(incoming, list, `${element}/agentCode`),
  ];
  const window = lastDay(setting.law, state.releasedAt, incoming.at);
  if (beijingDate(incoming.at) > window.day)
    findings.push(
      say({
        code: 'return-window-closed',
        severity: 'reject',
        ...at('appTime'),
        cites: window.cites,
        message: {
          zh: `放行日 ${beijingDate(state.releasedAt)} 起 ${window.years} 年内可申请退货，最后一天为 ${window.day}，已超过。`,
          en: `Goods released on ${beijingDate(state.releasedAt)} may be returned within ${window.years} year(s); the last day was ${window.day}.`,
        },
      }),
    );
  const mode = list.document.head['tradeMode'] ?? '';
  if (head['tradeMode'] && head['tradeMode'] !== mode)
    findings.push(
      say({
        code: 'return-mode-differs',
        severity: 'reject',
        ...at('tradeMode'),
        other: { document: refOf(list), path: 'InventoryHead/tradeMode', value: mode },
        message: {
          zh: `退货监管方式 ${head['tradeMode']} 与原出口清单的 ${mode} 不一致。`,
          en: `tradeMode ${head['tradeMode']} is not that of the original export (${mode}).`,
        },
        repair: mode,
      }),
    );
  return [...findings, ...lineFindings(incoming, state, list)];
}

function refOf(held: Held) {
  return { type: held.document.type, key: held.key };
}

/** What must stand in a returned line as in the original. */
const AS_ORIGINAL = ['gname', 'gmodel', 'unit', 'unit1', 'unit2'] as const;
const WITHIN = ['qty1', 'qty2'] as const;

function lineFindings({ document, key }: Incoming, state: CaseState, list: Held): readonly Finding[] {
  const ref = { type: document.type, key };
  const coming = new Map<string, Fixed5>();
  return document.lines.flatMap((line, index) => {
    const gnum = line['gnum'] ?? '';
    const place = (field: string) => ({
      document: ref,
      path: `InvtRefundList[${index + 1}]/${field}`,
      value: line[field] ?? null,
    });
    const position = list.document.lines.findIndex(candidate => candidate['gnum'] === gnum);
    const original = list.document.lines[position];
    if (!original || original['gcode'] !== line['gcode'])
      return [
        say({
          code: '-625209',
          severity: 'reject',
          ...place(original ? 'gcode' : 'gnum'),
          message: {
            zh: `原出口清单没有序号 ${gnum}、商品编码 ${line['gcode']} 的商品，退货只能针对原清单的商品。`,
            en: `The original inventory has no line ${gnum} with commodity code ${line['gcode']}; only its own lines can be returned.`,
          },
          ...(original?.['gcode'] ? { repair: original['gcode'] } : {}),
        }),
      ];
    const there = (field: string) => ({
      document: refOf(list),
      path: `InventoryList[${position + 1}]/${field}`,
      value: original[field] ?? null,
    });
    const findings: Finding[] = [];
    for (const field of AS_ORIGINAL) {
      if (!line[field] || line[field] === (original[field] ?? '')) continue;
      findings.push(
        say({
          code: 'return-line-differs',
          severity: 'reject',
          ...place(field),
          other: there(field),
          message: {
            zh: `退货商品的 ${field}“${line[field]}”与原出口清单的“${original[field] ?? ''}”不一致。`,
            en: `${field} "${line[field]}" of the returned goods is not that of the original inventory ("${original[field] ?? ''}").`,
          },
          ...(original[field] ? { repair: original[field] } : {}),
        }),
      );
    }
    const qty = fixed5(line['qty'] ?? '0');
    const left = fixed5(original['qty'] ?? '0') - returnedOf(state, gnum) - (coming.get(gnum) ?? 0n);
    coming.set(gnum, (coming.get(gnum) ?? 0n) + qty);
    if (qty > left) findings.push(tooMuch(place('qty'), there('qty'), formatFixed5(left)));
    for (const field of WITHIN)
      if (fixed5(line[field] || '0') > fixed5(original[field] || '0'))
        findings.push(tooMuch(place(field), there(field), original[field] || '0'));
    return findings;
  });
}

function tooMuch(
  place: Pick<Finding, 'document' | 'path' | 'value'>,
  other: NonNullable<Finding['other']>,
  left: string,
): Finding {
  return say({
    code: 'life-return-too-much',
    severity: 'reject',
    ...place,
    other,
    message: {
      zh: `退货数量 ${place.value} 超过可退数量 ${left}（原出口清单 ${other.value ?? '0'}，减去已退）。`,
      en: `Quantity ${place.value} is more than the ${left} that can still come back (${other.value ?? '0'} in the inventory less what came back).`,
    },
  });
}

function returnedOf(state: CaseState, gnum: string): Fixed5 {
  return state.returned.filter(line => line.gnum === gnum).reduce((sum, line) => sum + line.qty, 0n);
}

/** A tally may name the export list; then it must be one. */
export function checkTally(book: Book, incoming: Incoming): readonly Finding[] {
  const once = checkOnce(book, incoming, '-625033');
  if (!incoming.document.head['invtNo']) return once;
  const meant = meantCase(book, incoming, '-625204');
  return 'findings' in meant ? meant.findings : once;
}

/** The application is accepted: its quantities count as coming back, and it waits for the tally unless that is here already. */
export function applyExportReturn(
  book: Book,
  effects: Effects,
  held: Held,
  state: CaseState,
  setting: Setting,
): void {
  const route = comingBackRoute(held.document.head);
  const lines = held.document.lines.map(line => ({
    gnum: line['gnum'] ?? '',
    qty: fixed5(line['qty'] ?? '0'),
  }));
  state.returned = [...state.returned, ...lines];
  state.back = [...(state.back ?? []), { key: held.key, route, lines, tallied: false }];
  state.version += 1;
  effects.decisions.push({
    caseKey: state.key,
    version: state.version,
    journal: held.journal,
    at: held.at,
    outcome: 'release',
    by: 'return',
    findings: [],
    reason: `出口退货受理，最迟 ${lastDay(setting.law, state.releasedAt ?? held.at, held.at).day} 前办理 / return of exported goods accepted`,
  });
  const tally = book.routes.get(route)?.marks?.find(mark => tells(book, mark.key, state));
  if (tally) tallyOn(book, effects, state, route, held);
}

/** A tally that names another list is not about these goods. */
function tells(book: Book, key: string, state: CaseState): boolean {
  const number = findDocument(book, 'CEB215Message', key)?.document.head['invtNo'];
  return !number || number === listNumber(state);
}

/** The goods are here and were tallied (215): the applications on them are released. */
export function applyTally(book: Book, effects: Effects, held: Held, state: CaseState): void {
  const number = held.document.head['invtNo'];
  if (number && number !== listNumber(state)) return;
  tallyOn(book, effects, state, comingBackRoute(held.document.head), held);
}

function tallyOn(book: Book, effects: Effects, state: CaseState, route: string, cause: Held): void {
  state.back = (state.back ?? []).map(entry => {
    if (entry.route !== route || entry.tallied) return entry;
    const application = findDocument(book, 'CEB213Message', entry.key);
    // An application that this very tally releases is told so after its own receipt.
    const told = application && answer(application, [RELEASED], answering(state, application, cause));
    if (told) effects.answers.push(told);
    return { ...entry, tallied: true };
  });
  const list = listOf(book, state);
  if (list && allBack(state, list.document)) state.status = 'returned';
}

function answering(state: CaseState, application: Held, { journal, at }: Held) {
  return {
    caseKey: state.key,
    journal,
    at,
    // Later than the two records of its acceptance, also when both come in one moment.
    from: Math.max(at, application.at + 2),
    numbered: { letter: 'T', journal: application.journal, at: application.at, direction: 'export' },
  } as const;
}

function allBack({ back = [] }: CaseState, list: Document): boolean {
  return list.lines.every(line => {
    const tallied = back
      .filter(entry => entry.tallied)
      .flatMap(entry => entry.lines)
      .filter(({ gnum }) => gnum === line['gnum'])
      .reduce((sum, { qty }) => sum + qty, 0n);
    return tallied >= fixed5(line['qty'] ?? '0');
  });
}
