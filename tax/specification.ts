import { type Fixed5, parseFixed5 } from '../shared/index.ts';

/** A quantity of content that a specification text names: `30g*10片` is 30 g, ten times, counted in 片. */
export interface Content {
  readonly kind: 'mass' | 'volume';
  /** Grams or millilitres of one, `Fixed5`. */
  readonly each: Fixed5;
  /** How many of them the package holds; 1 when not said. */
  readonly times: bigint;
  /** The counting word beside the number (片, 瓶, 袋), when written. */
  readonly counter?: string;
  /** Written as net content (净含量, 净重, 规格 …). */
  readonly labelled: boolean;
  /** The words as found. */
  readonly text: string;
}

const GRAMS: Readonly<Record<string, bigint>> = { kg: 1000n, 千克: 1000n, 公斤: 1000n, g: 1n, 克: 1n };
const MILLILITRES: Readonly<Record<string, bigint>> = { l: 1000n, 升: 1000n, ml: 1n, 毫升: 1n, cl: 10n };

const NUMBER = String.raw`\d+(?:\.\d+)?`;
const COUNTERS = '片|张|瓶|支|枝|袋|包|盒|罐|听|粒|枚|个|只|件|条|块|杯|桶|份|贴|对|套|板';
const TIMES = '[x×*＊✕]';
const CONTENT = new RegExp(
  String.raw`(?:(\d+)\s*(${COUNTERS})?\s*(?:装)?\s*${TIMES}\s*)?(?<![\d.])(${NUMBER})\s*(kg|千克|公斤|ml|毫升|cl|g|克|l|升)(?![a-z])` +
    String.raw`(?:\s*[/每]\s*(?:${COUNTERS}))?(?:\s*${TIMES}\s*(\d+)\s*(${COUNTERS})?)?`,
  'gi',
);
const COUNT = new RegExp(String.raw`(?<![\d.])(\d{1,4})\s*(?:${COUNTERS})`, 'g');
const LABEL = /(净含量|净重|净容量|内容量|规格|容量)[^\d|;；,，]{0,4}$/;
/** Words that make a weight or volume something else than the content of the package. */
const NOT_CONTENT =
  /(?:(?:毛重|体重|承重|载重|适用|适合|每日|每天|每次|每份|每片|每粒|每袋|含有|维生素|蛋白质|脂肪|钠|膳食|成[分份]|剂量|皮重|固形物|沥干物?)[^|;；,，]{0,4}|每\s*|\d\s*[~～-]\s*|\d\s*(?:g|mg|克|毫克|kcal|kj|千焦)\s*\/\s*)$/i;
/** The official fields hold 510 characters; what is longer is cut. */
const LENGTH_MAX = 1000;
/** `6kg-11kg` is a range. */
const RANGE_AFTER = /^\s*[~～-]\s*\d/;

/**
 * The net contents that a specification (gmodel) or name states, in text order. Full-width forms are understood. Left out: weights
 * of other things (gross weight, body weight, doses, ranges, ingredients), milligrams and ounces (doses and second labels).
 */
export const contentsIn: (specification: string) => readonly Content[] = remembering(readContents);

/** Shops sell the same articles over and over; the table is emptied when it grows past its bound. */
function remembering<T>(read: (specification: string) => T): (specification: string) => T {
  const known = new Map<string, { readonly said: T }>();
  return specification => {
    let entry = known.get(specification);
    if (entry === undefined) {
      entry = { said: read(specification) };
      if (known.size > 5000) known.clear();
      known.set(specification, entry);
    }
    return entry.said;
  };
}

function readContents(specification: string): readonly Content[] {
  const text = plain(specification);
  const contents: Content[] = [];
  for (const match of text.matchAll(CONTENT)) {
    const [whole, timesBefore, counterBefore, number = '', unit = '', timesAfter, counterAfter] = match;
    const before = text.slice(Math.max(0, match.index - 12), match.index);
    const labelled = LABEL.test(before);
    if (!labelled && NOT_CONTENT.test(before)) continue;
    if (RANGE_AFTER.test(text.slice(match.index + whole.length))) continue;
    const value = parseFixed5(number);
    if (value === undefined || value === 0n) continue;
    const name = unit.toLowerCase();
    const grams = GRAMS[name];
    const factor = grams ?? MILLILITRES[name] ?? 1n;
    const counter = counterAfter ?? counterBefore;
    contents.push({
      kind: grams === undefined ? 'volume' : 'mass',
      each: value * factor,
      times: BigInt(timesBefore ?? '1') * BigInt(timesAfter ?? '1'),
      ...(counter === undefined ? {} : { counter }),
      labelled,
      text: whole.trim(),
    });
  }
  return contents;
}

/** The sheets or pieces (片, 张) a specification says one package holds; undefined when it says none or several different numbers. */
export const sheetsIn: (specification: string) => bigint | undefined = remembering(readSheets);

function readSheets(specification: string): bigint | undefined {
  if (!/[片张贴]/.test(specification)) return undefined;
  const found = new Set(
    [...plain(specification).matchAll(/(?<![\d.])(\d+)\s*(?:片|张|贴)(?!\/)/g)].map(match => match[1] ?? ''),
  );
  const [only] = found;
  return found.size === 1 && only !== undefined && only !== '0' ? BigInt(only) : undefined;
}

/** Numbers of packages or pieces written apart from the content (`250g 2盒装`, `6瓶/箱`), other than one, in text order. */
export const countsIn: (specification: string) => readonly bigint[] = remembering(readCounts);

function readCounts(specification: string): readonly bigint[] {
  const apart = plain(specification).replace(CONTENT, ' ');
  return [...apart.matchAll(COUNT)].map(match => BigInt(match[1] ?? '1')).filter(count => count > 1n);
}

/** Full-width forms made half-width and runs of white space made one blank, so that no text is slow to read. */
function plain(specification: string): string {
  return specification.slice(0, LENGTH_MAX).normalize('NFKC').replace(/\s+/g, ' ');
}
