import type { Bilingual, Finding } from '../shared/index.ts';
import { FORMAT, findingOf } from './fault.ts';

/** Thrown inside a decoder to leave it at once; never leaves the room: the face turns it into `Decoded.refused`. */
export class Refusal extends Error {
  readonly code: string;
  readonly text: Bilingual;
  readonly value: string | null;

  constructor(code: string, text: Bilingual, value: string | null = null) {
    super(text.en);
    this.code = code;
    this.text = text;
    this.value = value;
  }
}

/** The finding of a message that cannot be read. `type` is empty when not even that is known. */
export function refusedFinding(refusal: Refusal, type: string): Finding {
  return findingOf(
    FORMAT,
    { document: { type, key: '' }, path: '', value: refusal.value, article: type || '报文格式' },
    { code: refusal.code, severity: 'reject', message: refusal.text },
  );
}

export function tooMany(what: Bilingual, max: number): Refusal {
  return new Refusal('limit', {
    zh: `${what.zh}超过上限 ${max}，请拆分后发送。`,
    en: `${what.en} exceed the limit of ${max}: split the message.`,
  });
}
