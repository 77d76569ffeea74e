import { type Agreement, judgeAgreements } from '../agreement.ts';
import { sameCarrier } from '../carrier.ts';
import type { Question, Rule } from '../case.ts';
import { orderFreightSpeaksFor, weightsAboveNet } from '../charges.ts';
import { specification } from '../cites.ts';

/** The waybill is the logistics company's own word, so it stands first: in a draw the list is asked to follow it. */
const AGREEMENTS: readonly Agreement[] = [
  ...sameCarrier<Question>('进口'),
  {
    code: 'freight-differs',
    fields: ['waybill/freight', 'list/freight'],
    as: 'decimal',
    cites: specification('进口清单 freight：物流企业实际收取的运输费用'),
    why: {
      zh: '清单运费应为物流企业实际收取的运费',
      en: 'the freight of the list is what the logistics company really charged',
    },
    witnesses: question => orderFreightSpeaksFor(question.case, 'freight', 'insuredFee'),
  },
  {
    code: 'insurance-differs',
    fields: ['waybill/insuredFee', 'list/insuredFee'],
    as: 'decimal',
    cites: specification('进口清单 insuredFee：物流企业实际收取的商品保价费用'),
    why: {
      zh: '清单保费应为物流企业实际收取的保价费',
      en: 'the insurance of the list is what the logistics company really charged',
    },
    witnesses: question => orderFreightSpeaksFor(question.case, 'insuredFee', 'freight'),
  },
  {
    code: 'weight-differs',
    fields: ['waybill/weight', 'list/grossWeight'],
    as: 'decimal',
    cites: specification('进口清单 grossWeight、运单 weight'),
    why: { zh: '清单毛重与运单毛重应一致', en: 'list and waybill carry one gross weight' },
    witnesses: question => weightsAboveNet(question.case, 'weight'),
  },
  {
    code: 'bill-number-differs',
    fields: ['waybill/billNo', 'list/billNo'],
    cites: specification('进口清单 billNo、运单 billNo：直购进口填写'),
    why: {
      zh: '直购进口清单的提运单号应与运单一致',
      en: 'in direct purchase list and waybill name one bill of lading',
    },
  },
];

/** List against waybill: number, company, freight, insurance, weight, bill of lading. The number of pieces is fixed by the format. */
export const rule: Rule = {
  id: 'list-waybill',
  title: { zh: '清单与运单一致', en: 'list and waybill' },
  stage: 'goods',
  reads: ['list', 'waybill'],
  needs: [],
  judge: question => judgeAgreements('list-waybill', applicable(question), question),
};

/** A bonded list carries no bill of lading (the format check refuses one), so there is nothing to compare. */
function applicable(question: Question): readonly Agreement[] {
  return question.case.mode === '9610'
    ? AGREEMENTS
    : AGREEMENTS.filter(it => it.code !== 'bill-number-differs');
}
