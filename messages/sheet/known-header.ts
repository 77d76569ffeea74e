import { messageTypes, ownTypes, shapeOf } from '../catalogue.ts';
import type { MessageType } from '../document.ts';
import { headerForm, headerIndex } from './columns.ts';

/** Rows that may stand above the data: titles and the header. */
export const HEADER_ROWS = 10;

/** Types a sheet may be of when nobody says: what enterprises send. */
export const candidates: readonly MessageType[] = [
  ...messageTypes.filter(type => shapeOf(type).kind === 'declaration'),
  ...ownTypes,
];

/** Tells whether a text names a column of the type, or of any type that may be sent. */
export function isHeaderOf(type: MessageType | undefined): (text: string) => boolean {
  const types = type === undefined ? candidates : [type];
  return text => {
    const form = headerForm(text);
    return form !== '' && types.some(it => headerIndex(it).has(form));
  };
}
