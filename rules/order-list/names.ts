import { plain } from '../agreement.ts';

/** How near two names of goods are to each other. */
export type Likeness = 'same' | 'related' | 'misspelt' | 'unrelated';

/** Words of the nomenclature that fit any goods and therefore show no kinship. */
const EMPTY_WORDS = /其他|其它|以及|商品|产品|物品|货物|未列名|编号|制品|的/g;
/** Share of differing characters up to which a difference looks like a slip of the pen. */
const SLIP = 5;

/** Words of size and packing say nothing of what the goods are. */
const MEASURES = /[\p{N}a-z]+|[克升瓶盒罐袋片粒支只个件包装组套双条]|毫升|千克|公斤/gu;

/**
 * Compares the name in the list with the name in the order. The declared name may be shorter or plainer than the shop's
 * (面霜 for 演示牌保湿面霜 50ml), so kinship is enough: one contains the other or they share a word of two characters. A common
 * beginning is most likely the brand and no kinship: what follows it must have something in common. A difference of a character or two at the same length looks like a slip and is told apart.
 */
export function likeness(a: string, b: string): Likeness {
  const [x, y] = [bare(a), bare(b)];
  if (x === y) return 'same';
  if (x.includes(y) || y.includes(x)) return x !== '' && y !== '' ? 'related' : 'unrelated';
  const longest = Math.max(x.length, y.length);
  if (longest >= SLIP && (distance(x, y) * SLIP <= longest || exchanged(x, y))) return 'misspelt';
  return akin(x, y) ? 'related' : 'unrelated';
}

/** A name without what the shop cries out beside it: 【热卖】. */
export function withoutCry(name: string | undefined): string | undefined {
  if (name === undefined || !name.includes('【')) return name;
  const rest = name.replace(/【[^】]*】/g, '').trim();
  return rest === '' ? name : rest;
}

/** Signs, width and case do not make another name. */
function bare(name: string): string {
  return plain(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function akin(x: string, y: string): boolean {
  return brandLength(x, y) === 0 ? shareWord(x, y) : shareCharacter(x, y);
}

/** Length of the common beginning, when it is long enough to be a brand. */
function brandLength(x: string, y: string): number {
  let at = 0;
  while (at < x.length && x[at] === y[at]) at++;
  return at < 2 ? 0 : at;
}

/** Two Chinese characters in a row, or a Latin word or number of three, that occur in both. */
function shareWord(x: string, y: string): boolean {
  const words = (text: string) => {
    const said = text.replace(EMPTY_WORDS, ' ');
    const found = new Set<string>(said.match(/[a-z]{3,}/g) ?? []);
    for (const run of said.match(/\p{Script=Han}{2,}/gu) ?? [])
      for (let at = 0; at + 2 <= run.length; at++) found.add(run.slice(at, at + 2));
    return found;
  };
  const ofX = words(x);
  for (const word of words(y)) if (ofX.has(word)) return true;
  return false;
}

/** A single Chinese character after the brand in both: enough where other signs speak for the same goods (身体乳 and 乳液). */
export function shareCharacter(a: string, b: string): boolean {
  const [x, y] = [bare(a), bare(b)];
  const brand = brandLength(x, y);
  const of = (name: string): readonly string[] =>
    name
      .slice(brand)
      .replace(EMPTY_WORDS, '')
      .replace(MEASURES, '')
      .match(/\p{Script=Han}/gu) ?? [];
  const known = new Set(of(x));
  return of(y).some(it => known.has(it));
}

/** Two neighbouring characters have changed places. */
function exchanged(x: string, y: string): boolean {
  let at = 0;
  while (at < x.length && x[at] === y[at]) at++;
  return x[at] === y[at + 1] && x[at + 1] === y[at] && x.slice(at + 2) === y.slice(at + 2);
}

/** Edit distance (insert, delete, replace). Names are at most 250 characters. */
function distance(x: string, y: string): number {
  let row = Array.from({ length: y.length + 1 }, (_, at) => at);
  for (let i = 1; i <= x.length; i++) {
    const next = [i];
    for (let j = 1; j <= y.length; j++) {
      const replace = (row[j - 1] ?? 0) + (x[i - 1] === y[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[y.length] ?? 0;
}
