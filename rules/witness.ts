import type { World } from './case.ts';
import { type HeadField, type Papers, valueAt } from './documents.ts';

/** A case, import or export, and the register of enterprises where there is one. */
interface Asked {
  readonly case: Papers;
  readonly world: Pick<World, 'enterprise'>;
}

/** Where enterprises stand in the documents: the field of the code and the field of the name. */
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
  ['list/ownerCode', 'list/ownerName'],
  ['list/iacCode', 'list/iacName'],
  ['waybill/ebcCode', 'waybill/ebcName'],
  ['receipt/ebpCode', 'receipt/ebpName'],
  ['receipt/ebcCode', 'receipt/ebcName'],
  ['receipt/payCode', 'receipt/payName'],
];

/** The name an enterprise has in the registers, when they are known. */
export function registeredName(question: Asked, code: string | undefined): string | undefined {
  return code === undefined ? undefined : question.world.enterprise?.(code)?.name;
}

/**
 * What speaks for one of several names of an enterprise: the register, and the same code under other roles in these documents (a
 * seller that declares for itself stands in the list twice).
 */
export function nameWitnesses(code: HeadField): (question: Asked) => readonly (string | undefined)[] {
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

/** A customs registration number or a unified social credit code. */
const ENTERPRISE_CODE = /^(?:[0-9A-Z]{10}|[0-9A-HJ-NPQRTUWXY]{18})$/;

/**
 * What speaks for one of several codes of a party: the register above all, then the guarantor and the declaring enterprise of the
 * list (often the same firm), and that it has the form of an enterprise code at all.
 */
export function codeWitnesses(...fields: readonly HeadField[]) {
  return (question: Asked): readonly (string | undefined)[] => {
    const codes = fields.map(field => valueAt(question.case, field));
    const parties = [valueAt(question.case, 'list/assureCode'), valueAt(question.case, 'list/agentCode')];
    return codes
      .flatMap(code => {
        if (code === undefined) return [];
        const registered = question.world.enterprise?.(code) !== undefined;
        // The register outweighs all that the documents say of each other.
        const voices = registered ? fields.length + parties.length : 0;
        const wellFormed = ENTERPRISE_CODE.test(code) ? 1 : 0;
        return Array.from({ length: voices + wellFormed }, () => code);
      })
      .concat(parties.filter(code => code !== undefined));
  };
}

/** Values of other fields of the case as witnesses (the buyer's own telephone for the consignee's). */
export function fieldWitnesses(...fields: readonly HeadField[]) {
  return (question: Asked): readonly (string | undefined)[] =>
    fields.map(field => valueAt(question.case, field));
}
