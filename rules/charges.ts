import { type HeadField, type Papers, valueAt } from './documents.ts';
import { amount } from './money.ts';

/**
 * The order's 运杂费 is usually the sum of both charges or the freight alone. Where one side makes that come true and the other does
 * not, the order speaks for it.
 */
export function orderFreightSpeaksFor(
  it: Papers,
  field: 'freight' | 'insuredFee',
  beside: 'freight' | 'insuredFee',
): readonly string[] {
  const total = amount(valueAt(it, 'order/freight'));
  const other = amount(valueAt(it, `list/${beside}`));
  if (total === undefined || other === undefined) return [];
  return bothSides(it, field, field).filter(value => {
    const charge = amount(value);
    return charge !== undefined && (charge + other === total || (field === 'freight' && charge === total));
  });
}

/** Of two different gross weights the one below the net weight cannot be right. */
export function weightsAboveNet(it: Papers, ofWaybill: 'weight' | 'grossWeight'): readonly string[] {
  const net = amount(valueAt(it, 'list/netWeight'));
  return bothSides(it, ofWaybill, 'grossWeight').filter(value => {
    const gross = amount(value);
    return gross !== undefined && net !== undefined && gross > 0n && gross >= net;
  });
}

function bothSides(it: Papers, ofWaybill: string, ofList: string): readonly string[] {
  const fields: readonly HeadField[] = [`waybill/${ofWaybill}`, `list/${ofList}`];
  return fields.map(field => valueAt(it, field)).filter(value => value !== undefined);
}
