import { shippedLaw } from '../law/index.ts';
import {
  checkDocument,
  decodeXml,
  encodeXml,
  exampleMessage,
  type Message,
  messageTypes,
  shapeOf,
} from '../messages/index.ts';
import { timesPerSecond } from './pace.ts';

export interface TypeFigures {
  readonly type: string;
  /** Records of the message: a hundred where the annex allows as many. */
  readonly records: number;
  /** Bytes of XML per record. */
  readonly bytes: number;
  /** Records per second on one core: reading, reading with the checks of form and content, writing. */
  readonly decode: number;
  readonly decodeAndCheck: number;
  readonly encode: number;
}

const RECORDS = 100;

/** How fast each of the official types is read and written, over an example in which every field is there. */
export function measureTypes({ seconds }: { seconds: number }): readonly TypeFigures[] {
  const codes = shippedLaw();
  return messageTypes.map(type => {
    const { recordsMax } = shapeOf(type);
    const records = recordsMax === 'unbounded' ? RECORDS : Math.min(RECORDS, recordsMax);
    const one = exampleMessage(type);
    const [document] = one.documents;
    const message: Message = {
      ...one,
      documents: document ? Array.from({ length: records }, () => document) : [],
    };
    const body = Buffer.from(encodeXml(message));
    const share = seconds / 3;
    const per = (work: () => void) => timesPerSecond(work, share) * records;
    return {
      type,
      records,
      bytes: Math.round(body.length / records),
      decode: per(() => decodeXml(body, { check: false })),
      decodeAndCheck: per(() => {
        for (const it of decodeXml(body, { check: false }).records) checkDocument(it.document, { codes });
      }),
      encode: per(() => encodeXml(message)),
    };
  });
}
