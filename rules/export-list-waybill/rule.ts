import { type Agreement, judgeAgreements } from '../agreement.ts';
import { sameCarrier } from '../carrier.ts';
import { orderFreightSpeaksFor, weightsAboveNet } from '../charges.ts';
import { specification } from '../cites.ts';
import { type HeadField, valueAt } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { amount } from '../money.ts';

const RULE = 'export-list-waybill';

/** The waybill is the logistics company's own word, so it stands first: in a draw the list is asked to follow it. */
const AGREEMENTS: readonly Agreement<ExportQuestion>[] = [
  ...sameCarrier<ExportQuestion>('出口'),
  {
    code: 'freight-differs',
    fields: ['waybill/freight', 'list/freight'],
    as: 'decimal',
    severity: 'hold',
    cites: specification('出口清单 freight、运单 freight：运费'),
    why: {
      zh: '清单运费应为物流企业实际收取的运费',
      en: 'the freight of the list is what the logistics company charged',
    },
    witnesses: question => orderFreightSpeaksFor(question.case, 'freight', 'insuredFee'),
  },
  {
    code: 'insurance-differs',
    fields: ['waybill/insuredFee', 'list/insuredFee'],
    as: 'decimal',
    severity: 'hold',
    cites: specification('出口清单 insuredFee、运单 insuredFee：保价费'),
    why: {
      zh: '清单保费应为物流企业实际收取的保价费',
      en: 'the insurance of the list is what the logistics company charged',
    },
    witnesses: question => orderFreightSpeaksFor(question.case, 'insuredFee', 'freight'),
  },
  {
    code: 'weight-differs',
    fields: ['waybill/grossWeight', 'list/grossWeight'],
    as: 'decimal',
    cites: specification('出口清单 grossWeight、运单 grossWeight'),
    why: { zh: '清单毛重与运单毛重应一致', en: 'list and waybill carry one gross weight' },
    witnesses: question => weightsAboveNet(question.case, 'grossWeight'),
  },
  {
    code: 'pieces-differ',
    fields: ['waybill/packNo', 'list/packNo'],
    as: 'decimal',
    cites: specification('出口清单 packNo、运单 packNo：件数'),
    why: { zh: '清单件数与运单件数应一致', en: 'list and waybill count the same number of pieces' },
  },
];

/** The waybill has one currency for both charges. */
const CURRENCIES: readonly (Agreement<ExportQuestion> & { readonly charge: HeadField })[] = (
  [
    ['list/fCurrency', 'list/freight', '运费', 'freight'],
    ['list/iCurrency', 'list/insuredFee', '保费', 'insurance'],
  ] as const
).map(([field, charge, zh, en]) => ({
  code: `${en}-currency-differs`,
  fields: ['waybill/currency', field],
  severity: 'hold',
  cites: specification(`出口清单 ${field.slice(5)}、运单 currency：币制`),
  why: {
    zh: `清单的${zh}币制应为物流企业收费的币制`,
    en: `the ${en} of the list stands in the currency in which the logistics company charged it`,
  },
  // Where the order is paid in one of the two, that one is likelier.
  witnesses: question => [valueAt(question.case, 'order/currency'), valueAt(question.case, 'list/fCurrency')],
  charge,
}));

/** List against waybill: number, company, charges and their currency, weight, pieces. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '出口清单与运单一致', en: 'export list and waybill' },
  stage: 'comparison',
  reads: ['list', 'waybill'],
  needs: [],
  judge: question => judgeAgreements(RULE, [...AGREEMENTS, ...charged(question)], question),
};

/** A charge of nothing has no currency worth comparing. */
function charged(question: ExportQuestion): readonly Agreement<ExportQuestion>[] {
  return CURRENCIES.filter(({ charge }) => amount(valueAt(question.case, charge)) !== 0n);
}
