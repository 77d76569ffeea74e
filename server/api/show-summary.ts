import { type Fixed5, formatFixed5 } from '../../shared/index.ts';
import {
  type Amounts,
  applicationNumber,
  type Size,
  type SummaryForm,
  type SummaryItem,
  type SummaryPlan,
} from '../../summary/index.ts';

/** A left-out list is named up to this many times; the counts are of all. */
export const LEFT_OUT_MAX = 1000;

/** A plan as the public answer shows it: amounts as decimal text. */
export function showPlan(plan: SummaryPlan) {
  const { deadline } = plan;
  const counts: Record<string, number> = {};
  for (const { reason } of plan.leftOut) counts[reason] = (counts[reason] ?? 0) + 1;
  return {
    month: plan.month,
    ebcCode: plan.ebcCode,
    ...plan.flags,
    deadline: {
      by: deadline.by,
      nominal: deadline.nominal,
      provisional: deadline.provisional,
      cites: deadline.cites,
    },
    formCount: plan.applications.reduce((sum, it) => sum + it.forms.length, 0),
    declared: showSize(plan.declared),
    statistics: showSize(plan.statistics),
    applications: plan.applications.map(application => ({
      copNo: applicationNumber(plan, application),
      customsCode: application.customsCode,
      ...(application.loctNo === undefined ? {} : { loctNo: application.loctNo }),
      agentCode: application.agentCode,
      agentName: application.agentName,
      ebcName: application.ebcName,
      size: showSize(application.size),
      forms: application.forms.map(showForm),
    })),
    leftOutCounts: counts,
    leftOut: plan.leftOut.slice(0, LEFT_OUT_MAX),
    partlyReturned: plan.partlyReturned,
    linesMax: plan.linesMax,
    cites: plan.cites,
  };
}

function showForm(form: SummaryForm) {
  return {
    trafMode: form.trafMode,
    ...(form.ownerCode === undefined ? {} : { ownerCode: form.ownerCode }),
    country: form.country,
    portCode: form.portCode,
    lists: form.lists.length,
    spans: form.spans,
    amounts: showAmounts(form.amounts),
    grossWeight: formatFixed5(form.grossWeight),
    netWeight: formatFixed5(form.netWeight),
    items: form.items.map(showItem),
  };
}

function showItem(item: SummaryItem) {
  return {
    gcode: item.gcode,
    name: item.name,
    country: item.country,
    currency: item.currency,
    qty: formatFixed5(item.qty),
    unit: item.unit,
    qty1: formatFixed5(item.qty1),
    unit1: item.unit1,
    ...(item.qty2 === undefined ? {} : { qty2: formatFixed5(item.qty2) }),
    ...(item.unit2 === undefined ? {} : { unit2: item.unit2 }),
    price: formatFixed5(item.price),
    total: money(item.total),
    lines: item.lines.length,
  };
}

function showSize({ lists, lines, amounts }: Size) {
  return { lists, lines, amounts: showAmounts(amounts) };
}

/** Amounts per currency as decimal text. */
export function showAmounts(amounts: Amounts): Record<string, string> {
  return Object.fromEntries(
    Object.keys(amounts)
      .sort()
      .map(currency => [currency, money(amounts[currency] ?? 0n)]),
  );
}

export function money(amount: Fixed5): string {
  return formatFixed5(amount, 2);
}
