import { shapeOf } from './catalogue.ts';
import type { MessageType } from './document.ts';
import { baseSubscribe, baseTransfer } from './frame.ts';
import { glossary } from './glossary.ts';
import { type Facets, type FieldShape, facetsOf, type PartShape, type Shape } from './shape.ts';

/** A field made ready for reading and checking: its place in the sequence, its format taken apart, its meaning looked up. */
export interface PlannedField extends FieldShape {
  readonly name: string;
  readonly index: number;
  readonly facets: Facets;
  readonly zh: string;
  readonly en: string;
}

export interface PartPlan {
  readonly element: string;
  readonly fields: readonly PlannedField[];
  /** By element name and by known misspelling. */
  readonly byName: ReadonlyMap<string, PlannedField>;
}

export interface Plan {
  readonly shape: Shape;
  readonly head: PartPlan;
  readonly lines?: PartPlan & { readonly min: number; readonly max: number };
  /** True when the record element holds the fields itself. */
  readonly flat: boolean;
  readonly recordsMax: number;
}

function planField(name: string, shape: FieldShape, index: number): PlannedField {
  const meaning = { ...glossary[name], ...shape };
  const { zh, en } = meaning;
  if (zh === undefined || en === undefined) throw new Error(`no meaning for ${name} in the glossary`);
  return { ...meaning, name, index, facets: facetsOf(shape.format), zh, en };
}

function planPart(part: PartShape): PartPlan {
  const fields = Object.entries(part.fields).map(([name, field], index) => planField(name, field, index));
  const byName = new Map(fields.map(field => [field.name, field]));
  for (const field of fields) for (const wrong of field.misspelt ?? []) byName.set(wrong, field);
  return { element: part.element, fields, byName };
}

function bound(max: number | 'unbounded'): number {
  return max === 'unbounded' ? Number.POSITIVE_INFINITY : max;
}

function planShape(shape: Shape): Plan {
  const { lines } = shape;
  return {
    shape,
    head: planPart(shape.head),
    ...(lines && { lines: { ...planPart(lines), min: lines.min, max: bound(lines.max) } }),
    flat: shape.record === shape.head.element,
    recordsMax: bound(shape.recordsMax),
  };
}

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

export const transferPlan = planPart(baseTransfer);
export const subscribePlan = planPart(baseSubscribe);
