import type { Law } from '../law/index.ts';
import type { Fault } from './fault.ts';
import type { PlannedField } from './plan.ts';

export type CodeNames = Pick<Law, 'codeName'>;

/**
 * How sure a list is. `closed`: the annex itself names every code, another one is refused. `table`: an official table that changes
 * seldom; a code that is not in the loaded edition must be looked at. `open`: a table of which new codes appear often or whose
 * edition is uncertain; an unknown code is only told. Lists not named here (states of receipts) are left alone: receivers must
 * accept unknown ones.
 */
const lists: Readonly<Record<string, { readonly sure: 'closed' | 'table' | 'open'; readonly form: RegExp }>> =
  {
    appType: { sure: 'closed', form: /^[1-3]$/ },
    appStatus: { sure: 'closed', form: /^[12]$/ },
    orderType: { sure: 'closed', form: /^[IEBW]$/ },
    ieFlag: { sure: 'closed', form: /^[IE]$/ },
    idType: { sure: 'closed', form: /^[12]$/ },
    tradeMode: { sure: 'closed', form: /^(9610|1210|1239|9710|9810)$/ },
    statisticsFlag: { sure: 'closed', form: /^[AB]$/ },
    logisticsStatus: { sure: 'closed', form: /^S$/ },
    summaryFlag: { sure: 'closed', form: /^[12]$/ },
    taxBillStatus: { sure: 'closed', form: /^[123]$/ },
    currency: { sure: 'table', form: /^\d{3}$/ },
    country: { sure: 'table', form: /^\d{3}$/ },
    unit: { sure: 'table', form: /^\d{3}$/ },
    customs: { sure: 'open', form: /^\d{4}$/ },
    trafMode: { sure: 'open', form: /^[0-9A-Z]$/ },
    wrapType: { sure: 'open', form: /^[0-9A-Z]$/ },
  };

/** Is the code one of the list the annex names for the field? `codes` knows the loaded tables. */
export function codeFault(field: PlannedField, value: string, codes: CodeNames): Fault | undefined {
  const list = field.codes === undefined ? undefined : lists[field.codes];
  if (list === undefined || field.codes === undefined) return undefined;
  if (!list.form.test(value)) {
    const upper = value.toUpperCase();
    const repair = list.form.test(upper) ? upper : undefined;
    return {
      code: 'code',
      severity: 'reject',
      message: {
        zh: `${field.zh}（${field.name}）填写的“${value}”不是有效代码，请按代码表填写。`,
        en: `${field.name} has ${value}, which is no valid code: put one of its table.`,
      },
      ...(repair !== undefined && { repair }),
    };
  }
  if (list.sure === 'closed' || codes.codeName(field.codes, value) !== undefined) return undefined;
  return {
    code: 'code-unknown',
    severity: list.sure === 'table' ? 'hold' : 'warn',
    message: {
      zh: `${field.zh}（${field.name}）填写的“${value}”不在已载入的代码表中，请核对。`,
      en: `${field.name} has ${value}, which is not in the loaded code table: please check.`,
    },
  };
}
