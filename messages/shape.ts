import type { Bilingual } from '../shared/index.ts';
import type { Document, MessageType } from './document.ts';

/**
 * The language in which the shape of a message type is written. A shape is data: reader, writer, checks, JSON schema and
 * spreadsheet templates all follow it, and the TypeScript types of heads and lines are inferred from it.
 *
 * Formats are written as the annex writes them: `C36` exactly 36 characters, `C1..60` one to sixty, `C..60` at most sixty (may be
 * empty), `N19,5` a decimal of at most 19 digits with at most 5 after the point, `N9` an integer of at most 9 digits, `int` an
 * integer of 32 bits, `text` any characters. Lengths count characters (code points), not bytes.
 */
export type Format =
  | `C${number}`
  | `C..${number}`
  | `C${number}..${number}`
  | `N${number}`
  | `N${number},${number}`
  | 'int'
  | 'text';

/** What an element name means, the same in every message that carries it (`glossary.ts`). */
export interface Meaning {
  readonly zh: string;
  readonly en: string;
  /** Name of the official code list the value comes from (`law.codeName(list, code)`). */
  readonly codes?: string;
  /** The value is a moment: 8, 14 or 17 digits as the format has it (YYYYMMDD, YYYYMMDDhhmmss, YYYYMMDDhhmmssSSS). */
  readonly moment?: true;
  /** Natural language: any script, full-width signs allowed. Everything else is a code, a number or an identifier. */
  readonly prose?: true;
  /** Nothing but digits. */
  readonly digits?: true;
  /** A quantity: above zero. */
  readonly positive?: true;
  /** Spellings that occur in the annex's own tables or in old clients; read as this element, never written. */
  readonly misspelt?: readonly string[];
}

/** Values of head fields under which a condition holds: `{ tradeMode: ['1210', '1239'] }`. */
export type Condition = Readonly<Record<string, readonly string[]>>;

export interface FieldShape<Required extends boolean = boolean> extends Partial<Meaning> {
  readonly required: Required;
  readonly format: Format;
  /** The schema collapses white space before it counts. */
  readonly collapse?: true;
  /** Value the schema puts in for an empty element. */
  readonly default?: string;
  /** The schema itself fixes the value. */
  readonly schemaFixed?: string;
  /** The official text fixes the value; the schema does not check it. */
  readonly fixed?: string;
  /** The official text allows only these codes of the list here. */
  readonly oneOf?: readonly string[];
  /** The official text excludes these values here. */
  readonly noneOf?: readonly string[];
  readonly requiredWhen?: Condition;
  /** The annex says to leave the element out. */
  readonly absentWhen?: Condition;
  readonly fixedWhen?: { readonly when: Condition; readonly value: string };
  /** Both elements are present or both are absent. */
  readonly pairedWith?: string;
  /** The table of the annex requires it although the schema does not. */
  readonly annexRequires?: true;
  /** Line numbers: continuous from 1, or merely unique (they point at lines of another document). */
  readonly numbering?: 'continuous' | 'unique';
  /** Remarks for people: conditions in words, disagreements between schema and table, edition differences. */
  readonly notes?: readonly string[];
  /** Format or optionality in the 2018 edition (announcement 2018-113) when it was different. */
  readonly in2018?: string;
}

/** Element name → field, in schema order (every group of the annex is a sequence). */
export type FieldShapes = Readonly<Record<string, FieldShape>>;

export interface PartShape<F extends FieldShapes = FieldShapes> {
  readonly element: string;
  readonly fields: F;
}

export interface LinesShape<F extends FieldShapes = FieldShapes> extends PartShape<F> {
  readonly min: number;
  readonly max: number | 'unbounded';
}

export interface Shape {
  readonly root: MessageType;
  readonly zh: string;
  readonly en: string;
  /** Decides the order of the tail: import ExtendMessage, Signature; export Signature, ExtendMessage. */
  readonly direction: 'import' | 'export' | 'both';
  /**
   * Declarations have a tail (BaseTransfer …); receipts and notices come from customs or the e-port and have none. `agreed`: a document
   * of our own, handed over in files under an agreement; no XML, no tail.
   */
  readonly kind: 'declaration' | 'receipt' | 'notice' | 'agreed';
  readonly sender: Bilingual;
  /** Type of the answer to a declaration. */
  readonly receipt?: MessageType;
  /** Head fields that identify the document: what its receipt repeats. */
  readonly key: readonly string[];
  /** Whether the schema demands a ds:Signature; `none` for receipts. */
  readonly signature: 'required' | 'optional' | 'none';
  /** Element that repeats under the root. Equal to `head.element` when the record has no inner parts. */
  readonly record: string;
  readonly recordsMax: number | 'unbounded';
  readonly head: PartShape;
  readonly lines?: LinesShape;
  readonly notes?: readonly string[];
}

type Extra = Partial<Omit<FieldShape, 'required' | 'format'>>;

/** A field the schema requires. */
export function must(format: Format, extra?: Extra): FieldShape<true> {
  return { required: true, format, ...extra };
}

/** A field the schema leaves optional. */
export function may(format: Format, extra?: Extra): FieldShape<false> {
  return { required: false, format, ...extra };
}

/** Keeps the literal element names of a shape, from which the types are inferred. */
export function messageShape<const S extends Shape>(shape: S): S {
  return shape;
}

type RequiredNames<F> = { [K in keyof F]: F[K] extends { required: true } ? K : never }[keyof F];

/** The typed values of a part: required fields present, optional ones `?`. */
export type ValuesOf<F> = {
  readonly [K in RequiredNames<F> & string]: string;
} & {
  readonly [K in Exclude<keyof F, RequiredNames<F>> & string]?: string;
};

export type HeadOfShape<S extends Shape> = ValuesOf<S['head']['fields']>;
export type LineOfShape<S extends Shape> = S extends { lines: { fields: infer F } } ? ValuesOf<F> : never;

/** A document whose type is known. Holds for documents that the format check accepts. */
export interface DocumentOfShape<S extends Shape> extends Document {
  readonly type: S['root'];
  readonly head: HeadOfShape<S>;
  readonly lines: readonly LineOfShape<S>[];
}

/**
 * A format taken apart. Lengths of a string; digits and places of a number (`min`, `max` count characters, `digits` all digits that
 * count, `places` those after the point). One form for all kinds, because the checks read it for every value.
 */
export interface Facets {
  readonly kind: 'string' | 'decimal' | 'int';
  readonly min: number;
  readonly max: number;
  readonly digits: number;
  readonly places: number;
}

const UNBOUNDED = Number.POSITIVE_INFINITY;

function facets(kind: Facets['kind'], bounds: Partial<Facets>): Facets {
  return { kind, min: 0, max: UNBOUNDED, digits: UNBOUNDED, places: 0, ...bounds };
}

/** Reads the annex's notation. Throws on a format that is none (a mistake in a shape). */
export function facetsOf(format: Format): Facets {
  if (format === 'text') return facets('string', {});
  if (format === 'int') return facets('int', {});
  const exact = /^C(\d+)$/.exec(format);
  if (exact) return facets('string', { min: Number(exact[1]), max: Number(exact[1]) });
  const range = /^C(\d*)\.\.(\d+)$/.exec(format);
  if (range) return facets('string', { min: Number(range[1] || 0), max: Number(range[2]) });
  const decimal = /^N(\d+),(\d+)$/.exec(format);
  if (decimal) return facets('decimal', { digits: Number(decimal[1]), places: Number(decimal[2]) });
  const int = /^N(\d+)$/.exec(format);
  if (int) return facets('int', { digits: Number(int[1]) });
  throw new Error(`not a format of the annex: ${format}`);
}
