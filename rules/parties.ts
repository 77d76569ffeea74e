import type { Bilingual, Finding, LawDate } from '../shared/index.ts';
import { plain } from './agreement.ts';
import type { Enterprise, EnterpriseRole, TradeQuestion } from './case.ts';
import { both, type CitesOn, specification } from './cites.ts';
import { type HeadField, head, valueAt } from './documents.ts';
import { finding } from './finding.ts';
import { labelOf } from './labels.ts';

/** A party of the trade: where it is named, and the roles of which it must have filed one. */
export interface Party {
  /** Where its code is read; from another document that names it while this one is not there. */
  readonly code: HeadField;
  /** The names under this code, the earliest document first. */
  readonly names: readonly (readonly [HeadField, HeadField])[];
  readonly roles: readonly EnterpriseRole[];
  readonly title: Bilingual;
}

/** In which rule's name a party is judged, and the text that asks for its filing. */
export interface Filing {
  readonly rule: string;
  readonly registration: CitesOn;
}

/** A party of the trade is filed, in its role, on the day, under the name it uses. Asks the register, which must be there. */
export function judgeParty(filing: Filing, question: TradeQuestion, party: Party): readonly Finding[] {
  const declared = valueAt(question.case, party.code);
  const place = declared === undefined ? elsewhere(question, party) : party.code;
  if (place === undefined) return [];
  const code = (declared ?? valueAt(question.case, place) ?? '').trim();
  const enterprise = question.world.enterprise?.(code);
  const say = (codeOf: string, what: Bilingual) => {
    const wrong = head(question.case, place);
    const label = labelOf(wrong);
    const field = place.slice(place.indexOf('/') + 1);
    return finding({
      rule: filing.rule,
      code: codeOf,
      wrong,
      cites: both(filing.registration, specification(`${field}：海关注册登记编号`))(question.on),
      message: { zh: `${label.zh}“${code}”${what.zh}`, en: `${label.en} "${code}" ${what.en}` },
    });
  };
  if (enterprise === undefined) {
    return [
      say('enterprise-not-registered', {
        zh: `未对应任何已备案的企业：${party.title.zh}应已办理海关注册登记并在平台备案。请核对代码，或先办理备案。`,
        en: `is no registered enterprise: the ${party.title.en} has to be registered with customs and filed here. Check the code, or file the enterprise first.`,
      }),
    ];
  }
  const found: Finding[] = [];
  if (enterprise.suspended)
    found.push(
      say('enterprise-suspended', {
        zh: `（${enterprise.name}）已被暂停业务，暂停期间不得申报。请与主管部门联系。`,
        en: `(${enterprise.name}) is suspended and may not take part in declarations. Ask the authority in charge.`,
      }),
    );
  // A firm without the role is most likely the wrong firm: its name then proves nothing.
  if (party.roles.some(role => holds(enterprise, role, question.on)))
    found.push(...names(filing, question, party, code, enterprise));
  else
    found.push(
      say('role-not-filed', {
        zh: `（${enterprise.name}）在${question.on}没有有效的${party.title.zh}备案。请核对代码，或补办该类企业备案。`,
        en: `(${enterprise.name}) has no valid filing as ${party.title.en} on ${question.on}. Check the code, or file this role.`,
      }),
    );
  return found;
}

/** Another document that names the party. */
function elsewhere(question: TradeQuestion, { names: fields }: Party): HeadField | undefined {
  return fields.find(([field]) => valueAt(question.case, field) !== undefined)?.[0];
}

function holds(enterprise: Enterprise, role: EnterpriseRole, on: LawDate): boolean {
  return enterprise.roles.some(
    it => it.role === role && it.from <= on && (it.to === undefined || on <= it.to),
  );
}

/** The registered name in every document that names the party. */
export function names(
  filing: Filing,
  question: TradeQuestion,
  party: Pick<Party, 'names'>,
  code: string,
  enterprise: Enterprise,
): readonly Finding[] {
  const found: Finding[] = [];
  for (const [codeField, field] of party.names) {
    const given = valueAt(question.case, field);
    if (given === undefined || given === enterprise.name) continue;
    if (valueAt(question.case, codeField)?.trim() !== code) continue;
    const wrong = head(question.case, field);
    const label = labelOf(wrong);
    const name = field.slice(field.indexOf('/') + 1);
    found.push(
      finding({
        rule: filing.rule,
        code: 'name-not-registered',
        severity: plain(given) === plain(enterprise.name) ? 'warn' : 'reject',
        wrong,
        other: head(question.case, codeField),
        cites: both(filing.registration, specification(`${name}：海关注册登记名称`))(question.on),
        message: {
          zh: `${label.zh}为“${given}”，而代码${code}的登记名称为“${enterprise.name}”：企业名称应填海关注册登记名称。请按登记名称更正。`,
          en: `${label.en} is "${given}" but code ${code} is registered as "${enterprise.name}": an enterprise is named by its registered name. Put the registered name.`,
        },
        put: enterprise.name,
      }),
    );
  }
  return found;
}
