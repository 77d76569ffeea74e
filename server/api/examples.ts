import { readFileSync } from 'node:fs';
import { caseKeyOf } from '../../cases/index.ts';
import {
  columnsOf,
  type Decoded,
  type Document,
  decodeXml,
  encodeJson,
  isKnownType,
} from '../../messages/index.ts';

/**
 * The parcel of the examples is `samples/right-set`: whoever seeds it (`demo/examples.ts`) can try every example of /openapi.json as
 * it stands.
 */
function sample(name: string): string {
  return readFileSync(new URL(`../../samples/right-set/${name}`, import.meta.url), 'utf8');
}

const orderXml = sample('order.xml');
const order: Decoded = decodeXml(Buffer.from(orderXml));
const orderHead: Readonly<Record<string, string>> = order.records[0]?.document.head ?? {};

export const exampleEbp = orderHead['ebpCode'] ?? '';
export const exampleBuyer = orderHead['buyerIdNumber'] ?? '';
export const exampleCaseKey = caseKeyOf(orderHead);

/** Bodies of the message routes: the same order as XML, JSON and CSV. */
export function envelopeExamples() {
  return {
    'application/xml': { schema: { type: 'string', examples: [orderXml] } },
    'application/json': { schema: { $ref: 'Message#', examples: [JSON.parse(orderJson())] } },
    'text/csv': { schema: { type: 'string', examples: [orderCsv()] } },
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
      schema: { type: 'string', format: 'binary' },
    },
  };
}

function orderJson(): string {
  if (!order.frame) throw new Error('the example order cannot be read');
  return encodeJson({ ...order.frame, documents: order.records.map(record => record.document) });
}

/** The order as a spreadsheet: one row per line, the columns that the template has and the order fills. */
function orderCsv(): string {
  const documents = order.records.map(record => record.document);
  const type = documents[0]?.type ?? '';
  if (!isKnownType(type)) throw new Error('the example order cannot be read');
  const filled = columnsOf(type).filter(({ part, field }) =>
    documents.some(document => valuesOf(document, part).some(values => values[field.name])),
  );
  const rows = documents.flatMap(document =>
    document.lines.map(line =>
      filled.map(({ part, field }) => (part === 'head' ? document.head : line)[field.name] ?? ''),
    ),
  );
  return [filled.map(({ label }) => label), ...rows]
    .map(row => `${row.map(cellText).join(',')}\r\n`)
    .join('');
}

function valuesOf(document: Document, part: 'head' | 'line') {
  return part === 'head' ? [document.head] : document.lines;
}

function cellText(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
