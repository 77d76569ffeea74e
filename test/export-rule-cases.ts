import { it } from 'vitest';
import {
  type ExportGood,
  type ExportWish,
  exporters,
  exportGoods,
  exportParcel,
  exportPlatforms,
  logisticsCompanies,
  zoneEnterprise,
} from '../demo/index.ts';
import { type LawAdditions, lawWith, shippedLaw } from '../law/index.ts';
import type { ExportRule, ExportWorld } from '../rules/index.ts';
import { valueInCny } from '../rules/value-cny.ts';
import { beijingDate, type Instant, parseStamp } from '../shared/index.ts';
import { type Changing, changed, expectSaid } from './rule-cases.ts';

/** The instant at which the sets are declared: 2025-06-18 15:30 in Beijing. */
export const DECLARED: Instant = parseStamp('20250618153000') ?? 0;

/** Everything that a running platform knows, nothing of it against the parcel. */
export const EXPORT_WORLD: ExportWorld = {
  enterprise: zoneEnterprise,
  waybillUse: 'none',
  stance: 'authority',
};

/** One row of the table of an export rule. */
export interface ExportRuleCase extends Changing {
  readonly title: string;
  /** What the right set shall be besides the usual one: two T-shirts and a handbag to the United States, 9610-A in USD. */
  readonly set?: Partial<ExportWish>;
  /** Documents to take away. */
  readonly take?: readonly ['receipt'];
  readonly world?: Partial<ExportWorld>;
  readonly law?: LawAdditions;
  /** `code severity path`, and ` → value` when a repair is offered. */
  readonly says: readonly string[];
}

/** A good of the demo by its article number. */
export function exportGood(itemNo: string): ExportGood {
  const good = exportGoods.find(it => it.itemNo === itemNo);
  if (good === undefined) throw new Error(`the demo does not export ${itemNo}`);
  return good;
}

const USUAL: Omit<ExportWish, 'at'> = {
  seed: 'rule',
  serial: 30,
  mode: '9610',
  statisticsFlag: 'A',
  currency: '502',
  country: '502',
  goods: [
    { good: exportGood('CK-TX-M'), qty: '2' },
    { good: exportGood('CK-SB-01'), qty: '1' },
  ],
  platform: exportPlatforms[0],
  seller: exporters[0],
  agent: exporters[0],
  logistics: logisticsCompanies[0],
  freight: '6.00',
  insurance: '1.20',
};

/** Registers the table of an export rule as tests. */
export function exportRuleCases(rule: ExportRule, rows: readonly ExportRuleCase[]): void {
  it.each(rows)('$title', row => {
    const law = row.law === undefined ? shippedLaw() : lawWith(shippedLaw(), row.law);
    const wish = { at: DECLARED, ...USUAL, ...row.set };
    const whole = changed(row, exportParcel(wish, law));
    const { receipt: _, ...bare } = whole;
    const parcel = row.take === undefined ? whole : bare;
    const on = beijingDate(wish.at);
    const valueCny = valueInCny(parcel.list, on, law);
    const said = rule.judge({
      case: parcel,
      at: wish.at,
      on,
      law,
      world: { ...EXPORT_WORLD, ...row.world },
      ...(valueCny === undefined ? {} : { valueCny }),
    });
    expectSaid(rule, said, row.says);
  });
}
