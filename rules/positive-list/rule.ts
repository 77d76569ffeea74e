import { judgeRemark, type PositiveAnswer, type PositiveRemark } from '../../law/index.ts';
import {
  type Bilingual,
  type Finding,
  type Fixed5,
  fixed5,
  formatFixed5,
  type Place,
  type Severity,
} from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { filled, head, line } from '../documents.ts';
import { finding } from '../finding.ts';
import { kilogramsOf } from '../net-content.ts';

const RULE = 'positive-list';
type Remark<K extends PositiveRemark['kind']> = Extract<PositiveRemark, { kind: K }>;

/** A line of the list with what the positive list says of its code. */
interface Listed {
  readonly index: number;
  readonly code: string;
  readonly answer: PositiveAnswer;
}

function listedLines(question: Question): readonly Listed[] {
  return question.case.list.lines.flatMap((fields, index) => {
    const code = filled(fields['gcode']) ?? '';
    return /^\d{10}$/.test(code) ? [{ index, code, answer: question.law.positive(code, question.on) }] : [];
  });
}

function say(
  answer: PositiveAnswer,
  code: string,
  wrong: Place,
  message: Bilingual,
  more: { severity?: Severity; other?: Place } = {},
): Finding {
  return finding({
    rule: RULE,
    code,
    severity: more.severity ?? 'reject',
    wrong,
    other: more.other,
    cites: answer.cites,
    message,
  });
}

function judgeLine(question: Question, it: Listed): readonly Finding[] {
  const { index, code, answer } = it;
  const place = line(question.case, 'list', index, 'gcode');
  if (!answer.listed) {
    if (!answer.complete) return [];
    const message = {
      zh: `清单第${index + 1}项商品编码${code}不在跨境电商零售进口商品清单（${answer.edition}版）内，不得以零售进口方式申报。请核对归类，或按一般贸易办理。`,
      en: `Line ${index + 1} of the list: ${code} is not on the positive list of retail import (edition ${answer.edition}). Check the classification, or import as general trade.`,
    };
    return [say(answer, 'not-listed', place, message)];
  }
  return answer.remarks.flatMap(remark => {
    if (remark.kind === 'mode') return wrongMode(question, it, remark);
    if (remark.kind === 'product') return wrongProduct(question, it, remark);
    // The yearly weight runs over several lines and is judged for the whole list.
    return remark.kind === 'exclusion' ? excluded(question, it, remark) : [];
  });
}

function textOf(question: Question, index: number): string {
  const fields = question.case.list.lines[index] ?? {};
  return [fields['gname'], fields['itemName'], fields['gmodel']].filter(it => it !== undefined).join('|');
}

function wrongMode(
  question: Question,
  { index, code, answer }: Listed,
  remark: Remark<'mode'>,
): readonly Finding[] {
  const { mode } = question.case;
  if (judgeRemark(remark, { mode, text: '' }) === 'allowed') return [];
  const modes = remark.modes.join('、');
  const message = {
    zh: `清单第${index + 1}项商品编码${code}在商品清单中备注“${remark.text.zh}”，只能以${modes}方式进口，本单贸易方式为${mode}。请改为允许的方式或撤去该商品。`,
    en: `Line ${index + 1} of the list: ${code} has the remark "${remark.text.en}"; only modes ${modes} are allowed and this list is ${mode}. Use an allowed mode or take the goods out.`,
  };
  const other = head(question.case, 'list/tradeMode');
  return [say(answer, 'mode-not-allowed', line(question.case, 'list', index, 'gcode'), message, { other })];
}

function wrongProduct(
  question: Question,
  { index, code, answer }: Listed,
  remark: Remark<'product'>,
): readonly Finding[] {
  if (judgeRemark(remark, { mode: question.case.mode, text: textOf(question, index) }) === 'allowed')
    return [];
  const message = {
    zh: `清单第${index + 1}项商品编码${code}在商品清单中备注“${remark.text.zh}”，申报的商品名称和规格未显示属于该范围。请核对商品和归类。`,
    en: `Line ${index + 1} of the list: ${code} has the remark "${remark.text.en}" and the declared name and specification do not show such goods. Check the goods and their classification.`,
  };
  const other = line(question.case, 'list', index, 'gcode');
  return [
    say(answer, 'product-not-allowed', line(question.case, 'list', index, 'gname'), message, { other }),
  ];
}

function excluded(
  question: Question,
  { index, code, answer }: Listed,
  remark: Remark<'exclusion'>,
): readonly Finding[] {
  const { mode } = question.case;
  const name = question.law.commodity(code)?.name;
  const text = textOf(question, index);
  const verdict = judgeRemark(remark, { mode, text, ...(name === undefined ? {} : { commodityName: name }) });
  if (verdict === 'allowed') return [];
  if (verdict === 'refused') {
    const message = {
      zh: `清单第${index + 1}项商品编码${code}（${name ?? ''}）属于商品清单备注“${remark.text.zh}”排除的商品，不得以零售进口方式申报。`,
      en: `Line ${index + 1} of the list: ${code} (${name ?? ''}) is excluded by the remark "${remark.text.en}" and may not be imported by retail.`,
    };
    return [say(answer, 'excluded', line(question.case, 'list', index, 'gcode'), message)];
  }
  const inName =
    judgeRemark(remark, { mode, text: question.case.list.lines[index]?.['gname'] ?? '' }) === 'doubtful';
  const message = {
    zh: `清单第${index + 1}项的名称或规格出现“${remark.words.join('”“')}”字样，可能属于备注“${remark.text.zh}”排除的商品，转人工审核。请说明成分。`,
    en: `Line ${index + 1} of the list: name or specification speaks of "${remark.words.join('", "')}", perhaps excluded by the remark "${remark.text.en}". An officer looks; state the ingredients.`,
  };
  const other = line(question.case, 'list', index, 'gcode');
  const wrong = line(question.case, 'list', index, inName ? 'gname' : 'gmodel');
  return [say(answer, 'perhaps-excluded', wrong, message, { severity: 'hold', other })];
}

/** Weight per person and year runs over all lines of a group, and over what the buyer bought before where that is known. */
function overweight(question: Question, lines: readonly Listed[]): readonly Finding[] {
  const groups = new Map<string, { first: Listed; remark: Remark<'weight'>; kg: Fixed5 }>();
  for (const it of lines) {
    for (const remark of it.answer.remarks) {
      if (remark.kind !== 'weight') continue;
      const group = groups.get(remark.group) ?? { first: it, remark, kg: 0n };
      group.kg += kilogramsOf(question.case.list.lines[it.index] ?? {}) ?? 0n;
      groups.set(remark.group, group);
    }
  }
  return [...groups.values()].flatMap(({ first, remark, kg }) => {
    const limit = fixed5(remark.kgPerYear);
    const before = question.world.weightUsed?.(remark.group) ?? 0n;
    if (before + kg <= limit) return [];
    // What was bought elsewhere only customs knows for sure; one order over the limit is over it in any case.
    const severity: Severity = kg > limit || question.world.stance === 'authority' ? 'reject' : 'warn';
    const message = {
      zh: `清单第${first.index + 1}项商品备注“${remark.text.zh}”：本单同类商品${formatFixed5(kg)}千克，订购人本年度已购${formatFixed5(before)}千克，超过${remark.kgPerYear}千克。请减少数量。`,
      en: `Line ${first.index + 1} of the list, remark "${remark.text.en}": this order holds ${formatFixed5(kg)} kg and the buyer has bought ${formatFixed5(before)} kg this year, over ${remark.kgPerYear} kg. Reduce the quantity.`,
    };
    const other = line(question.case, 'list', first.index, 'gcode');
    const wrong = line(question.case, 'list', first.index, 'qty1');
    return [say(first.answer, 'weight-over-limit', wrong, message, { severity, other })];
  });
}

/** The positive list of retail import: is the code on it, and do its remarks allow these goods? */
export const rule: Rule = {
  id: RULE,
  title: { zh: '零售进口商品清单', en: 'positive list of retail import' },
  reads: ['list'],
  needs: [],
  judge: question => {
    const lines = listedLines(question);
    return [...lines.flatMap(it => judgeLine(question, it)), ...overweight(question, lines)];
  },
  unjudged: question => {
    const unknown = listedLines(question).filter(it => !it.answer.listed && !it.answer.complete);
    if (unknown.length === 0) return undefined;
    const codes = unknown.map(it => it.code).join('、');
    return {
      zh: `已载入的商品清单不完整，无法判断${codes}是否在清单内；请运营者载入完整清单`,
      en: `the loaded positive list is partial: whether ${codes} are on it is not known; the operator loads the whole list`,
    };
  },
};
