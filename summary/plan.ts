import type { Law } from '../law/index.ts';
import { joinKey } from '../messages/index.ts';
import type { Cite, Fixed5 } from '../shared/index.ts';
import { reasonAgainst, unreadable } from './admission.ts';
import { type SummaryDeadline, summaryDeadline } from './deadline.ts';
import { type Amounts, addAmounts, type CandidateList, type LeftOut } from './list.ts';
import { type ListToMerge, type MergeFlags, mergeLists, type SummaryForm } from './merge.ts';
import { readLines } from './read-lines.ts';

/** A month of one consignor, and how its lists shall be merged. */
export interface SummaryQuestion extends MergeFlags {
  /** YYYY-MM: the month in which the lists were closed. */
  readonly month: string;
  readonly ebcCode: string;
  readonly lists: readonly CandidateList[];
  readonly law: Law;
}

/** Lists, lines and amounts of something. */
export interface Size {
  readonly lists: number;
  readonly lines: number;
  readonly amounts: Amounts;
}

/** One summary application (701): what one declaring enterprise files at one customs office for one consignor. */
export interface SummaryApplication {
  readonly customsCode: string;
  readonly loctNo?: string;
  readonly agentCode: string;
  readonly agentName: string;
  readonly ebcCode: string;
  readonly ebcName: string;
  /** Numbers of its lists, sorted. */
  readonly lists: readonly string[];
  readonly forms: readonly SummaryForm[];
  readonly size: Size;
}

/** What would be declared, what not and why. */
export interface SummaryPlan {
  readonly month: string;
  readonly ebcCode: string;
  readonly flags: MergeFlags;
  readonly deadline: SummaryDeadline;
  readonly applications: readonly SummaryApplication[];
  /** All that is declared. */
  readonly declared: Size;
  /** Simplified lists of the month: summed up for statistics only, never mixed with the declared ones. */
  readonly statistics: Size;
  readonly leftOut: readonly LeftOut[];
  /** Lists that are declared although a part of their goods came back: somebody should look. */
  readonly partlyReturned: readonly string[];
  readonly linesMax: number;
  readonly cites: readonly Cite[];
}

/**
 * The summary of a month's lists, pure: every list is either in exactly one application or left out with its reason, and the amounts of
 * the forms are those of their lists. The order of `lists` does not matter. Throws `RangeError` for a month before the law's first day.
 */
export function planSummary(question: SummaryQuestion): SummaryPlan {
  const { month, ebcCode, law } = question;
  const flags = { summaryFlag: question.summaryFlag, itemNameFlag: question.itemNameFlag };
  const deadline = summaryDeadline(month, law);
  const max = law.number('declaration-form.lines-max', `${month}-28`);
  const leftOut: LeftOut[] = [];
  const statistics = emptySize();
  const taken = new Map<string, ListToMerge[]>();
  const partlyReturned: string[] = [];
  for (const list of question.lists) {
    const against = reasonAgainst(list, { month, ebcCode });
    const lines = against === undefined || against.reason === 'statistics' ? readLines(list.document) : [];
    if (lines === undefined) {
      leftOut.push(unreadable(list));
      continue;
    }
    if (against !== undefined) {
      leftOut.push(against);
      if (against.reason === 'statistics') count(statistics, lines);
      continue;
    }
    const invtNo = list.invtNo ?? '';
    if (list.partlyReturned) partlyReturned.push(invtNo);
    const { head } = list.document;
    const office = joinKey([head['customsCode'], head['loctNo'], head['agentCode']]);
    const group = taken.get(office);
    if (group) group.push({ list, invtNo, lines });
    else taken.set(office, [{ list, invtNo, lines }]);
  }
  const applications = [...taken.keys()]
    .sort()
    .map(office => applicationOf(taken.get(office) ?? [], flags, Number(max.value)));
  const declared = emptySize();
  for (const { size } of applications) {
    declared.lists += size.lists;
    declared.lines += size.lines;
    addAmounts(declared.amounts, size.amounts);
  }
  return {
    month,
    ebcCode,
    flags,
    deadline,
    applications,
    declared,
    statistics,
    leftOut: leftOut.sort(byKey),
    partlyReturned: partlyReturned.sort(),
    linesMax: Number(max.value),
    cites: [...deadline.cites, ...max.cites],
  };
}

function applicationOf(
  group: readonly ListToMerge[],
  flags: MergeFlags,
  linesMax: number,
): SummaryApplication {
  const size = emptySize();
  for (const { lines } of group) count(size, lines);
  const head = group[0]?.list.document.head ?? {};
  // Names may be written differently from list to list; the same one is chosen whatever their order.
  const name = (field: string) =>
    group.reduce<string>((least, { list }) => {
      const text = list.document.head[field] ?? '';
      return least === '' || (text !== '' && text < least) ? text : least;
    }, '');
  return {
    customsCode: head['customsCode'] ?? '',
    ...(head['loctNo'] ? { loctNo: head['loctNo'] } : {}),
    agentCode: head['agentCode'] ?? '',
    agentName: name('agentName'),
    ebcCode: head['ebcCode'] ?? '',
    ebcName: name('ebcName'),
    lists: group.map(({ invtNo }) => invtNo).sort(),
    forms: mergeLists(group, flags, linesMax),
    size,
  };
}

interface Growing {
  lists: number;
  lines: number;
  amounts: Record<string, Fixed5>;
}

function emptySize(): Growing {
  return { lists: 0, lines: 0, amounts: {} };
}

function count(size: Growing, lines: readonly { readonly currency: string; readonly total: Fixed5 }[]): void {
  size.lists += 1;
  size.lines += lines.length;
  for (const { currency, total } of lines) size.amounts[currency] = (size.amounts[currency] ?? 0n) + total;
}

function byKey(a: LeftOut, b: LeftOut): number {
  return a.caseKey < b.caseKey ? -1 : a.caseKey > b.caseKey ? 1 : 0;
}
