import { cite } from '../../law/index.ts';
import type { Finding } from '../../shared/index.ts';
import type { TradeQuestion, TradeRule } from '../case.ts';
import { inBothTables } from '../cites.ts';
import { filled, line } from '../documents.ts';
import { finding } from '../finding.ts';
import { strangeKind } from './kinds.ts';

const RULE = 'commodity-code';
const FORM = inBothTables('进口清单表体 gcode：商品编码，10位');
const NOMENCLATURE = [cite('nomenclature', '商品编码')];
/** Chapter 77 is reserved in the Harmonized System; goods chapters end with 97. */
const CHAPTER = /^(0[1-9]|[1-6]\d|7[0-6]|7[89]|8\d|9[0-7])/;

/**
 * The code of one line, judged in the name of `rule`. `digits` is how many of its ten digits are classified: fewer than ten in a
 * simplified export list, where the rest only fills the field.
 */
export function judgeCode(
  rule: string,
  question: TradeQuestion,
  index: number,
  digits = 10,
): readonly Finding[] {
  const wrong = line(question.case, 'list', index, 'gcode');
  const code = filled(wrong.value ?? undefined);
  if (code === undefined) return [];
  const say = (
    it: Pick<Parameters<typeof finding>[0], 'code' | 'severity' | 'cites' | 'message' | 'put'>,
  ) => [finding({ rule, wrong, ...it })];
  const n = index + 1;
  if (!/^\d{10}$/.test(code)) {
    const plain = code.normalize('NFKC').replace(/[.\s]/g, '');
    return say({
      code: 'code-form',
      severity: 'reject',
      cites: FORM(question),
      message: {
        zh: `清单第${n}项商品编码（gcode）“${code}”不是10位数字。请按《商品目录》填写10位商品编码。`,
        en: `gcode "${code}" of line ${n} of the list is not ten digits. Put the ten-digit commodity code.`,
      },
      put: /^\d{10}$/.test(plain) ? plain : undefined,
    });
  }
  if (!CHAPTER.test(code)) {
    return say({
      code: 'code-chapter',
      severity: 'reject',
      cites: NOMENCLATURE,
      message: {
        zh: `清单第${n}项商品编码（gcode）“${code}”的第${code.slice(0, 2)}章在商品目录中不存在。请重新归类。`,
        en: `gcode "${code}" of line ${n} of the list: chapter ${code.slice(0, 2)} does not exist. Check the code and classify the goods again.`,
      },
    });
  }
  const commodity = question.law.commodity(code);
  const heading = code.slice(0, digits);
  if (commodity !== undefined || (digits < 10 && question.law.hasHeading(heading)))
    return unlikeName(rule, question, index, commodity?.name ?? heading);
  if (digits < 10)
    return say({
      code: 'heading-outside-edition',
      severity: 'hold',
      cites: NOMENCLATURE,
      message: {
        zh: `清单第${n}项商品编码（gcode）“${code}”的前${digits}位“${heading}”不在本平台已载入的商品目录版本中，转人工审核，不作退单。简化申报按前${digits}位归类，请核对。`,
        en: `The first ${digits} digits "${heading}" of gcode "${code}" of line ${n} of the list are not in the loaded edition of the nomenclature: reviewed by an officer, not refused. A simplified list is classified by its first ${digits} digits: check them.`,
      },
    });
  return say({
    code: 'code-outside-edition',
    severity: 'hold',
    cites: NOMENCLATURE,
    message: {
      zh: `清单第${n}项商品编码（gcode）“${code}”不在本平台已载入的商品目录版本中，转人工审核，不作退单。请核对编码；如为新编码，由运营者载入新版目录。`,
      en: `gcode "${code}" of line ${n} of the list is not in the loaded edition of the nomenclature: reviewed by an officer, not refused. Check the code; if it is a newer one, the operator loads the newer edition.`,
    },
  });
}

/** The declared name says what the goods are, and the code is one of quite different goods. */
function unlikeName(
  rule: string,
  question: TradeQuestion,
  index: number,
  commodity: string,
): readonly Finding[] {
  const code = filled(question.case.list.lines[index]?.['gcode']) ?? '';
  const kind = strangeKind(question.case.list.lines[index]?.['gname'] ?? '', code);
  if (kind === undefined) return [];
  const n = index + 1;
  return [
    finding({
      rule,
      code: 'code-unlike-name',
      severity: 'hold',
      wrong: line(question.case, 'list', index, 'gcode'),
      other: line(question.case, 'list', index, 'gname'),
      cites: NOMENCLATURE,
      message: {
        zh: `清单第${n}项商品编码（gcode）${code}是“${commodity}”，而商品名称（gname）为“${kind}”类商品，一般不归入第${code.slice(0, 2)}章，转人工审核。请核对归类和名称。`,
        en: `gcode ${code} of line ${n} of the list is "${commodity}", but the name (gname) speaks of "${kind}", which is hardly classified in chapter ${code.slice(0, 2)}: an officer looks. Check classification and name.`,
      },
    }),
  ];
}

/**
 * The ten-digit commodity code of each line: its form, its chapter, whether the loaded edition knows it, and whether the declared name
 * speaks of quite other goods.
 */
export const rule: TradeRule = {
  id: RULE,
  title: { zh: '商品编码', en: 'commodity code' },
  reads: ['list'],
  needs: [],
  judge: question => question.case.list.lines.flatMap((_, index) => judgeCode(RULE, question, index)),
};
