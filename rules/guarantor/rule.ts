import type { Finding } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { specification } from '../cites.ts';
import { type HeadField, head, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';

const RULE = 'guarantor';
const CITES = specification(
  '进口清单 assureCode：担保扣税的企业海关注册登记编号，限清单的电商平台企业、电商企业、物流企业（或其申报代理人）',
);

/** Who may guarantee the tax: the collecting agents of the trade and the enterprise that declares for them. */
const GUARANTORS: readonly HeadField[] = [
  'list/ebpCode',
  'list/ebcCode',
  'list/logisticsCode',
  'list/agentCode',
];

function judge(question: Question): readonly Finding[] {
  const code = valueAt(question.case, 'list/assureCode')?.trim();
  if (code === undefined) return [];
  if (GUARANTORS.some(field => valueAt(question.case, field)?.trim() === code)) return [];
  const wrong = head(question.case, 'list/assureCode');
  const allowed = GUARANTORS.map(field => valueAt(question.case, field)).filter(it => it !== undefined);
  const codes = [...new Set(allowed)];
  return [
    finding({
      rule: RULE,
      code: 'guarantor-not-of-this-trade',
      wrong,
      other: head(question.case, 'list/ebcCode'),
      cites: CITES(question.on),
      message: {
        zh: `清单的担保企业编号（assureCode）“${code}”不是本单的电商平台、电商企业、物流企业或申报企业：担保扣税只能由上述企业承担。请改填其中之一（${codes.join('、')}）。`,
        en: `assureCode "${code}" of the list is neither the platform, the seller, the logistics company nor the declaring enterprise of this list: only they may guarantee the tax. Put one of them (${codes.join(', ')}).`,
      },
      put: codes.length === 1 ? codes[0] : undefined,
    }),
  ];
}

/** The guarantor is a party of the list. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '担保企业', en: 'guarantor of the tax' },
  reads: ['list'],
  needs: [],
  judge,
};
