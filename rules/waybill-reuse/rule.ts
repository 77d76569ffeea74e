import { beijingDate, type Finding } from '../../shared/index.ts';
import type { TradeQuestion, TradeRule } from '../case.ts';
import { head } from '../documents.ts';
import { finding } from '../finding.ts';

const RULE = 'waybill-reuse';

function judge(question: TradeQuestion): readonly Finding[] {
  const use = question.world.waybillUse;
  if (use === undefined || use === 'none') return [];
  const period = question.law.number('waybill.no-reuse-months', question.on);
  const wrong = head(question.case, 'list/logisticsNo');
  const before = beijingDate(use.at);
  return [
    finding({
      rule: RULE,
      code: 'waybill-reused',
      wrong,
      cites: period.cites,
      message: {
        zh: `清单的物流运单编号（logisticsNo）“${wrong.value ?? ''}”已于${before}用于另一票清单（${use.caseKey}）：同一物流企业的运单号${period.value}个月内不得重复使用。请核对运单号，或由物流企业重新编号后再报。`,
        en: `logisticsNo "${wrong.value ?? ''}" of the list was used for another parcel (${use.caseKey}) on ${before}: a logistics company does not use a waybill number again within ${period.value} months. Check the number, or have the company give a new one.`,
      },
    }),
  ];
}

/** A waybill number belongs to one parcel for six months. */
export const rule: TradeRule = {
  id: RULE,
  title: { zh: '运单号重复使用', en: 'waybill number used again' },
  reads: ['list'],
  needs: ['waybillUse'],
  judge,
};
