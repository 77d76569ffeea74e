import type { Finding } from '../../shared/index.ts';
import type { ImportMode, Question, Rule } from '../case.ts';
import { specification } from '../cites.ts';
import { office } from '../customs-office.ts';
import { head, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';

const RULE = 'codes-and-places';
const TRANSPORT = specification('进口清单 trafMode：直购进口填跨境段运输方式，网购保税填二线出区运输方式');
const DISPATCH = specification('进口清单 country：直购进口填起始发出国家（地区），网购保税填142');

/** Modes in which goods really cross the border. */
const BORDER = new Set(['2', '3', '4', '5', '6']);
/**
 * Codes that cannot be: a direct purchase does not arrive by being somewhere inside the country, and no parcel leaves a zone in a
 * traveller's hand or through a pipe. The annex's own sample has 0, and ports write W for a direct purchase cleared at a logistics
 * centre, so these, 1 and 9 are let pass.
 */
const IMPOSSIBLE: Readonly<Record<ImportMode, ReadonlySet<string>>> = {
  '9610': new Set(['7', '8', 'H', 'L', 'G', 'T', 'X', 'Y', 'Z']),
  '1210': new Set(['H', 'L', 'G']),
  '1239': new Set(['H', 'L', 'G']),
};
const CHINA = '142';

function judge(question: Question): readonly Finding[] {
  return [
    ...transport(question),
    ...dispatch(question),
    ...(['list/customsCode', 'list/portCode'] as const).flatMap(field => office(RULE, question, field)),
  ];
}

function transport(question: Question): readonly Finding[] {
  const { mode } = question.case;
  const code = valueAt(question.case, 'list/trafMode')?.trim().toUpperCase();
  if (code === undefined || !IMPOSSIBLE[mode].has(code)) return [];
  const name = question.law.codeName('trafMode', code) ?? code;
  return [
    finding({
      rule: RULE,
      code: 'transport-of-mode',
      severity: 'hold',
      wrong: head(question.case, 'list/trafMode'),
      other: head(question.case, 'list/tradeMode'),
      cites: TRANSPORT(question.on),
      message: {
        zh: `清单的运输方式（trafMode）为“${code}”（${name}），与贸易方式${mode}不符：直购进口（9610）填跨境段的运输方式，网购保税（1210、1239）填出区的运输方式。请核对。`,
        en: `trafMode of the list is "${code}" (${name}), which does not fit mode ${mode}: direct purchase (9610) names the transport over the border, bonded import (1210, 1239) the transport out of the area. Please check.`,
      },
    }),
  ];
}

/** The format check fixes the country of bonded lists; a direct purchase that crossed the border did not start in China. */
function dispatch(question: Question): readonly Finding[] {
  const country = valueAt(question.case, 'list/country')?.trim();
  const traffic = valueAt(question.case, 'list/trafMode')?.trim();
  if (question.case.mode !== '9610' || country !== CHINA || !BORDER.has(traffic ?? '')) return [];
  return [
    finding({
      rule: RULE,
      code: 'dispatched-in-china',
      severity: 'hold',
      wrong: head(question.case, 'list/country'),
      other: head(question.case, 'list/trafMode'),
      cites: DISPATCH(question.on),
      message: {
        zh: `清单的起运国（country）为“142”（中国），而贸易方式为9610、运输方式为跨境运输“${traffic ?? ''}”：直购进口的商品应从境外起运。请改填实际起运国（地区）。`,
        en: `country of the list is "142" (China), but the mode is 9610 and the goods crossed the border (trafMode "${traffic ?? ''}"): a direct purchase is dispatched abroad. Put the country of dispatch.`,
      },
    }),
  ];
}

/** Codes that are each valid but do not fit together: transport and mode, dispatch and transport, customs districts. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '运输方式、起运国与关区', en: 'transport, country of dispatch and customs districts' },
  reads: ['list'],
  needs: [],
  judge,
};
