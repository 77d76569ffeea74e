export { type AnnotateOptions, annotateSheet } from './annotate.ts';
export { columnsOf, type SheetColumn } from './columns.ts';
export { type DecodeSheetOptions, decodeSheet, type SheetDecoded } from './decode.ts';
export type { Fill } from './gather.ts';
export { sheetTemplate, type TemplateOptions } from './template.ts';
