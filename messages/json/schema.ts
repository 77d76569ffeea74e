import type { KnownType } from '../catalogue.ts';
import { SUBSCRIBES_MAX } from '../frame.ts';
import { type PartPlan, type PlannedField, planOf } from '../plan.ts';

/** A JSON Schema (2020-12, as OpenAPI 3.1 uses it). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON form of a message type as a JSON Schema, made from the same shape that reads it: names, presence, formats, fixed values,
 * with the Chinese and English meaning as title and description. What a schema cannot say (conditions, codes) is in the notes.
 */
export function jsonSchemaOf(type: KnownType): JsonSchema {
  const { shape, head, lines, recordsMax, transfer, subscribe } = planOf(type);
  return {
    title: `${shape.zh} ${type}`,
    description: [shape.en, ...(shape.notes ?? [])].join('. '),
    type: 'object',
    properties: {
      type: { const: type },
      guid: {
        type: 'string',
        minLength: 36,
        maxLength: 36,
        title: '报文编号',
        description: 'id of the message',
      },
      version: {
        type: 'string',
        minLength: 1,
        maxLength: 10,
        title: '报文版本号',
        description: 'usually 1.0',
      },
      ...(transfer && { transfer: partSchema(transfer) }),
      ...(subscribe && {
        subscribes: { type: 'array', items: partSchema(subscribe), maxItems: SUBSCRIBES_MAX },
      }),
      documents: {
        type: 'array',
        minItems: 1,
        ...(Number.isFinite(recordsMax) && { maxItems: recordsMax }),
        items: {
          type: 'object',
          properties: {
            head: partSchema(head),
            ...(lines && {
              lines: {
                type: 'array',
                minItems: lines.min,
                ...(Number.isFinite(lines.max) && { maxItems: lines.max }),
                items: partSchema(lines),
              },
            }),
          },
          required: lines && lines.min > 0 ? ['head', 'lines'] : ['head'],
        },
      },
    },
    required: ['type', 'guid', 'version', ...(transfer ? ['transfer'] : []), 'documents'],
  };
}

function partSchema(part: PartPlan): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(part.fields.map(field => [field.name, fieldSchema(field)])),
    required: part.fields.filter(field => field.required).map(field => field.name),
  };
}

function fieldSchema(field: PlannedField): JsonSchema {
  const { facets, notes, fixed, schemaFixed, oneOf } = field;
  const constant = schemaFixed ?? fixed;
  return {
    type: 'string',
    title: field.zh,
    description: [field.en, ...notes].join('. '),
    ...formSchema(field),
    ...(constant !== undefined && facets.kind === 'string' && { const: constant }),
    ...(oneOf !== undefined && { enum: oneOf }),
  };
}

function formSchema({ facets }: PlannedField): JsonSchema {
  switch (facets.kind) {
    case 'string':
      return {
        ...(facets.min > 0 && { minLength: facets.min }),
        ...(Number.isFinite(facets.max) && { maxLength: facets.max }),
      };
    case 'decimal':
      return { pattern: `^[+-]?\\d{1,${facets.digits - facets.places}}(\\.\\d{0,${facets.places}})?$` };
    case 'int':
      return { pattern: `^[+-]?\\d{1,${Math.min(facets.digits, 10)}}$` };
  }
}
