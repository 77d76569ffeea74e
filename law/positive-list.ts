import { parse } from 'csv-parse/sync';
import type { Bilingual, Cite, LawDate } from '../shared/index.ts';
import { cite, type InstrumentId } from './instruments.ts';
import type { PositiveRemark } from './law.ts';

/** One edition of the retail-import positive list as published. */
export interface PositiveEditionFacts {
  readonly id: string;
  readonly from: LawDate;
  /** Lines of eight-digit codes. */
  readonly lines: number;
  /** How it came about from the edition before, as published; undefined where not published or not found. */
  readonly change?: {
    readonly added: number;
    readonly deleted: number;
    readonly recoded?: number;
    readonly invalid?: number;
  };
  readonly cites: readonly Cite[];
}

const edition = (
  id: string,
  from: LawDate,
  lines: number,
  instrument: InstrumentId,
  verified: boolean,
  change?: PositiveEditionFacts['change'],
): PositiveEditionFacts => ({
  id,
  from,
  lines,
  ...(change === undefined ? {} : { change }),
  cites: [cite(instrument, '附件', verified)],
});

/** The editions in order of their first day. The line count of 2016 holds both batches of that April. */
export const positiveEditions: readonly PositiveEditionFacts[] = [
  edition('2016-1', '2016-04-08', 1142, 'ann-2016-40', true),
  edition('2016-2', '2016-04-16', 1293, 'ann-2016-40', false, { added: 151, deleted: 0 }),
  edition('2018', '2019-01-01', 1321, 'ann-2018-157', false),
  edition('2019', '2020-01-01', 1413, 'ann-2019-96', false),
  edition('2022', '2022-03-01', 1476, 'ann-2022-7', true, {
    added: 29,
    deleted: 1,
    recoded: 115,
    invalid: 80,
  }),
];

/** Lines after a published change: before + added − deleted + codes entered by recoding − codes that became invalid. */
export function linesAfter(before: number, change: NonNullable<PositiveEditionFacts['change']>): number {
  return before + change.added - change.deleted + (change.recoded ?? 0) - (change.invalid ?? 0);
}

/** A line of the list: an eight-digit code (a longer code narrows it) with its remarks. */
export interface PositiveLine {
  readonly code: string;
  readonly name: string;
  readonly remarks: readonly PositiveRemark[];
}

/** A row of the operator's file that could not be taken over as it stands. `row` counts the header as 1. */
export interface FileProblem {
  readonly row: number;
  readonly message: Bilingual;
}

export interface PositiveFile {
  readonly lines: readonly PositiveLine[];
  readonly problems: readonly FileProblem[];
}

const HEADERS: Readonly<Record<string, string>> = {
  code: 'code',
  hs8: 'code',
  税则号列: 'code',
  税号: 'code',
  商品编码: 'code',
  name: 'name',
  货品名称: 'name',
  商品名称: 'name',
  kind: 'kind',
  value: 'value',
  remark_zh: 'remark',
  备注: 'remark',
  remark_en: 'remark_en',
};

/**
 * Reads a positive list from CSV text: either our form (`code,name,kind,value,remark_zh,remark_en`; a line with two remarks is
 * repeated) or the columns of the official annex (税则号列, 货品名称, 备注), whose remarks are read as far as they are understood.
 * Never throws on content: rows that were not understood are named in `problems` (their line still counts as listed).
 */
export function loadPositiveList(csvText: string): PositiveFile {
  const problems: FileProblem[] = [];
  const lines = new Map<string, { name: string; remarks: PositiveRemark[] }>();
  let rows: string[][];
  try {
    rows = parse(csvText, { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      lines: [],
      problems: [
        { row: 1, message: { zh: `文件不是可读的CSV：${reason}`, en: `not readable as CSV: ${reason}` } },
      ],
    };
  }
  const columns = (rows[0] ?? []).map(title => (Object.hasOwn(HEADERS, title) ? HEADERS[title] : undefined));
  const at = (row: readonly string[], column: string): string => row[columns.indexOf(column)] ?? '';
  if (!columns.includes('code')) {
    problems.push({
      row: 1,
      message: { zh: '缺少“税则号列”（code）列', en: 'the column code (税则号列) is missing' },
    });
    return { lines: [], problems };
  }
  rows.slice(1).forEach((row, index) => {
    const code = at(row, 'code').replace(/[.\s]/g, '');
    if (!/^\d{8}(\d{2})?$/.test(code)) {
      const message = { zh: `“${code}”不是8位税号`, en: `"${code}" is not an eight-digit code` };
      problems.push({ row: index + 2, message });
      return;
    }
    const line = lines.get(code) ?? { name: at(row, 'name'), remarks: [] };
    lines.set(code, line);
    const text = { zh: at(row, 'remark'), en: at(row, 'remark_en') || at(row, 'remark') };
    const kind = at(row, 'kind');
    const remarks = kind === '' ? remarksFromText(text, code) : remarkOf(kind, at(row, 'value'), text);
    if (remarks === undefined) {
      const message = {
        zh: `备注未能识别：${kind || text.zh}`,
        en: `remark not understood: ${kind || text.zh}`,
      };
      problems.push({ row: index + 2, message });
    } else line.remarks.push(...remarks);
  });
  return { lines: [...lines].map(([code, line]) => ({ code, ...line })), problems };
}

function remarkOf(kind: string, value: string, text: Bilingual): readonly PositiveRemark[] | undefined {
  const words = value.split('|').filter(word => word !== '');
  switch (kind) {
    case 'exclusion':
    case 'product':
      return words.length === 0 ? undefined : [{ kind, words, text }];
    case 'mode':
      return words.length === 0 ? undefined : [{ kind, modes: words, text }];
    case 'weight': {
      const [group = '', kgPerYear = ''] = value.split(':');
      return group !== '' && /^\d+(\.\d+)?$/.test(kgPerYear) ? [{ kind, group, kgPerYear, text }] : undefined;
    }
    default:
      return undefined;
  }
}

/** The remarks of the official annex are sentences; these are the phrases met so far. Empty text: no remark. */
function remarksFromText(text: Bilingual, code: string): readonly PositiveRemark[] | undefined {
  if (text.zh === '') return [];
  const remarks: PositiveRemark[] = [];
  for (const part of text.zh.split(/[；;。]/).filter(it => it.trim() !== '')) {
    const said = { zh: part.trim(), en: part.trim() };
    const weight = /每人每年[^\d]*(\d+(?:\.\d+)?)\s*(?:千克|公斤)/.exec(part);
    if (weight?.[1] !== undefined)
      remarks.push({ kind: 'weight', group: weightGroup(code), kgPerYear: weight[1], text: said });
    else if (/网购保税/.test(part)) remarks.push({ kind: 'mode', modes: ['1210', '1239'], text: said });
    else if (/除外|不包括/.test(part))
      remarks.push({ kind: 'exclusion', words: exclusionWords(part), text: said });
    else {
      const only = /仅限(.+)/.exec(part);
      if (only?.[1] === undefined) return undefined;
      remarks.push({ kind: 'product', words: only[1].split(/[、和及或]/), text: said });
    }
  }
  return remarks;
}

/** The two known weight-limited groups run over several codes; any other is limited by heading. */
function weightGroup(code: string): string {
  if (code.startsWith('1701')) return 'sugar';
  if (code.startsWith('1006')) return 'rice';
  return code.slice(0, 4);
}

function exclusionWords(part: string): readonly string[] {
  if (/野生动植物|濒危/.test(part)) return ['濒危', '野生动植物'];
  if (/两用物项/.test(part)) return ['两用物项'];
  return [part.replace(/除外|不包括|[的，,商品]/g, '')];
}
