import type { Finding } from '../../shared/index.ts';
import { specification } from '../cites.ts';
import { office } from '../customs-office.ts';
import { filled, head, line, valueAt } from '../documents.ts';
import type { ExportMode, ExportQuestion, ExportRule } from '../export-case.ts';
import { finding } from '../finding.ts';

const RULE = 'export-places';
const ARRIVAL = specification('出口清单 country：运抵国（地区）');
const DESTINATION = specification('出口清单表体 country：最终目的国（地区）');
const TRANSPORT = specification('出口清单 trafMode：运输方式');
const CHINA = '142';

/** Codes by which no parcel leaves the country (movements inside it, a traveller's hand, a pipe); see the import rule. */
const INSIDE = new Set(['7', '8', 'H', 'L', 'G', 'T', 'X', 'Y', 'Z']);
const NO_PARCEL = new Set(['H', 'L', 'G']);
const IMPOSSIBLE: Readonly<Record<ExportMode, ReadonlySet<string>>> = {
  '9610': INSIDE,
  '1210': NO_PARCEL,
  '1239': NO_PARCEL,
  '9710': INSIDE,
  '9810': INSIDE,
};

function judge(question: ExportQuestion): readonly Finding[] {
  return [
    ...arrival(question),
    ...question.case.list.lines.flatMap((_, index) => destination(question, index)),
    ...transport(question),
    ...(['list/customsCode', 'list/portCode'] as const).flatMap(field => office(RULE, question, field)),
  ];
}

/** Goods leave for somewhere else than China. */
function arrival(question: ExportQuestion): readonly Finding[] {
  if (valueAt(question.case, 'list/country')?.trim() !== CHINA) return [];
  return [
    finding({
      rule: RULE,
      code: 'arrives-in-china',
      wrong: head(question.case, 'list/country'),
      cites: ARRIVAL(question.on),
      message: {
        zh: '清单的运抵国（country）为“142”（中国）：出口货物应运抵境外。请改填实际运抵国（地区）。',
        en: 'country of the list is "142" (China): an export arrives abroad. Put the country of arrival.',
      },
      put: onlyDestination(question),
    }),
  ];
}

/** Where all goods are for one country, that is where they arrive, unless they are carried on from elsewhere. */
function onlyDestination(question: ExportQuestion): string | undefined {
  const countries = new Set(question.case.list.lines.map(fields => filled(fields['country'])?.trim() ?? ''));
  const [country] = countries;
  return countries.size === 1 && country !== '' && country !== CHINA ? country : undefined;
}

function destination(question: ExportQuestion, index: number): readonly Finding[] {
  const wrong = line(question.case, 'list', index, 'country');
  const other = head(question.case, 'list/country');
  const country = filled(wrong.value ?? undefined)?.trim();
  const arrives = filled(other.value ?? undefined)?.trim();
  const inChina = country === CHINA;
  // Against a wrong country of arrival nothing is compared.
  if (country === undefined || arrives === undefined || (!inChina && arrives === CHINA)) return [];
  if (!inChina && country === arrives) return [];
  const n = index + 1;
  const name = (code: string) => `${code}${question.law.codeName('country', code) ?? ''}`;
  return [
    finding({
      rule: RULE,
      code: inChina ? 'destined-for-china' : 'destination-unlike-arrival',
      // Goods in transit go on to another country.
      severity: inChina ? 'reject' : 'warn',
      wrong,
      other,
      cites: DESTINATION(question.on),
      message: inChina
        ? {
            zh: `清单第${n}项的最终目的国（country）为“142”（中国），而运抵国为${name(arrives)}：出口货物的最终目的国应在境外。请改填实际最终目的国（地区）。`,
            en: `country of line ${n} of the list is "142" (China), but the goods arrive in ${name(arrives)}: the final destination of an export is abroad. Put it.`,
          }
        : {
            zh: `清单第${n}项的最终目的国（country）为${name(country)}，而运抵国为${name(arrives)}：未经中转的货物两者应相同。如非中转，请更正。`,
            en: `country of line ${n} of the list is ${name(country)}, but the goods arrive in ${name(arrives)}: without transit the two are the same. Correct it unless the goods are carried on.`,
          },
      put: inChina && arrives !== CHINA && question.case.list.lines.length === 1 ? arrives : undefined,
    }),
  ];
}

function transport(question: ExportQuestion): readonly Finding[] {
  const { mode } = question.case;
  const code = valueAt(question.case, 'list/trafMode')?.trim().toUpperCase();
  if (code === undefined || !IMPOSSIBLE[mode].has(code)) return [];
  const name = question.law.codeName('trafMode', code) ?? code;
  return [
    finding({
      rule: RULE,
      code: 'transport-of-mode',
      severity: 'hold',
      wrong: head(question.case, 'list/trafMode'),
      other: head(question.case, 'list/tradeMode'),
      cites: TRANSPORT(question.on),
      message: {
        zh: `清单的运输方式（trafMode）为“${code}”（${name}），与贸易方式${mode}的出境运输不符，转人工审核。请填货物出境的运输方式。`,
        en: `trafMode of the list is "${code}" (${name}), by which nothing leaves the country under mode ${mode}: an officer looks. Put the transport over the border.`,
      },
    }),
  ];
}

/** Countries of arrival and final destination, transport over the border, customs districts. */
export const rule: ExportRule = {
  id: RULE,
  title: {
    zh: '运抵国、目的国、运输方式与关区',
    en: 'arrival, destination, transport and customs districts',
  },
  reads: ['list'],
  needs: [],
  judge,
};
