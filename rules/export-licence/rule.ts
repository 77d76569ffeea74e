import type { Finding } from '../../shared/index.ts';
import { burdened } from '../burden-finding.ts';
import { specification } from '../cites.ts';
import { valueAt } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { type Burden, burdensOf, burdensUnknown, isB2b, isSimplified } from '../simplified.ts';

const RULE = 'export-licence';
const LICENCE = specification('出口清单 licenseNo：许可证号');

function judge(question: ExportQuestion): readonly Finding[] {
  const licensed = valueAt(question.case, 'list/licenseNo') !== undefined;
  // Simplified and B2B lists may not carry licensed goods at all; the rules of these lists say so.
  const elsewhere = isSimplified(question) || isB2b(question.case.mode);
  return burdensOf(question).flatMap(it => {
    if (it.kind === 'prohibited') return [prohibited(question, it)];
    if (elsewhere) return [];
    if (it.kind === 'licence' && !licensed) return [unlicensed(question, it)];
    return it.kind === 'duty' ? [dutiable(question, it)] : [];
  });
}

function prohibited(question: ExportQuestion, it: Burden): Finding {
  return burdened(question, it, {
    rule: RULE,
    code: 'export-prohibited',
    severity: 'reject',
    cites: [],
    what: { zh: '不得出口。请核对归类。', en: 'it may not be exported. Check the classification.' },
  });
}

function unlicensed(question: ExportQuestion, it: Burden): Finding {
  return burdened(question, it, {
    rule: RULE,
    code: 'export-licence-missing',
    severity: 'hold',
    cites: LICENCE(question.on),
    what: {
      zh: '须凭许可证件出口，而清单未填许可证号（licenseNo），转人工审核。请补填许可证号。',
      en: 'it leaves with a licence, and the list names none (licenseNo): an officer looks. Put the number of the licence.',
    },
  });
}

function dutiable(question: ExportQuestion, it: Burden): Finding {
  return burdened(question, it, {
    rule: RULE,
    code: 'export-duty-possible',
    severity: 'hold',
    cites: [],
    what: {
      zh: '该品目的部分税号应征出口关税，转人工确认税率。',
      en: 'some lines of this heading bear an export duty; an officer settles the rate.',
    },
  });
}

/** Goods that may not leave, or leave only with a licence or an export duty. The supervision letters are loaded for few codes. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '出口许可、禁止出口与出口关税', en: 'export licences, prohibitions and duties' },
  reads: ['list'],
  needs: [],
  judge,
  unjudged: question =>
    burdensUnknown(question)
      ? {
          zh: '部分商品编码的监管条件未载入，出口关税表仅凭品目：未发现不等于不涉证、不涉检、不涉税，须由申报人确认',
          en: 'the supervision conditions of some codes are not loaded and export duties are known by heading only: that nothing was found does not prove that there is no licence, inspection or duty',
        }
      : undefined,
};
