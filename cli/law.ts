import { readFile } from 'node:fs/promises';
import {
  additionProblems,
  type Dated,
  type FileProblem,
  type LawAdditions,
  loadCommodities,
  loadExchangeRates,
  loadPositiveList,
  loadPriceBands,
  loadRates,
} from '../law/index.ts';
import { addLawValues, type LawKind } from '../server/operator.ts';
import type { Platform } from '../server/platform.ts';
import { EXIT, Stop } from './exit.ts';

export const LAW_FILES = ['positive', 'rates', 'commodities', 'price-bands', 'exchange-rates'] as const;
export type LawFile = (typeof LAW_FILES)[number];

export interface LawOptions {
  readonly kind: string;
  readonly document: string;
  readonly from: string;
  readonly edition?: string;
  readonly complete?: boolean;
  readonly verified?: boolean;
}

interface Loaded {
  readonly kind: LawKind;
  readonly values: readonly unknown[];
  readonly problems: readonly FileProblem[];
  readonly rows: number;
}

/** `quantong law import FILE`: an operator's file of rates, commodity codes, price bands, a month's exchange rates or the whole positive list. Gives the rows taken. */
export async function importLawFile(platform: Platform, file: string, options: LawOptions): Promise<number> {
  const kind = LAW_FILES.find(candidate => candidate === options.kind);
  if (!kind)
    throw new Stop(
      EXIT.usage,
      `种类须为 ${LAW_FILES.join('、')}`,
      `--kind must be one of ${LAW_FILES.join(', ')}`,
    );
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Stop(
      EXIT.unreadable,
      `读不到文件 ${file}（${error.code}）`,
      `cannot read ${file} (${error.code})`,
    );
  });
  const loaded = load(kind, text, options);
  if (loaded.problems.length > 0) {
    const told = loaded.problems
      .slice(0, 20)
      .map(({ row, message }) => `第 ${row} 行：${message.zh} / line ${row}: ${message.en}`)
      .join('\n');
    throw new Stop(
      EXIT.unreadable,
      `文件有 ${loaded.problems.length} 处问题，未导入：\n${told}\n`,
      'nothing was imported',
    );
  }
  const faults = additionProblems({ [loaded.kind]: loaded.values } as LawAdditions);
  const [fault] = faults;
  if (fault) throw new Stop(EXIT.unreadable, fault.zh, fault.en);
  await addLawValues(platform.database, loaded, { at: platform.now(), actor: 'command line' });
  return loaded.rows;
}

function load(kind: LawFile, text: string, options: LawOptions): Loaded {
  const dated: Dated = {
    from: options.from,
    document: options.document,
    verified: options.verified ?? false,
  };
  switch (kind) {
    case 'positive': {
      const { lines, problems } = loadPositiveList(text);
      const edition = {
        ...dated,
        edition: options.edition ?? options.document,
        complete: options.complete ?? false,
        lines,
      };
      return { kind: 'positive', values: [edition], problems, rows: lines.length };
    }
    case 'rates': {
      const { rows, problems } = loadRates(text, dated);
      return { kind: 'rates', values: rows, problems, rows: rows.length };
    }
    case 'commodities': {
      const { rows, problems } = loadCommodities(text, options.edition ?? options.document);
      return { kind: 'commodities', values: rows, problems, rows: rows.length };
    }
    case 'price-bands': {
      const { rows, problems } = loadPriceBands(text, dated);
      return { kind: 'priceBands', values: rows, problems, rows: rows.length };
    }
    case 'exchange-rates': {
      const { rows, problems } = loadExchangeRates(text, dated);
      return { kind: 'numbers', values: rows, problems, rows: rows.length };
    }
  }
}
