import { KeyUsed, type Settled } from './gateway/index.ts';
import { type Acknowledgement, ALREADY_READ, type Work } from './work.ts';

/** What goes to the thread that settles: work without what only the reader needs. Plain values, so that a copy is the same. */
export type WorkSent = Omit<Work, 'read'> & {
  readonly refusal: Work['read']['refusal'];
  readonly findings: Work['read']['decoded']['findings'];
};

/** What comes back of one piece of work. */
export type SettledSent =
  | { readonly ok: true; readonly value: Omit<Acknowledgement, 'envelope' | 'read'> }
  | { readonly ok: false; readonly used: { readonly envelopeId: string; readonly sameBody: boolean } };

export interface BatchSent {
  readonly id: number;
  readonly batch: readonly WorkSent[];
}

export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'alarm'; readonly what: string; readonly reason: string }
  | { readonly kind: 'settled'; readonly id: number; readonly settled: readonly SettledSent[] }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly code?: string };

export function workSent({ envelope, incoming, law, refused, read }: Work): WorkSent {
  return {
    envelope,
    incoming,
    law,
    ...(refused ? { refused } : {}),
    refusal: read.refusal,
    findings: read.decoded.findings,
  };
}

/** The work as it was read; bytes are byte strings again (a copy arrives as plain bytes). */
export function workReceived({ refusal, findings, envelope, ...work }: WorkSent): Work {
  return {
    ...work,
    envelope: { ...envelope, bytes: bytesOf(envelope.bytes), digest: bytesOf(envelope.digest) },
    read: {
      media: envelope.media,
      decoded: { ...ALREADY_READ, findings },
      ...(refusal ? { refusal } : {}),
    },
  };
}

function bytesOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function settledSent(settled: readonly Settled<Acknowledgement>[]): readonly SettledSent[] {
  return settled.map(one => {
    if (one.ok) {
      const { outcome, findings, records } = one.value;
      return { ok: true, value: { outcome, findings, records } };
    }
    if (!(one.error instanceof KeyUsed)) throw one.error;
    const { envelopeId, sameBody } = one.error;
    return { ok: false, used: { envelopeId, sameBody } };
  });
}

export function settledReceived(
  batch: readonly Work[],
  sent: readonly SettledSent[],
): readonly Settled<Acknowledgement>[] {
  return batch.map((work, index) => {
    const one = sent[index];
    if (!one) throw new Error('no result for an item of the batch');
    return one.ok
      ? { ok: true, value: { ...one.value, envelope: work.envelope, read: work.read } }
      : { ok: false, error: new KeyUsed(one.used.envelopeId, one.used.sameBody) };
  });
}
