import { createHash } from 'node:crypto';
import { messageOf, senderOf } from '../../demo/index.ts';
import { type Document, encodeXml } from '../../messages/index.ts';
import { clearRecords } from '../../server/clearance/index.ts';
import { type Envelope, findEnvelope, keepEnvelopes, newEnvelopeId } from '../../server/gateway/index.ts';
import type { Platform } from '../../server/platform.ts';
import { rereadEnvelope } from '../../server/work.ts';
import type { Instant } from '../../shared/index.ts';

/** One document through the door in a transaction that the test can hold open: everything is done but the commit. */
export async function clearHeld(
  platform: Platform,
  document: Document,
  at: Instant,
  beforeCommit: () => Promise<void> = async () => undefined,
): Promise<void> {
  const sender =
    document.type === 'CEB513Message' ? (document.head['logisticsCode'] ?? '') : senderOf(document);
  const bytes = Buffer.from(encodeXml(messageOf(sender, [document], document.head['guid'] ?? '')));
  const envelope: Envelope = {
    id: newEnvelopeId(),
    receivedAt: at,
    orgCode: sender,
    keyId: 'kl_test',
    test: false,
    media: 'xml',
    type: document.type,
    digest: createHash('sha256').update(bytes).digest(),
    bytes,
    records: 1,
    meta: { contentType: 'application/xml', policy: 'if-present' },
  };
  await platform.database.transaction(async tx => {
    const edition = await platform.editions.under(tx);
    await keepEnvelopes(tx, platform.sealer(), [{ envelope, outcome: { state: 'done', results: [] } }]);
    const stored = await findEnvelope(tx, envelope.id);
    if (!stored) throw new Error('the envelope was not kept');
    const { incoming } = await rereadEnvelope(platform, stored, edition.law);
    await clearRecords(tx, platform.realm(false), edition, platform.judging, { incoming });
    await beforeCommit();
  });
}

/** Goes as far as the commit and waits there until `finish`. */
export async function holdOpen(
  platform: Platform,
  document: Document,
  at: Instant,
): Promise<{ finish(): void; readonly ended: Promise<void> }> {
  let finish: () => void = () => undefined;
  const held = new Promise<void>(resolve => {
    finish = resolve;
  });
  let reached: () => void = () => undefined;
  const written = new Promise<void>(resolve => {
    reached = resolve;
  });
  const ended = clearHeld(platform, document, at, async () => {
    reached();
    await held;
  });
  await Promise.race([written, ended]);
  return { finish, ended };
}

/** The second document is on its way while the first is about to commit; both end. */
export async function overlap(
  [one, two]: readonly [Platform, Platform],
  [first, second]: readonly [Document, Document | (() => Promise<unknown>)],
  at: Instant,
): Promise<void> {
  const { finish, ended } = await holdOpen(one, first, at);
  const other = typeof second === 'function' ? second() : clearHeld(two, second, at);
  await new Promise(resolve => setTimeout(resolve, 80));
  finish();
  await Promise.all([ended, other]);
}
