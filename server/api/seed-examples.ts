import { createHash } from 'node:crypto';
import { addWebhook, type Envelope, findEnvelope, keepEnvelopes } from '../gateway/index.ts';
import type { Platform } from '../platform.ts';
import {
  exampleEbp,
  exampleEnvelope,
  exampleOrderCsv,
  exampleSample,
  exampleSheet,
  exampleWaitingOrderNo,
  exampleWebhook,
} from './examples.ts';

interface Example {
  readonly id: string;
  readonly sender: string;
  readonly media: Envelope['media'];
  readonly contentType: string;
  readonly text: string;
}

/**
 * Seeds what the examples of /openapi.json ask about: the parcel of `samples/right-set`, the same order as a sheet, an order that waits,
 * and a stopped webhook. The enterprises of the demo zone must be registered. Does nothing the second time.
 *
 * The envelopes need ids that the interface can name in advance, so they are put down as kept and worked through like what an earlier
 * process left behind.
 */
export async function seedExamples(platform: Platform): Promise<void> {
  if (await findEnvelope(platform.database, exampleEnvelope)) return;
  const at = platform.now();
  const sealer = platform.sealer();
  await platform.database.transaction(tx =>
    keepEnvelopes(
      tx,
      sealer,
      examples().map(example => ({
        envelope: envelopeOf(example, at),
        outcome: { state: 'kept' as const, results: [] },
      })),
    ),
  );
  await platform.flow.resume();
  await addWebhook(
    platform.database,
    sealer,
    { orgCode: exampleEbp, test: false },
    { id: exampleWebhook, url: 'https://erp.example.com/quantong', at, stopped: true },
  );
}

function examples(): readonly Example[] {
  const xml = (id: string, text: string): Example => ({
    id,
    sender: /<ceb:copCode>([^<]*)</.exec(text)?.[1] ?? '',
    media: 'xml',
    contentType: 'application/xml',
    text,
  });
  const order = exampleSample('order.xml');
  return [
    xml(exampleEnvelope, order),
    xml('00000000-0000-4000-8000-000000000411', exampleSample('payment.xml')),
    xml('00000000-0000-4000-8000-000000000511', exampleSample('waybill.xml')),
    xml('00000000-0000-4000-8000-000000000621', exampleSample('list.xml')),
    {
      id: exampleSheet,
      sender: exampleEbp,
      media: 'csv',
      contentType: 'text/csv',
      text: exampleOrderCsv(),
    },
    xml('00000000-0000-4000-8000-000000000312', waiting(order)),
    {
      id: '00000000-0000-4000-8000-0000000000f0',
      sender: exampleEbp,
      media: 'csv',
      contentType: 'text/csv',
      text: exampleSample('form.csv', 'declaration-form'),
    },
  ];
}

/** The order under another number, of which no other document will ever come. */
function waiting(order: string): string {
  return order
    .replace(/(<ceb:orderNo>)[^<]*/, `$1${exampleWaitingOrderNo}`)
    .replace(/(<ceb:payTransactionId>)[^<]*/, '$1DEMOZF-EXAMPLE-WAITS')
    .replace(/(<ceb:guid>)[^<]*/, '$100000000-0000-4000-8000-00000000A311');
}

function envelopeOf({ id, sender, media, contentType, text }: Example, at: number): Envelope {
  const bytes = Buffer.from(text);
  return {
    id,
    receivedAt: at,
    orgCode: sender,
    keyId: 'demo-examples',
    test: false,
    media,
    digest: createHash('sha256').update(bytes).digest(),
    bytes,
    records: 1,
    meta: { contentType, policy: 'if-present' },
  };
}
