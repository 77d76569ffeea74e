import type { Finding } from '../shared/index.ts';
import { businessKey } from './business-key.ts';
import { type CheckOptions, checkDocument, checkFrame, countFault } from './check.ts';
import type { DecodedRecord, Document, Fields, MessageFrame, MessageType } from './document.ts';
import { CONTENT, type Fault, FORMAT, findingOf } from './fault.ts';
import type { Limits } from './limits.ts';
import type { Notebook } from './notebook.ts';
import { planOf } from './plan.ts';
import { Refusal } from './refusal.ts';

/** Puts decoded records together with what is to be said about them; serves every wire format. Throws `Refusal` at the limit of faults. */
export interface Assembly {
  /** The next record of the message, checked. `structure` is what the reader had to say about it. */
  record(head: Fields, lines: readonly Fields[], structure: Notebook): DecodedRecord;
  /** What is to be said about the message itself, when all records have passed. */
  finish(frame: MessageFrame, structure: Notebook): readonly Finding[];
  readonly count: number;
}

export interface AssembleOptions extends CheckOptions {
  /** False: decode only; findings are those of the structure. */
  readonly check?: boolean | undefined;
}

export function assembly(type: MessageType, limits: Limits, options: AssembleOptions): Assembly {
  const { shape, recordsMax } = planOf(type);
  const check = options.check !== false;
  const sent = shape.kind === 'declaration' || shape.kind === 'agreed';
  const repeats = sent && check ? repeatWatch() : undefined;
  let count = 0;
  let faults = 0;
  return {
    record(head, lines, structure) {
      const document: Document = { type, head, lines };
      const index = count++;
      const findings: Finding[] = [];
      if (!structure.empty) findings.push(...structure.findings({ type, key: businessKey(document) }));
      if (check) findings.push(...checkDocument(document, options));
      const repeated = repeats?.(document, index);
      if (repeated !== undefined) findings.push(...repeated);
      for (const { severity } of findings) if (severity === 'reject') faults++;
      if (faults > limits.faults) throw tooManyFaults(limits.faults);
      return { index, document, findings };
    },
    finish(frame, structure) {
      const document = { type, key: '' };
      const findings = [...structure.findings(document)];
      if (check) findings.push(...checkFrame(frame));
      const tell = (fault: Fault) =>
        findings.push(
          findingOf(
            FORMAT,
            { document, path: shape.record, value: null, article: `${type} ${shape.record}` },
            fault,
          ),
        );
      if (count > recordsMax) tell(countFault(shape.record, recordsMax, count));
      if (count === 0) {
        tell({
          code: 'missing',
          severity: 'reject',
          message: { zh: `报文中没有 ${shape.record}。`, en: `The message has no ${shape.record}.` },
        });
      }
      return findings;
    },
    get count() {
      return count;
    },
  };
}

function tooManyFaults(max: number): Refusal {
  return new Refusal('too-many-faults', {
    zh: `报文的问题超过 ${max} 处，已停止读取，请检查生成报文的程序。`,
    en: `The message has more than ${max} faults; reading was stopped: look at the program that makes it.`,
  });
}

/** Tells when a guid or a business key occurs a second time in one message. Receipts may repeat; declarations may not. */
function repeatWatch(): (document: Document, index: number) => readonly Finding[] | undefined {
  const guids = new Map<string, number>();
  const keys = new Map<string, number>();
  return (document, index) => {
    const { type, head } = document;
    const key = businessKey(document);
    const { shape } = planOf(type);
    const guid = head['guid'] ?? '';
    const firstGuid = seenBefore(guids, guid, index);
    const firstKey = seenBefore(keys, key, index);
    if (firstGuid === undefined && firstKey === undefined) return undefined;
    const findings: Finding[] = [];
    const tell = (field: string, value: string, fault: Fault) => {
      const path = `${shape.head.element}/${field}`;
      findings.push(
        findingOf(CONTENT, { document: { type, key }, path, value, article: `${type} ${path}` }, fault),
      );
    };
    if (firstGuid !== undefined) {
      tell('guid', guid, {
        code: 'guid-repeated',
        severity: 'reject',
        message: {
          zh: `系统唯一序号（guid）与本报文第 ${firstGuid + 1} 条记录重复，请重新生成。`,
          en: `The guid is also that of record ${firstGuid + 1} of this message: make a new one.`,
        },
      });
    }
    if (firstKey !== undefined) {
      tell(shape.key.at(-1) ?? 'guid', key, {
        code: 'key-repeated',
        severity: 'reject',
        message: {
          zh: `业务主键（${shape.key.join('、')}）与本报文第 ${firstKey + 1} 条记录重复。`,
          en: `The business key (${shape.key.join(', ')}) is also that of record ${firstKey + 1} of this message.`,
        },
      });
    }
    return findings;
  };
}

function seenBefore(seen: Map<string, number>, text: string, index: number): number | undefined {
  if (text === '') return undefined;
  const first = seen.get(text);
  // A slice of the message text would keep all of it in memory: the copy stands alone.
  if (first === undefined) seen.set(Buffer.from(text).toString(), index);
  return first;
}
