import type { Document, Fields } from '../messages/index.ts';
import { type Fixed5, type LawDate, parseFixed5 } from '../shared/index.ts';
import { sheetsIn } from './specification.ts';
import type { TaxableLine, TaxInput } from './types.ts';

/**
 * The taxable lines of an import inventory (CEB621Message). A field that is no decimal counts as zero or as absent: the format check
 * has refused it already, and a quote must not fall over it. `yearUsed` left out: the yearly limit is tested on this list alone.
 */
export function taxInputOf(list: Document, on: LawDate, yearUsed?: Fixed5): TaxInput {
  return {
    lines: list.lines.map(taxableLine),
    freight: amount(list.head['freight']),
    insurance: amount(list.head['insuredFee']),
    on,
    ...(yearUsed === undefined ? {} : { yearUsed }),
  };
}

function taxableLine(fields: Fields, index: number): TaxableLine {
  const sheets = sheetsIn(fields['gmodel'] ?? '');
  return {
    gnum: fields['gnum'] ?? String(index + 1),
    value: amount(fields['totalPrice']),
    ...present('gcode', fields['gcode']),
    ...present('unit1', fields['unit1']),
    ...present('unit2', fields['unit2']),
    ...present('unit', fields['unit']),
    ...quantity('qty1', fields['qty1']),
    ...quantity('qty2', fields['qty2']),
    ...quantity('qty', fields['qty']),
    ...(sheets === undefined ? {} : { sheetsPerPackage: sheets }),
  };
}

function amount(text: string | undefined): Fixed5 {
  return text === undefined ? 0n : (parseFixed5(text) ?? 0n);
}

function present<K extends string>(key: K, text: string | undefined): { readonly [P in K]?: string } {
  return text === undefined || text === '' ? {} : ({ [key]: text } as { readonly [P in K]?: string });
}

function quantity<K extends string>(key: K, text: string | undefined): { readonly [P in K]?: Fixed5 } {
  const value = text === undefined ? undefined : parseFixed5(text);
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: Fixed5 });
}
