import { readFileSync } from 'node:fs';

/** The parcel of the examples: the demo zone seeds it, so that every example of /openapi.json can be tried as it stands. */
export const exampleEbp = '3701DEMOP1';
export const exampleOrderNo = 'DEMO-EXAMPLE-0001';
export const exampleCaseKey = `${exampleEbp}|${exampleOrderNo}`;

function sample(name: string): string {
  return readFileSync(new URL(`../../samples/right-set/${name}`, import.meta.url), 'utf8');
}

/** Bodies of the message routes: one official message as XML, and the JSON and CSV forms. */
export function envelopeExamples() {
  const order = sample('order.xml');
  return {
    'application/xml': { schema: { type: 'string', examples: [order] } },
    'application/json': { schema: { $ref: 'Message#' } },
    'text/csv': { schema: { type: 'string' } },
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: { type: 'string', format: 'binary' } },
  };
}
