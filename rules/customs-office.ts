import type { Finding } from '../shared/index.ts';
import type { TradeQuestion } from './case.ts';
import { inBothTables } from './cites.ts';
import { type HeadField, head, valueAt } from './documents.ts';
import { finding } from './finding.ts';
import { labelOf } from './labels.ts';

const CUSTOMS = inBothTables('进口清单 customsCode、portCode：关区代码');
/** Numbers of the table that are no customs office where anything is declared: the whole country, Hong Kong, headquarters, Macao. */
const NO_OFFICE = /^(00|98|99|A1)/;

/** An office newer than the loaded table is told by the content check; a district that does not exist is more than that. */
export function office(rule: string, question: TradeQuestion, field: HeadField): readonly Finding[] {
  const code = valueAt(question.case, field)?.trim();
  if (code === undefined) return [];
  const known = question.law.codeName('customs', `${code.slice(0, 2)}00`) !== undefined;
  if (known && !NO_OFFICE.test(code)) return [];
  const wrong = head(question.case, field);
  const label = labelOf(wrong);
  return [
    finding({
      rule,
      code: 'no-such-customs-district',
      severity: 'hold',
      wrong,
      cites: CUSTOMS(question),
      message: {
        zh: `${label.zh}“${code}”的前两位不属于任何办理申报的直属海关。请按关区代码表填报四位关区代码。`,
        en: `${label.en} "${code}" begins with the number of no customs district that takes declarations. Put the four-digit code of the customs table.`,
      },
    }),
  ];
}
