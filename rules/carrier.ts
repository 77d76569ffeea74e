import type { Agreement } from './agreement.ts';
import type { TradeQuestion } from './case.ts';
import { specification } from './cites.ts';
import { codeWitnesses, nameWitnesses } from './witness.ts';

/** List and waybill name one waybill number and one logistics company, whichever way the parcel goes. */
export function sameCarrier<Asked extends Pick<TradeQuestion, 'case' | 'world' | 'on'>>(
  way: '进口' | '出口',
): readonly Agreement<Asked>[] {
  return [
    {
      code: 'waybill-number-differs',
      fields: ['waybill/logisticsNo', 'list/logisticsNo'],
      cites: specification(`${way}清单 logisticsNo、运单 logisticsNo`),
      why: { zh: '清单应填所附运单的编号', en: 'the list names its waybill by number' },
    },
    {
      code: 'logistics-code-differs',
      fields: ['waybill/logisticsCode', 'list/logisticsCode'],
      cites: specification(`${way}清单 logisticsCode、运单 logisticsCode`),
      why: { zh: '清单与运单的物流企业代码应一致', en: 'list and waybill name one logistics company' },
      witnesses: codeWitnesses('waybill/logisticsCode', 'list/logisticsCode'),
    },
    {
      code: 'logistics-name-differs',
      fields: ['waybill/logisticsName', 'list/logisticsName'],
      cites: specification(`${way}清单 logisticsName、运单 logisticsName`),
      why: {
        zh: '物流企业名称应填其登记名称，清单与运单一致',
        en: 'the logistics company is named by its registered name in list and waybill',
      },
      witnesses: nameWitnesses('list/logisticsCode'),
    },
  ];
}
