import type { Bilingual, DocumentRef, Fixed5, LawDate } from '../shared/index.ts';
import type {
  CarrierKind,
  Carriers,
  CountedTrade,
  FormCarrier,
  ListCarrier,
  NotCounted,
  NotCountedReason,
  SummaryCarrier,
  ValueLine,
} from './carrier.ts';
import { type Cover, coversOf, summaryId } from './cover.ts';

/** CNY of an amount on a day, or undefined when no rate is known. */
export type ToCny = (currency: string, amount: Fixed5, day: LawDate) => Fixed5 | undefined;

export interface TradeCount {
  readonly counted: readonly CountedTrade[];
  readonly notCounted: readonly NotCounted[];
}

/**
 * Counts each trade once: the customs declaration form carries it before the summary, the summary before the list. What a list's lines
 * are worth is counted by whoever carries them; a form is worth what it says itself. The order of the carriers does not matter, and
 * counting again after a correction gives what counting afresh gives, because nothing is remembered.
 */
export function countTrades(carriers: Carriers, toCny: ToCny = () => undefined): TradeCount {
  const cover = coversOf(carriers);
  const notCounted: NotCounted[] = [];
  const counted: CountedTrade[] = [];
  const behind = new Map<string, DocumentRef[]>();
  const summed = new Map<string, SummedLines>();
  for (const list of carriers.lists) {
    if (list.fallen !== undefined || list.day === undefined) {
      notCounted.push(leftOut('list', list.caseKey, list.fallen ?? 'not-released'));
      continue;
    }
    countList(list, list.day, { cover, summed, behind, counted, notCounted, toCny });
  }
  for (const summary of carriers.summaries)
    countSummary(summary, carriers, { summed, behind, counted, notCounted, toCny });
  for (const form of carriers.forms) counted.push(countForm(form, behind.get(form.entryId) ?? [], toCny));
  return {
    counted: counted.sort((a, b) => compare(`${a.day} ${a.by} ${a.id}`, `${b.day} ${b.by} ${b.id}`)),
    notCounted: notCounted.sort((a, b) => compare(nameOf(a), nameOf(b))),
  };
}

/** A form opens to itself and to the lists and summaries that it counts for. */
function countForm(form: FormCarrier, behind: readonly DocumentRef[], toCny: ToCny): CountedTrade {
  const { entryId, mode, consignor, day, lines } = form;
  const others = [...behind].sort((a, b) => compare(`${a.type} ${a.key}`, `${b.type} ${b.key}`));
  return trade(toCny, {
    by: 'form',
    id: entryId,
    mode,
    consignor,
    day,
    lines,
    documents: [{ type: 'DeclarationForm', key: entryId }, ...others],
    ...(form.partnerKnown === false ? { waiting: true } : {}),
  });
}

/** Remembers once that a form counts for a document. */
function putBehind(behind: Map<string, DocumentRef[]>, entryId: string, document: DocumentRef): void {
  const known = behind.get(entryId);
  if (known === undefined) behind.set(entryId, [document]);
  else if (known.at(-1)?.key !== document.key) known.push(document);
}

function nameOf(it: NotCounted): string {
  return `${it.kind} ${it.id} ${it.reason} ${it.instead?.id ?? ''}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What the lines of lists add to the summary that carries them. */
interface SummedLines {
  mode: string;
  consignor: string;
  day: LawDate;
  readonly lines: ValueLine[];
  readonly documents: DocumentRef[];
}

interface Counting {
  readonly cover: (list: ListCarrier, gnum: string) => Cover | undefined;
  readonly summed: Map<string, SummedLines>;
  /** Documents that each form counts for. */
  readonly behind: Map<string, DocumentRef[]>;
  readonly counted: CountedTrade[];
  readonly notCounted: NotCounted[];
  readonly toCny: ToCny;
}

function countList(list: ListCarrier, day: LawDate, counting: Counting): void {
  const own: ValueLine[] = [];
  const away = new Map<string, { cover: Cover; gnums: string[] }>();
  const document = { type: 'CEB603Message', key: list.caseKey };
  for (const line of list.lines) {
    const cover = counting.cover(list, line.gnum);
    if (cover === undefined) {
      own.push(line);
      continue;
    }
    const name = `${cover.by} ${cover.id} ${cover.through ?? ''}`;
    const part = away.get(name) ?? { cover, gnums: [] };
    part.gnums.push(line.gnum);
    away.set(name, part);
    if (cover.by === 'summary') addTo(counting.summed, cover.id, list, day, line, document);
    else putBehind(counting.behind, cover.id, document);
  }
  for (const { cover, gnums } of away.values()) {
    const reason = cover.by === 'summary' ? 'by-summary' : cover.through ? 'by-summary-form' : 'by-form';
    counting.notCounted.push(
      leftOut('list', list.caseKey, reason, {
        instead: { by: cover.by, id: cover.id },
        ...(gnums.length < list.lines.length ? { lines: gnums } : {}),
      }),
    );
  }
  if (own.length === 0) return;
  const { mode, consignor, caseKey } = list;
  counting.counted.push(
    trade(counting.toCny, {
      by: 'list',
      id: caseKey,
      mode,
      consignor,
      day,
      lines: own,
      documents: [document],
    }),
  );
}

function addTo(
  summed: Map<string, SummedLines>,
  id: string,
  list: ListCarrier,
  day: LawDate,
  line: ValueLine,
  document: DocumentRef,
): void {
  let part = summed.get(id);
  if (part === undefined) {
    part = { mode: list.mode, consignor: list.consignor, day, lines: [], documents: [] };
    summed.set(id, part);
  }
  // The goods left when the last of its lists did; all are of one month.
  if (day > part.day) part.day = day;
  part.lines.push(line);
  if (part.documents.at(-1)?.key !== document.key) part.documents.push(document);
}

function countSummary(
  summary: SummaryCarrier,
  { forms }: Carriers,
  { summed, behind, counted, notCounted, toCny }: Omit<Counting, 'cover'>,
): void {
  const id = summaryId(summary);
  const own = forms.find(form => form.entryId === summary.entryId);
  if (own !== undefined) {
    putBehind(behind, own.entryId, { type: 'CEB792Message', key: `${summary.sumNo}|${summary.declSeqNo}` });
    notCounted.push(leftOut('summary', id, 'by-form', { instead: { by: 'form', id: own.entryId } }));
    return;
  }
  const part = summed.get(id);
  if (part === undefined) {
    notCounted.push(leftOut('summary', id, 'lists-unknown'));
    return;
  }
  const { mode, consignor, day, lines, documents } = part;
  const named = [{ type: 'CEB792Message', key: `${summary.sumNo}|${summary.declSeqNo}` }];
  counted.push(
    trade(toCny, {
      by: 'summary',
      id,
      mode,
      consignor,
      day,
      lines,
      documents: [...named, ...documents.sort((a, b) => compare(a.key, b.key))],
    }),
  );
}

function trade(
  toCny: ToCny,
  given: Omit<CountedTrade, 'amounts' | 'cny'> & { readonly lines: readonly ValueLine[] },
): CountedTrade {
  const { lines, ...rest } = given;
  const amounts: Record<string, Fixed5> = {};
  for (const { currency, total } of lines) amounts[currency] = (amounts[currency] ?? 0n) + total;
  let cny: Fixed5 | undefined = 0n;
  for (const [currency, amount] of Object.entries(amounts)) {
    const part = currency === CNY ? amount : toCny(currency, amount, rest.day);
    cny = cny === undefined || part === undefined ? undefined : cny + part;
  }
  return { ...rest, amounts, ...(cny === undefined ? {} : { cny }) };
}

const CNY = '142';

function leftOut(
  kind: CarrierKind,
  id: string,
  reason: NotCountedReason,
  more: Pick<NotCounted, 'instead' | 'lines'> = {},
): NotCounted {
  const words = WORDS[reason];
  const by = more.instead?.id ?? '';
  return {
    kind,
    id,
    reason,
    ...more,
    message: { zh: words.zh.replace('{}', by), en: words.en.replace('{}', by) },
  };
}

const WORDS: Readonly<Record<NotCountedReason, Bilingual>> = {
  'by-form': {
    zh: '由报关单 {} 计数，不重复计入。',
    en: 'Counted by declaration form {}; not counted twice.',
  },
  'by-summary-form': {
    zh: '已汇总为报关单 {}，由该报关单计数。',
    en: 'Summarised into declaration form {}, which counts it.',
  },
  'by-summary': {
    zh: '由汇总结果 {} 计数，不重复计入。',
    en: 'Counted by the summary {}; not counted twice.',
  },
  revoked: { zh: '清单已撤销，没有出口。', en: 'The list was revoked; nothing was exported.' },
  refused: { zh: '清单已退单，没有出口。', en: 'The list was refused; nothing was exported.' },
  'not-released': {
    zh: '清单尚未放行，放行后计入。',
    en: 'The list is not released; it counts once it is.',
  },
  'lists-unknown': {
    zh: '汇总结果所列清单均不在平台，或已由别的单证计数，没有可计的金额。',
    en: 'None of the lists it names is held here, or others count them: there is no amount to count.',
  },
};
