import type { Carriers, FormCarrier, ListCarrier, SummaryCarrier } from './carrier.ts';

/** Who carries a line of a list in its stead. */
export interface Cover {
  readonly by: 'form' | 'summary';
  readonly id: string;
  /** The form is the one that came out of this summary. */
  readonly through?: string;
}

export function summaryId({ sumNo, declSeqNo }: Pick<SummaryCarrier, 'sumNo' | 'declSeqNo'>): string {
  return `${sumNo}/${declSeqNo}`;
}

/**
 * Says of a line of a list who carries it instead: first a form that names the list's order, waybill or bill (of the same consignor),
 * then a summary that names the line, or the form with that summary's declaration number.
 */
export function coversOf({
  forms,
  summaries,
}: Carriers): (list: ListCarrier, gnum: string) => Cover | undefined {
  const byName = indexForms(forms);
  const byEntry = new Map(forms.map(form => [form.entryId, form]));
  const byLine = new Map<string, SummaryCarrier>();
  for (const summary of summaries)
    for (const { invtNo, gnum } of summary.lines) {
      const line = lineKey(invtNo, gnum);
      const before = byLine.get(line);
      if (before === undefined || isNewer(summary, before)) byLine.set(line, summary);
    }
  return (list, gnum) => {
    const form = formOf(list, byName);
    if (form !== undefined) return { by: 'form', id: form.entryId };
    const summary = list.invtNo === undefined ? undefined : byLine.get(lineKey(list.invtNo, gnum));
    if (summary === undefined) return undefined;
    const own = summary.entryId === undefined ? undefined : byEntry.get(summary.entryId);
    return own === undefined
      ? { by: 'summary', id: summaryId(summary) }
      : { by: 'form', id: own.entryId, through: summaryId(summary) };
  };
}

function lineKey(invtNo: string, gnum: string): string {
  return `${invtNo} ${Number(gnum)}`;
}

/** Of two results that name one line the later counts, whichever came first. */
export function isNewer(one: SummaryCarrier, other: SummaryCarrier): boolean {
  if (one.opDate !== other.opDate) return one.opDate > other.opDate;
  return summaryId(one) > summaryId(other);
}

/** Forms by what they name: a list is matched with its consignor, because two sellers may use one order number. */
function indexForms(forms: readonly FormCarrier[]): ReadonlyMap<string, FormCarrier> {
  const byName = new Map<string, FormCarrier>();
  const put = (key: string, form: FormCarrier) => {
    const before = byName.get(key);
    if (before === undefined || form.entryId < before.entryId) byName.set(key, form);
  };
  for (const form of forms) {
    for (const order of form.orders) put(nameKey('O', form.consignor, order), form);
    for (const waybill of form.waybills) put(nameKey('W', form.consignor, waybill), form);
    for (const bill of form.bills) put(nameKey('B', form.consignor, bill), form);
    for (const list of form.lists) put(nameKey('L', form.consignor, list), form);
  }
  return byName;
}

function formOf(list: ListCarrier, byName: ReadonlyMap<string, FormCarrier>): FormCarrier | undefined {
  const { consignor, orderNo, logisticsNo, billNo, invtNo } = list;
  return (
    (invtNo ? byName.get(nameKey('L', consignor, invtNo)) : undefined) ??
    byName.get(nameKey('O', consignor, orderNo)) ??
    (logisticsNo ? byName.get(nameKey('W', consignor, logisticsNo)) : undefined) ??
    (billNo ? byName.get(nameKey('B', consignor, billNo)) : undefined)
  );
}

function nameKey(kind: 'O' | 'W' | 'B' | 'L', consignor: string, name: string): string {
  return `${kind} ${consignor} ${name}`;
}
