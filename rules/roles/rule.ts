import type { Finding } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { supervision } from '../cites.ts';
import { type Filing, judgeParty, type Party } from '../parties.ts';

const RULE = 'roles';

const PARTIES: readonly Party[] = [
  {
    code: 'list/ebpCode',
    names: [
      ['order/ebpCode', 'order/ebpName'],
      ['payment/ebpCode', 'payment/ebpName'],
      ['list/ebpCode', 'list/ebpName'],
    ],
    roles: ['platform'],
    title: { zh: '电商平台', en: 'platform' },
  },
  {
    code: 'list/ebcCode',
    names: [
      ['order/ebcCode', 'order/ebcName'],
      ['list/ebcCode', 'list/ebcName'],
    ],
    roles: ['seller'],
    title: { zh: '电商企业', en: 'seller' },
  },
  {
    code: 'payment/payCode',
    names: [
      ['order/payCode', 'order/payName'],
      ['payment/payCode', 'payment/payName'],
    ],
    roles: ['payment'],
    title: { zh: '支付企业', en: 'payment company' },
  },
  {
    code: 'list/logisticsCode',
    names: [
      ['waybill/logisticsCode', 'waybill/logisticsName'],
      ['list/logisticsCode', 'list/logisticsName'],
    ],
    roles: ['logistics'],
    title: { zh: '物流企业', en: 'logistics company' },
  },
  {
    code: 'list/agentCode',
    names: [['list/agentCode', 'list/agentName']],
    // The seller (or the agent in China that is registered as the seller) may declare itself; otherwise a customs broker does.
    roles: ['broker', 'seller'],
    title: { zh: '报关企业（或自行申报的电商企业）', en: 'customs broker (or seller that declares itself)' },
  },
];

const AREA: Party = {
  code: 'list/areaCode',
  names: [['list/areaCode', 'list/areaName']],
  roles: ['bonded-operator'],
  title: { zh: '区内企业', en: 'operator in the bonded area' },
};

const FILING: Filing = {
  rule: RULE,
  registration: supervision('二、企业管理：参与跨境电商零售进口业务的企业应向海关办理注册登记'),
};

function judge(question: Question): readonly Finding[] {
  const parties = question.case.mode === '9610' ? PARTIES : [...PARTIES, AREA];
  return parties.flatMap(party => judgeParty(FILING, question, party));
}

/** Every party of the trade is filed, in its role, on the day, under the name it uses. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '参与企业备案与角色', en: 'parties and their roles' },
  needs: ['enterprise'],
  judge,
};
