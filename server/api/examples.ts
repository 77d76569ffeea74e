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
 * The parcel of the examples is `samples/right-set`: whoever seeds it (`seedExamples`) can try every example of /openapi.json as
 * it stands.
 */
export function exampleSample(name: string, folder = 'right-set'): string {
  return readFileSync(new URL(`../../samples/${folder}/${name}`, import.meta.url), 'utf8');
}

const orderXml = exampleSample('order.xml');
const order: Decoded = decodeXml(Buffer.from(orderXml));
const orderHead: Readonly<Record<string, string>> = order.records[0]?.document.head ?? {};

export const exampleEbp = orderHead['ebpCode'] ?? '';
export const exampleBuyer = orderHead['buyerIdNumber'] ?? '';
export const exampleCaseKey = caseKeyOf(orderHead);

/** Bodies of the message routes: the same order as XML, JSON and CSV. */
export function envelopeExamples() {
  return {
    'application/xml': { schema: { type: 'string', examples: [orderXml] } },
    'application/json': {
      schema: { allOf: [{ $ref: 'Message#' }], examples: [JSON.parse(orderJson())] },
    },
    'text/csv': { schema: { type: 'string', examples: [exampleOrderCsv()] } },
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
export function exampleOrderCsv(): string {
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

/** Ids under which `seedExamples` seeds what the examples ask about. */
export const exampleEnvelope = '00000000-0000-4000-8000-000000000311';
export const exampleSheet = '00000000-0000-4000-8000-0000000003c5';
export const exampleWebhook = 'wh_0000000000000000';

/** Declaration number of `samples/declaration-form/form.csv`. */
export const exampleForm = '434120260000000099';

/** A case that waits for its other documents: an officer can act on it again and again. */
export const exampleWaitingOrderNo = 'DEMO-EXAMPLE-WAITS';
export const exampleWaitingCaseKey = caseKeyOf({ ...orderHead, orderNo: exampleWaitingOrderNo });

/** A self-signed demo certificate; nobody holds its key any more. */
export const exampleCertificate =
  'MIIBQzCB6QIIASNFZ4mrze8wCgYIKoEcz1UBg3UwKDEmMCQGA1UEAwwd5ryU56S66K+B5LmmIGRlbW8gY2VydGlmaW' +
  'NhdGUwIhgPMjAyNDAxMDEwMDAwMDBaGA8yMDQ0MDEwMTAwMDAwMFowKDEmMCQGA1UEAwwd5ryU56S66K+B5LmmIGRl' +
  'bW8gY2VydGlmaWNhdGUwWTATBgcqhkjOPQIBBggqgRzPVQGCLQNCAASc7Ie6Jm26oDn27z78PqV/dY+KpXnMxC/RN7' +
  '2mfc5PkhV3OpjEUqfcwqDf6tpJvAbOddw3fYxXVfFPWkUxYkAfMAoGCCqBHM9VAYN1A0kAMEYCIQDOs5XSQZCcVt1A' +
  'voI19sjSIkI9K4NoUnThE/gVz4ruqgIhAMPd9GZ1ZadK2ptiNyTBFn2Eql/88j3cpABcEbctuaEm';
