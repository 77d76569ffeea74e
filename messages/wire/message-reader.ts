import { type AssembleOptions, type Assembly, assembly } from '../assemble.ts';
import { catalogue, isKnownType, type KnownType } from '../catalogue.ts';
import type { DecodedRecord, Fields } from '../document.ts';
import { FORMAT } from '../fault.ts';
import type { Limits } from '../limits.ts';
import { type Notebook, notebook } from '../notebook.ts';
import { planOf } from '../plan.ts';
import { tooMany } from '../refusal.ts';
import { type PartReader, partReader } from './part-reader.ts';
import * as structure from './structure.ts';

/** What the reader is to do with an element that has just been opened. */
export type Verdict = 'enter' | 'pass' | 'pass-unknown' | 'capture-extend' | 'capture-signature';

/** The elements below the root, as the shape of the type has them: records, their parts, the tail. */
export interface MessageReader {
  open(local: string): Verdict;
  text(text: string): void;
  close(): void;
  /** Where an element of this name would stand. */
  placeOf(local: string): string;
  /** What is to be said about the record at hand, or about the message outside of records. */
  readonly notes: Notebook;
  readonly frameNotes: Notebook;
  readonly assembly: Assembly;
  readonly transfer: Fields | undefined;
  readonly subscribes: readonly Fields[];
}

const IMPORT_TAIL = ['BaseTransfer', 'BaseSubscribe', 'ExtendMessage', 'Signature'];
const EXPORT_TAIL = ['BaseTransfer', 'BaseSubscribe', 'Signature', 'ExtendMessage'];

const recordElements = new Set<string>(Object.values(catalogue).map(shape => shape.record));

type Level = 'root' | 'record' | 'part' | 'value';

export function messageReader(
  type: KnownType,
  limits: Limits,
  options: AssembleOptions,
  onRecord: (record: DecodedRecord) => void,
): MessageReader {
  const plan = planOf(type);
  const { shape } = plan;
  const tailOrder = shape.direction === 'export' ? EXPORT_TAIL : IMPORT_TAIL;
  const records = assembly(type, limits, options);
  const frameNotes = notebook();
  const part: PartReader = partReader(limits);
  const subscribes: Fields[] = [];
  let transfer: Fields | undefined;
  let notes = frameNotes;
  let level: Level = 'root';
  let inRecord = false;
  let tailReached = 0;
  let head: Fields | undefined;
  let lines: Fields[] = [];

  function underRoot(local: string): Verdict {
    if (local === shape.record) return openRecord();
    const place = tailOrder.indexOf(local) + 1;
    if (place === 0) {
      if (recordElements.has(local) || isKnownType(local)) throw structure.mixedTypes(shape.root, local);
      return 'pass-unknown';
    }
    if (plan.transfer === undefined) {
      frameNotes.note(FORMAT, local, undefined, structure.notHere(local));
      return 'pass';
    }
    if (place === tailReached && local !== 'BaseSubscribe') {
      frameNotes.note(FORMAT, local, undefined, structure.repeatedElement(local));
      return 'pass';
    }
    if (place < tailReached)
      frameNotes.note(FORMAT, local, undefined, structure.wrongOrder(local, tailName()));
    tailReached = Math.max(tailReached, place);
    return openTail(local);
  }

  function tailName(): string {
    return tailOrder[tailReached - 1] ?? '';
  }

  function openTail(local: string): Verdict {
    if (local === 'Signature') return 'capture-signature';
    if (local === 'ExtendMessage') return 'capture-extend';
    level = 'part';
    if (local === 'BaseTransfer') {
      const values = part.start(plan.transfer ?? plan.head, local, frameNotes);
      transfer ??= values;
      return 'enter';
    }
    if (subscribes.length >= limits.lines)
      throw tooMany({ zh: '订阅数量', en: 'Subscriptions' }, limits.lines);
    subscribes.push(
      part.start(plan.subscribe ?? plan.head, `${local}[${subscribes.length + 1}]`, frameNotes),
    );
    return 'enter';
  }

  function openRecord(): Verdict {
    if (tailReached > 0) {
      frameNotes.note(FORMAT, shape.record, undefined, structure.wrongOrder(shape.record, tailName()));
    }
    if (records.count >= limits.records) throw tooMany({ zh: '记录数量', en: 'Records' }, limits.records);
    inRecord = true;
    notes = notebook();
    head = undefined;
    lines = [];
    if (plan.flat) {
      head = part.start(plan.head, shape.record, notes);
      level = 'part';
    } else {
      level = 'record';
    }
    return 'enter';
  }

  function underRecord(local: string): Verdict {
    if (local === plan.head.element) {
      if (head !== undefined) {
        notes.note(FORMAT, local, undefined, structure.repeatedElement(local));
        return 'pass';
      }
      if (lines.length > 0)
        notes.note(FORMAT, local, undefined, structure.wrongOrder(local, plan.lines?.element ?? ''));
      head = part.start(plan.head, local, notes);
    } else if (local === plan.lines?.element) {
      if (lines.length >= limits.lines) throw tooMany({ zh: '商品项数量', en: 'Lines' }, limits.lines);
      lines.push(part.start(plan.lines, `${local}[${lines.length + 1}]`, notes));
    } else {
      return 'pass-unknown';
    }
    level = 'part';
    return 'enter';
  }

  function underPart(local: string): Verdict {
    const found = part.open(local);
    if (found === 'unknown') return 'pass-unknown';
    if (found === 'repeated') return 'pass';
    level = 'value';
    return 'enter';
  }

  function closeRecord(): void {
    inRecord = false;
    level = 'root';
    onRecord(records.record(head ?? {}, lines, notes));
    notes = frameNotes;
  }

  return {
    open(local) {
      switch (level) {
        case 'root':
          return underRoot(local);
        case 'record':
          return underRecord(local);
        case 'part':
          return underPart(local);
        case 'value':
          part.elementInValue(local);
          return 'pass';
      }
    },
    text(text) {
      if (level === 'value') part.add(text);
      else if (/[^ \t\r\n]/.test(text)) {
        const path = level === 'part' ? part.path : level === 'record' ? shape.record : '';
        notes.note(FORMAT, path, text.trim(), structure.strayText());
      }
    },
    close() {
      if (level === 'value') {
        part.close();
        level = 'part';
      } else if (level === 'record' || (inRecord && plan.flat)) closeRecord();
      else level = inRecord ? 'record' : 'root';
    },
    placeOf(local) {
      return level === 'part' ? `${part.path}/${local}` : local;
    },
    get notes() {
      return notes;
    },
    frameNotes,
    assembly: records,
    get transfer() {
      return transfer;
    },
    subscribes,
  };
}
