import type { Bilingual, Finding, Place } from '../../shared/index.ts';
import { specification } from '../cites.ts';
import { filled, head, line, valueAt } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { finding } from '../finding.ts';
import { labelOf } from '../labels.ts';

const RULE = 'export-bonded';
/** That 1210 needs the account book is known from a public client only, not from the annex. */
const ACCOUNT = specification('出口清单 emsNo：账册编号（特殊区域出口）');
const AREA = specification('出口清单 iacCode、iacName、emsNo、表体 itemRecordNo：特殊区域出口填写');

const OF_THE_AREA = ['list/iacCode', 'list/iacName', 'list/emsNo'] as const;

function judge(question: ExportQuestion): readonly Finding[] {
  const { mode, list } = question.case;
  if (mode === '1210' || mode === '1239') return account(question);
  const places = [
    ...OF_THE_AREA.map(field => head(question.case, field)),
    ...list.lines.map((_, index) => line(question.case, 'list', index, 'itemRecordNo')),
  ];
  return places
    .filter(place => filled(place.value ?? undefined) !== undefined)
    .map(place => outside(question, place));
}

function account(question: ExportQuestion): readonly Finding[] {
  if (valueAt(question.case, 'list/emsNo') !== undefined) return [];
  const { mode } = question.case;
  return [
    say(question, 'account-missing', head(question.case, 'list/emsNo'), ACCOUNT, {
      zh: `清单贸易方式为${mode}而未填账册编号（emsNo）：特殊区域出口的商品在账册内管理，转人工审核。请补填账册编号。`,
      en: `The list is of mode ${mode} but names no account book (emsNo): goods that leave a special area stand in one, so an officer looks. Put its number.`,
    }),
  ];
}

/** Fields of a special area in a list that does not come from one: the mode or the field is wrong. */
function outside(question: ExportQuestion, wrong: Place): Finding {
  const label = labelOf(wrong);
  const { mode } = question.case;
  return say(question, 'area-field-outside', wrong, AREA, {
    zh: `${label.zh}“${wrong.value ?? ''}”仅在特殊区域出口（1210、1239）时填写，而清单贸易方式为${mode}，转人工审核。请核对贸易方式，或删除该项。`,
    en: `${label.en} "${wrong.value ?? ''}" belongs to exports from a special area (1210, 1239), but the list is of mode ${mode}: an officer looks. Check the mode, or leave the field out.`,
  });
}

function say(
  question: ExportQuestion,
  code: string,
  wrong: Place,
  cites: (on: string) => Finding['cites'],
  message: Bilingual,
): Finding {
  return finding({
    rule: RULE,
    code,
    severity: 'hold',
    wrong,
    other: head(question.case, 'list/tradeMode'),
    cites: cites(question.on).map(it => ({ ...it, verified: false })),
    message,
  });
}

/** Fields of the special area stand in lists of 1210 and 1239, and only there. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '特殊区域出口字段', en: 'fields of exports from a special area' },
  reads: ['list'],
  needs: [],
  judge,
};
