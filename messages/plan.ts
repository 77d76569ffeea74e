import { shapeOf } from './catalogue.ts';
import type { MessageType } from './document.ts';
import { baseSubscribe, baseTransfer, exportBaseTransfer } from './frame.ts';
import { glossary } from './glossary.ts';
import {
  type Condition,
  type Facets,
  type FieldShape,
  type Format,
  facetsOf,
  type PartShape,
  type Shape,
} from './shape.ts';

/**
 * A field made ready for reading and checking: its place in the sequence, its format taken apart, its meaning looked up. Every
 * property is always there, so that the checks, which visit every value of every message, see one form of object.
 */
export interface PlannedField {
  readonly name: string;
  readonly index: number;
  readonly required: boolean;
  readonly format: Format;
  readonly facets: Facets;
  readonly zh: string;
  readonly en: string;
  readonly codes: string | undefined;
  readonly moment: boolean;
  readonly prose: boolean;
  readonly digits: boolean;
  readonly positive: boolean;
  readonly misspelt: readonly string[];
  readonly collapse: boolean;
  /** What the schema takes an empty element for: its fixed or default value. */
  readonly emptyMeans: string | undefined;
  readonly schemaFixed: string | undefined;
  readonly fixed: string | undefined;
  readonly oneOf: readonly string[] | undefined;
  readonly noneOf: readonly string[] | undefined;
  readonly requiredWhen: Condition | undefined;
  readonly absentWhen: Condition | undefined;
  readonly fixedWhen: { readonly when: Condition; readonly value: string } | undefined;
  readonly pairedWith: string | undefined;
  readonly annexRequires: boolean;
  readonly numbering: 'continuous' | 'unique' | undefined;
  readonly notes: readonly string[];
  /**
   * Required by the annex, but the schema lets an empty element pass (the export schema of 202205 lost most minimum lengths). Not in
   * receipts: there customs leaves numbers empty that it has not given yet.
   */
  readonly fillRequired: boolean;
  /** True when the annex says something of the absence of the field. */
  readonly absenceMatters: boolean;
  /** True when the annex ties the value to other fields or to constants. */
  readonly valueMatters: boolean;
}

export interface PartPlan {
  readonly element: string;
  readonly fields: readonly PlannedField[];
  /** By element name and by known misspelling. */
  readonly byName: ReadonlyMap<string, PlannedField>;
  /** The field that numbers the lines. */
  readonly numbered: PlannedField | undefined;
}

export interface Plan {
  readonly shape: Shape;
  readonly head: PartPlan;
  readonly lines?: PartPlan & { readonly min: number; readonly max: number };
  /** What follows the records of a declaration. */
  readonly transfer?: PartPlan;
  readonly subscribe?: PartPlan;
  /** True when the record element holds the fields itself. */
  readonly flat: boolean;
  readonly recordsMax: number;
}

function planField(name: string, shape: FieldShape, index: number, declared: boolean): PlannedField {
  const all: FieldShape = { ...glossary[name], ...shape };
  const { zh, en } = all;
  if (zh === undefined || en === undefined) throw new Error(`no meaning for ${name} in the glossary`);
  const facets = facetsOf(all.format);
  const emptyMeans = all.schemaFixed ?? all.default;
  const fillRequired =
    declared && all.required && facets.kind === 'string' && facets.min === 0 && emptyMeans === undefined;
  return {
    name,
    index,
    required: all.required,
    format: all.format,
    facets,
    zh,
    en,
    codes: all.codes,
    moment: all.moment ?? false,
    prose: all.prose ?? false,
    digits: all.digits ?? false,
    positive: all.positive ?? false,
    misspelt: all.misspelt ?? [],
    collapse: all.collapse ?? false,
    emptyMeans,
    schemaFixed: all.schemaFixed,
    fixed: all.fixed,
    oneOf: all.oneOf,
    noneOf: all.noneOf,
    requiredWhen: all.requiredWhen,
    absentWhen: all.absentWhen,
    fixedWhen: all.fixedWhen,
    pairedWith: all.pairedWith,
    annexRequires: all.annexRequires ?? false,
    numbering: all.numbering,
    notes: all.notes ?? [],
    fillRequired,
    absenceMatters: Boolean(
      all.requiredWhen ?? all.pairedWith ?? all.annexRequires ?? (fillRequired || undefined),
    ),
    valueMatters: Boolean(all.fixed ?? all.oneOf ?? all.noneOf ?? all.fixedWhen ?? all.absentWhen),
  };
}

function planPart(part: PartShape, declared: boolean): PartPlan {
  const fields = Object.entries(part.fields).map(([name, field], index) =>
    planField(name, field, index, declared),
  );
  const byName = new Map(fields.map(field => [field.name, field]));
  for (const field of fields) for (const wrong of field.misspelt) byName.set(wrong, field);
  return {
    element: part.element,
    fields,
    byName,
    numbered: fields.find(field => field.numbering !== undefined),
  };
}

function bound(max: number | 'unbounded'): number {
  return max === 'unbounded' ? Number.POSITIVE_INFINITY : max;
}

function planShape(shape: Shape): Plan {
  const { lines } = shape;
  const declared = shape.kind === 'declaration';
  return {
    shape,
    head: planPart(shape.head, declared),
    ...(declared && {
      transfer: shape.direction === 'export' ? exportTransferPlan : transferPlan,
      subscribe: subscribePlan,
    }),
    ...(lines && { lines: { ...planPart(lines, declared), min: lines.min, max: bound(lines.max) } }),
    flat: shape.record === shape.head.element,
    recordsMax: bound(shape.recordsMax),
  };
}

const transferPlan = planPart(baseTransfer, true);
const exportTransferPlan = planPart(exportBaseTransfer, true);
const subscribePlan = planPart(baseSubscribe, true);

const plans = new Map<MessageType, Plan>();

/** The plan of a type, made once. Throws on a type the annex does not have. */
export function planOf(type: MessageType): Plan {
  let plan = plans.get(type);
  if (plan === undefined) {
    plan = planShape(shapeOf(type));
    plans.set(type, plan);
  }
  return plan;
}
