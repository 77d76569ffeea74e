import { planOf } from '../messages/index.ts';
import type { Enterprise, EnterpriseRole } from '../rules/index.ts';
import { beijingDate, type Cite, type Finding, type LawDate } from '../shared/index.ts';
import type { Setting } from './book.ts';
import { say } from './finding.ts';
import type { Incoming } from './incoming.ts';

/**
 * Papers on many parcels and tallies are judged by no case, yet they release goods: who says that they have arrived, left or come back
 * must be filed for it. For mail the postal logistics company tells the arrival.
 */
const SAYS: Readonly<Record<string, readonly [field: string, roles: readonly EnterpriseRole[]]>> = {
  CEB507Message: ['operatorCode', ['place-operator', 'bonded-operator', 'logistics']],
  CEB509Message: ['logisticsCode', ['logistics']],
  CEB607Message: ['agentCode', ['broker', 'seller']],
  CEB215Message: ['operatorCode', ['place-operator', 'bonded-operator', 'logistics']],
};

const REGISTRATION: Cite = {
  text: '海关总署公告2018年第194号',
  article: '二、企业管理（参与企业向海关办理注册登记）',
  from: '2019-01-01',
  verified: false,
};

/**
 * Is the enterprise that speaks filed for what it says, on the day of acceptance? Errors -10101 and -10102. And may the sender speak
 * for it: a mere transmitter (filed for nothing) may, and whoever is filed for the same; a seller does not tell a carrier's departure.
 */
export function checkFiled({ document, key, at, sender }: Incoming, setting: Setting): readonly Finding[] {
  const [field, roles] = SAYS[document.type] ?? [];
  if (field === undefined || roles === undefined || setting.stance !== 'authority') return [];
  const code = document.head[field];
  const enterprise = code === undefined ? undefined : setting.enterprise(code);
  const on = beijingDate(at);
  const filed = isFiled(enterprise, roles, on);
  if (filed && !enterprise?.suspended) {
    const from = sender === code ? undefined : setting.enterprise(sender);
    if (from === undefined || from.roles.length === 0 || isFiled(from, roles, on)) return [];
    return [
      say({
        code: 'life-speaks-for-other',
        severity: 'reject',
        document: { type: document.type, key },
        path: `${planOf(document.type).head.element}/${field}`,
        value: code ?? null,
        cites: [REGISTRATION],
        message: {
          zh: `此单证由“${from.name}”（${sender}）报送，而内容是“${enterprise?.name}”（${code}）的陈述；报送企业没有此类单证的备案，不能代其陈述。请由该企业自己报送，或由只做传输的企业代传。`,
          en: `Sent by "${from.name}" (${sender}), but it is what "${enterprise?.name}" (${code}) says, and the sender is not filed for such documents. Let that enterprise send it itself, or by somebody who only transmits.`,
        },
      }),
    ];
  }
  return [
    say({
      code: enterprise && !enterprise.suspended ? '-10101' : '-10102',
      severity: 'reject',
      document: { type: document.type, key },
      path: `${planOf(document.type).head.element}/${field}`,
      value: code ?? null,
      cites: [REGISTRATION],
      message: enterprise
        ? {
            zh: enterprise.suspended
              ? `企业“${enterprise.name}”（${code}）已被暂停，不能报送此单证。`
              : `企业“${enterprise.name}”（${code}）在 ${on} 没有报送此单证所需的备案类型，请核对代码或补办备案。`,
            en: enterprise.suspended
              ? `"${enterprise.name}" (${code}) is suspended and may not send this.`
              : `"${enterprise.name}" (${code}) is not filed for this on ${on}: check the code or the filing.`,
          }
        : {
            zh: `企业代码“${code ?? ''}”未在本平台备案，不能报送此单证。请核对代码或先办理备案。`,
            en: `No enterprise with code "${code ?? ''}" is filed here, so it may not send this. Check the code or file it first.`,
          },
    }),
  ];
}

function isFiled(enterprise: Enterprise | undefined, roles: readonly EnterpriseRole[], on: LawDate): boolean {
  return (enterprise?.roles ?? []).some(
    ({ role, from, to }) => roles.includes(role) && from <= on && (to === undefined || on <= to),
  );
}
