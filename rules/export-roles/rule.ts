import { instruments } from '../../law/index.ts';
import type { Finding } from '../../shared/index.ts';
import { specification, supervision } from '../cites.ts';
import { type HeadField, head, valueAt } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { finding } from '../finding.ts';
import { labelOf } from '../labels.ts';
import { type Filing, judgeParty, names, type Party } from '../parties.ts';

const RULE = 'export-roles';
const FILING: Filing = {
  rule: RULE,
  registration: supervision('二、企业管理：参与跨境电商零售出口业务的企业应向海关办理备案'),
};
/** What a platform abroad that has no code is called, since the 202205 edition. */
const NO_CODE = '无';
const CODE_FORM = /^(?:[0-9A-Z]{10}|[0-9A-HJ-NPQRTUWXY]{18})$/;
const OWNER = specification('出口清单 ownerCode、ownerName：生产销售单位代码、名称');

const PLATFORM: Party = {
  code: 'list/ebpCode',
  names: [
    ['order/ebpCode', 'order/ebpName'],
    ['receipt/ebpCode', 'receipt/ebpName'],
    ['list/ebpCode', 'list/ebpName'],
  ],
  roles: ['platform'],
  title: { zh: '电商平台', en: 'platform' },
};

const PARTIES: readonly Party[] = [
  {
    code: 'list/ebcCode',
    names: [
      ['order/ebcCode', 'order/ebcName'],
      ['receipt/ebcCode', 'receipt/ebcName'],
      ['waybill/ebcCode', 'waybill/ebcName'],
      ['list/ebcCode', 'list/ebcName'],
    ],
    roles: ['seller'],
    title: { zh: '电商企业（收发货人）', en: 'seller (consignor)' },
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
];

/** A seller may declare its own exports, those of others a customs broker. */
const AGENT: Party = {
  code: 'list/agentCode',
  names: [['list/agentCode', 'list/agentName']],
  roles: ['broker'],
  title: { zh: '报关企业', en: 'customs broker' },
};
const ITSELF: Party = {
  ...AGENT,
  roles: ['broker', 'seller'],
  title: { zh: '报关企业（或自行申报的电商企业）', en: 'customs broker (or seller that declares itself)' },
};

const AREA: Party = {
  code: 'list/iacCode',
  names: [['list/iacCode', 'list/iacName']],
  roles: ['bonded-operator'],
  title: { zh: '区内企业', en: 'operator in the special area' },
};

/** A payment company abroad has no code; one in China is filed as such. */
const PAYER: Party = {
  code: 'receipt/payCode',
  names: [['receipt/payCode', 'receipt/payName']],
  roles: ['payment'],
  title: { zh: '支付企业', en: 'payment company' },
};

function judge(question: ExportQuestion): readonly Finding[] {
  const { mode } = question.case;
  const parties = [
    ...(abroad(question) ? [] : [PLATFORM]),
    ...PARTIES,
    declaresItself(question) ? ITSELF : AGENT,
    ...(mode === '1210' || mode === '1239' ? [AREA] : []),
    ...(valueAt(question.case, 'receipt/payCode') === undefined ? [] : [PAYER]),
  ];
  return [...parties.flatMap(party => judgeParty(FILING, question, party)), ...owner(question)];
}

const SELLER: readonly HeadField[] = ['list/ebcCode', 'order/ebcCode'];

function declaresItself(question: ExportQuestion): boolean {
  const agent = valueAt(question.case, 'list/agentCode')?.trim();
  return SELLER.some(field => valueAt(question.case, field)?.trim() === agent);
}

/** Every document that names the platform says that it has no code. */
function abroad(question: ExportQuestion): boolean {
  if (question.on < instruments.spec.from) return false;
  const codes = PLATFORM.names
    .map(([code]) => valueAt(question.case, code)?.trim())
    .filter(code => code !== undefined);
  return codes.length > 0 && codes.every(code => code === NO_CODE);
}

/** The producing or selling unit need not be filed here; but a code that is, or that stands in the list as the seller's, has one name. */
function owner(question: ExportQuestion): readonly Finding[] {
  const code = valueAt(question.case, 'list/ownerCode')?.trim();
  if (code === undefined) return [];
  const enterprise = question.world.enterprise?.(code);
  if (enterprise !== undefined)
    return names(FILING, question, { names: [['list/ownerCode', 'list/ownerName']] }, code, enterprise);
  if (CODE_FORM.test(code)) return [];
  const wrong = head(question.case, 'list/ownerCode');
  const label = labelOf(wrong);
  return [
    finding({
      rule: RULE,
      code: 'owner-code-form',
      severity: 'hold',
      wrong,
      cites: OWNER(question.on),
      message: {
        zh: `${label.zh}“${code}”既不是10位海关编码，也不是18位统一社会信用代码，转人工审核。请核对生产销售单位代码。`,
        en: `${label.en} "${code}" is neither a ten-character customs code nor an eighteen-character credit code: an officer looks. Check the code of the producing or selling unit.`,
      },
    }),
  ];
}

/** Every party of the export is filed, in its role, on the day, under the name it uses; a platform abroad may be written 无. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '出口参与企业备案与角色', en: 'parties of the export and their roles' },
  needs: ['enterprise'],
  judge,
};
