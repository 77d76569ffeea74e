import type { Law } from '../law/index.ts';
import type { Fault } from './fault.ts';
import type { PlannedField } from './plan.ts';

export type CodeNames = Pick<Law, 'codeName'>;

/**
 * How sure a list is. `closed`: the annex itself names every code, another one is refused. `loaded`: an official table outside the
 * annex, of which an edition is loaded; a code of the right form that is not in it may be newer than the edition, so it is only
 * told. Lists not named here (states of receipts, tax bills) are open: receivers must accept unknown codes.
 */
const lists: Readonly<Record<string, { readonly closed: boolean; readonly form: RegExp }>> = {
  appType: { closed: true, form: /^[1-3]$/ },
  appStatus: { closed: true, form: /^[12]$/ },
  orderType: { closed: true, form: /^[IEBW]$/ },
  ieFlag: { closed: true, form: /^[IE]$/ },
  idType: { closed: true, form: /^[12]$/ },
  tradeMode: { closed: true, form: /^(9610|1210|1239|9710|9810)$/ },
  statisticsFlag: { closed: true, form: /^[AB]$/ },
  logisticsStatus: { closed: true, form: /^S$/ },
  summaryFlag: { closed: true, form: /^[12]$/ },
  taxBillStatus: { closed: true, form: /^[123]$/ },
  currency: { closed: false, form: /^\d{3}$/ },
  country: { closed: false, form: /^\d{3}$/ },
  unit: { closed: false, form: /^\d{3}$/ },
  customs: { closed: false, form: /^\d{4}$/ },
  trafMode: { closed: false, form: /^[0-9A-Z]$/ },
  wrapType: { closed: false, form: /^[0-9A-Z]$/ },
};

/** Is the code one of the list the annex names for the field? `codes` knows the loaded tables; without it only the form is checked. */
export function codeFault(
  field: PlannedField,
  value: string,
  codes: CodeNames | undefined,
): Fault | undefined {
  const list = field.codes === undefined ? undefined : lists[field.codes];
  if (list === undefined || field.codes === undefined) return undefined;
  const upper = value.toUpperCase();
  if (!list.form.test(value)) {
    const repair = list.form.test(upper) ? upper : undefined;
    return {
      code: 'code',
      severity: 'reject',
      message: {
        zh: `${field.zh}（${field.name}）填写的“${value}”不是有效代码。`,
        en: `${field.name} has ${value}, which is no valid code.`,
      },
      ...(repair !== undefined && { repair }),
    };
  }
  if (list.closed || codes === undefined || codes.codeName(field.codes, value) !== undefined)
    return undefined;
  return {
    code: 'code-unknown',
    severity: 'warn',
    message: {
      zh: `${field.zh}（${field.name}）填写的“${value}”不在已载入的代码表中，请核对。`,
      en: `${field.name} has ${value}, which is not in the loaded code table: please check.`,
    },
  };
}
