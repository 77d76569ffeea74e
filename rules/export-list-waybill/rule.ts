import { type Agreement, judgeAgreements } from '../agreement.ts';
import { specification } from '../cites.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { codeWitnesses, nameWitnesses } from '../witness.ts';

const RULE = 'export-list-waybill';

/** The waybill is the logistics company's own word, so it stands first: in a draw the list is asked to follow it. */
const AGREEMENTS: readonly Agreement<ExportQuestion>[] = [
  {
    code: 'waybill-number-differs',
    fields: ['waybill/logisticsNo', 'list/logisticsNo'],
    cites: specification('出口清单 logisticsNo、运单 logisticsNo'),
    why: { zh: '清单应填所附运单的编号', en: 'the list names its waybill by number' },
  },
  {
    code: 'logistics-code-differs',
    fields: ['waybill/logisticsCode', 'list/logisticsCode'],
    cites: specification('出口清单 logisticsCode、运单 logisticsCode'),
    why: { zh: '清单与运单的物流企业代码应一致', en: 'list and waybill name one logistics company' },
    witnesses: codeWitnesses('waybill/logisticsCode', 'list/logisticsCode'),
  },
  {
    code: 'logistics-name-differs',
    fields: ['waybill/logisticsName', 'list/logisticsName'],
    cites: specification('出口清单 logisticsName、运单 logisticsName'),
    why: {
      zh: '物流企业名称应填其登记名称，清单与运单一致',
      en: 'the logistics company is named by its registered name in list and waybill',
    },
    witnesses: nameWitnesses('list/logisticsCode'),
  },
];

/** List against waybill. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '出口清单与运单一致', en: 'export list and waybill' },
  stage: 'comparison',
  reads: ['list', 'waybill'],
  needs: [],
  judge: question => judgeAgreements(RULE, AGREEMENTS, question),
};
