import type { Question } from './case.ts';
import { type HeadField, valueAt } from './documents.ts';

/** Where enterprises stand in the four documents: the field of the code and the field of the name. */
const ENTERPRISES: readonly (readonly [HeadField, HeadField])[] = [
  ['order/ebpCode', 'order/ebpName'],
  ['order/ebcCode', 'order/ebcName'],
  ['order/payCode', 'order/payName'],
  ['payment/payCode', 'payment/payName'],
  ['payment/ebpCode', 'payment/ebpName'],
  ['waybill/logisticsCode', 'waybill/logisticsName'],
  ['list/ebpCode', 'list/ebpName'],
  ['list/ebcCode', 'list/ebcName'],
  ['list/logisticsCode', 'list/logisticsName'],
  ['list/agentCode', 'list/agentName'],
  ['list/areaCode', 'list/areaName'],
];

/** The name an enterprise has in the registers, when they are known. */
export function registeredName(question: Question, code: string | undefined): string | undefined {
  return code === undefined ? undefined : question.world.enterprise?.(code)?.name;
}

/**
 * What speaks for one of several names of an enterprise: the register, and the same code under other roles in these documents (a
 * seller that declares for itself stands in the list twice).
 */
export function nameWitnesses(code: HeadField): (question: Question) => readonly (string | undefined)[] {
  return question => {
    const wanted = valueAt(question.case, code);
    const elsewhere = ENTERPRISES.filter(([other]) => valueAt(question.case, other) === wanted).map(
      ([, name]) => valueAt(question.case, name),
    );
    const registered = registeredName(question, wanted);
    // The register outweighs any number of repetitions inside the documents.
    return [...elsewhere, ...ENTERPRISES.map(() => registered)];
  };
}

/** Codes that stand in the registers speak for the document that uses them. */
export function registeredCodes(...fields: readonly HeadField[]) {
  return (question: Question): readonly (string | undefined)[] =>
    fields
      .map(field => valueAt(question.case, field))
      .filter(code => code !== undefined && question.world.enterprise?.(code) !== undefined);
}

/** Values of other fields of the case as witnesses (the buyer's own telephone for the consignee's). */
export function fieldWitnesses(...fields: readonly HeadField[]) {
  return (question: Question): readonly (string | undefined)[] =>
    fields.map(field => valueAt(question.case, field));
}
