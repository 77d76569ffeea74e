import { shape as ceb213 } from './ceb213/shape.ts';
import { shape as ceb214 } from './ceb214/shape.ts';
import { shape as ceb215 } from './ceb215/shape.ts';
import { shape as ceb216 } from './ceb216/shape.ts';
import { shape as ceb303 } from './ceb303/shape.ts';
import { shape as ceb304 } from './ceb304/shape.ts';
import { shape as ceb311 } from './ceb311/shape.ts';
import { shape as ceb312 } from './ceb312/shape.ts';
import { shape as ceb403 } from './ceb403/shape.ts';
import { shape as ceb404 } from './ceb404/shape.ts';
import { shape as ceb411 } from './ceb411/shape.ts';
import { shape as ceb412 } from './ceb412/shape.ts';
import { shape as ceb505 } from './ceb505/shape.ts';
import { shape as ceb506 } from './ceb506/shape.ts';
import { shape as ceb507 } from './ceb507/shape.ts';
import { shape as ceb508 } from './ceb508/shape.ts';
import { shape as ceb509 } from './ceb509/shape.ts';
import { shape as ceb510 } from './ceb510/shape.ts';
import { shape as ceb511 } from './ceb511/shape.ts';
import { shape as ceb512 } from './ceb512/shape.ts';
import { shape as ceb513 } from './ceb513/shape.ts';
import { shape as ceb514 } from './ceb514/shape.ts';
import { shape as ceb603 } from './ceb603/shape.ts';
import { shape as ceb604 } from './ceb604/shape.ts';
import { shape as ceb605 } from './ceb605/shape.ts';
import { shape as ceb606 } from './ceb606/shape.ts';
import { shape as ceb607 } from './ceb607/shape.ts';
import { shape as ceb608 } from './ceb608/shape.ts';
import { shape as ceb621 } from './ceb621/shape.ts';
import { shape as ceb622 } from './ceb622/shape.ts';
import { shape as ceb623 } from './ceb623/shape.ts';
import { shape as ceb624 } from './ceb624/shape.ts';
import { shape as ceb625 } from './ceb625/shape.ts';
import { shape as ceb626 } from './ceb626/shape.ts';
import { shape as ceb701 } from './ceb701/shape.ts';
import { shape as ceb702 } from './ceb702/shape.ts';
import { shape as ceb711 } from './ceb711/shape.ts';
import { shape as ceb712 } from './ceb712/shape.ts';
import { shape as ceb792 } from './ceb792/shape.ts';
import { shape as ceb816 } from './ceb816/shape.ts';
import { shape as ceb818 } from './ceb818/shape.ts';
import { shape as ceb900 } from './ceb900/shape.ts';
import { shape as declarationForm } from './declaration-form/shape.ts';
import type { Document, MessageType, OwnType } from './document.ts';
import type { DocumentOfShape, HeadOfShape, LineOfShape, Shape } from './shape.ts';

/**
 * All message types of the 202205 annex, by root element, and behind them the documents of our own. A new type is a folder with its
 * shape and one line here.
 */
export const catalogue = {
  // import
  CEB311Message: ceb311,
  CEB312Message: ceb312,
  CEB411Message: ceb411,
  CEB412Message: ceb412,
  CEB511Message: ceb511,
  CEB512Message: ceb512,
  CEB513Message: ceb513,
  CEB514Message: ceb514,
  CEB621Message: ceb621,
  CEB622Message: ceb622,
  CEB623Message: ceb623,
  CEB624Message: ceb624,
  CEB625Message: ceb625,
  CEB626Message: ceb626,
  CEB711Message: ceb711,
  CEB712Message: ceb712,
  CEB816Message: ceb816,
  CEB818Message: ceb818,
  // export
  CEB213Message: ceb213,
  CEB214Message: ceb214,
  CEB215Message: ceb215,
  CEB216Message: ceb216,
  CEB303Message: ceb303,
  CEB304Message: ceb304,
  CEB403Message: ceb403,
  CEB404Message: ceb404,
  CEB505Message: ceb505,
  CEB506Message: ceb506,
  CEB507Message: ceb507,
  CEB508Message: ceb508,
  CEB509Message: ceb509,
  CEB510Message: ceb510,
  CEB603Message: ceb603,
  CEB604Message: ceb604,
  CEB605Message: ceb605,
  CEB606Message: ceb606,
  CEB607Message: ceb607,
  CEB608Message: ceb608,
  CEB701Message: ceb701,
  CEB702Message: ceb702,
  CEB792Message: ceb792,
  // import and export
  CEB900Message: ceb900,
  // our own: no message of the annex
  DeclarationForm: declarationForm,
} as const satisfies Readonly<Record<string, Shape>>;

/** Root element names of the catalogue. */
export type KnownType = keyof typeof catalogue;

/** Values of the head of a type under their official names: `HeadOf<'CEB621Message'>`. */
export type HeadOf<T extends KnownType> = HeadOfShape<(typeof catalogue)[T]>;
/** Values of one line of a type. */
export type LineOf<T extends KnownType> = LineOfShape<(typeof catalogue)[T]>;
/** A document of a known type that the format check accepts. */
export type DocumentOf<T extends KnownType> = DocumentOfShape<(typeof catalogue)[T]>;

/** The 42 types of the annex. */
export const messageTypes: readonly KnownType[] = (Object.keys(catalogue) as KnownType[]).filter(
  type => !isOwnType(type),
);

/** Documents of our own that are no messages of the annex. */
export const ownTypes: readonly OwnType[] = ['DeclarationForm'];

/** True for a document of our own: it comes as CSV, XLSX or JSON and has no XML. */
export function isOwnType(type: string): type is OwnType {
  return type === 'DeclarationForm';
}

export function isKnownType(type: string): type is KnownType {
  return Object.hasOwn(catalogue, type);
}

/** The shape of a type, or undefined when there is no such type. */
export function findShape(type: string): Shape | undefined {
  return isKnownType(type) ? catalogue[type] : undefined;
}

/** The shape of a type. Throws on a type that does not exist: ask `isKnownType` first for input from outside. */
export function shapeOf(type: MessageType): Shape {
  const shape = findShape(type);
  if (shape === undefined) throw new Error(`no such message type: ${type}`);
  return shape;
}

/**
 * Gives a document the type of its shape. True means only that the type is right: ask for documents that the format check accepts,
 * or required fields may be missing all the same.
 */
export function isDocumentOf<T extends KnownType>(document: Document, type: T): document is DocumentOf<T> {
  return document.type === type;
}
