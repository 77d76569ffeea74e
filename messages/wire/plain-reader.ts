import { type AssembleOptions, type Assembly, assembly } from '../assemble.ts';
import { isKnownType, type KnownType } from '../catalogue.ts';
import type { DecodedRecord, Fields, MessageFrame } from '../document.ts';
import { CEB_NAMESPACE } from '../frame.ts';
import type { Limits } from '../limits.ts';
import { type Notebook, notebook } from '../notebook.ts';
import { type PartPlan, type Plan, planOf } from '../plan.ts';
import { Refusal } from '../refusal.ts';

/** A message in plain form, read to its end. */
export interface PlainMessage {
  readonly frame: MessageFrame;
  readonly notes: Notebook;
  readonly assembly: Assembly;
  readonly records: readonly DecodedRecord[];
}

/**
 * Reads a message in the plain form in which almost all are written: elements in the order of the schema, no attributes below the
 * root, no references, comments, CDATA or signature. Follows the text with what must come next and compares, so nothing is tokenised.
 * Gives `undefined` as soon as anything is out of the ordinary, also what would be a finding of the structure: then the reader reads
 * the message from its start and tells what there is to tell. Both give the same for every plain message.
 */
export function readPlain(text: string, limits: Limits, options: AssembleOptions): PlainMessage | undefined {
  const root = rootOf(text);
  if (root === undefined) return undefined;
  try {
    return readRecords(text, root, limits, options);
  } catch (error) {
    // The reader comes to the same refusal, and knows what was complete before it.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

interface Root {
  readonly type: KnownType;
  /** `ceb:` or nothing. */
  readonly prefix: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Where the root's content begins. */
  readonly at: number;
}

const START =
  /^(?:<\?xml version="1\.0"(?: encoding="[A-Za-z][\w.-]*")?(?: standalone="(?:yes|no)")? ?\?>)?[ \n]*<(?:([A-Za-z_]\w*):)?(CEB\d{3}Message)((?: [\w:]+="[^"<&\t\n\r]*")+) ?>/;
const ATTRIBUTE = / ([\w:]+)="([^"]*)"/g;

function rootOf(text: string): Root | undefined {
  const found = START.exec(text.slice(0, 2000));
  if (!found) return undefined;
  const [all, prefix, type = '', said = ''] = found;
  if (!isKnownType(type)) return undefined;
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of said.matchAll(ATTRIBUTE)) {
    const usual = name === 'guid' || name === 'version' || name === 'xmlns' || name.startsWith('xmlns:');
    if (!usual || attributes.has(name) || !isClean(value)) return undefined;
    attributes.set(name, value);
  }
  const namespace = attributes.get(prefix === undefined ? 'xmlns' : `xmlns:${prefix}`);
  if (namespace !== CEB_NAMESPACE) return undefined;
  return { type, prefix: prefix === undefined ? '' : `${prefix}:`, attributes, at: all.length };
}

function isClean(value: string): boolean {
  for (let at = 0; at < value.length; at++) if (!isPlainSign(value.charCodeAt(at))) return false;
  return true;
}

const TAB = 0x09;
const LINE = 0x0a;
const SPACE = 0x20;
const AMPERSAND = 0x26;
const LESS = 0x3c;
const GREATER = 0x3e;

/** Signs that stand for themselves; what needs a second look (surrogates, `]]>`, references, carriage returns) is left to the reader. */
function isPlainSign(code: number): boolean {
  if (code < SPACE) return code === TAB || code === LINE;
  if (code < 0xd800) return code !== AMPERSAND && code !== GREATER && code !== LESS;
  return code >= 0xe000 && code <= 0xfffd;
}

/** Tags of a part, ready to be compared. */
interface Tags {
  readonly part: PartPlan;
  readonly open: string;
  readonly close: string;
  readonly names: readonly string[];
  readonly opens: readonly string[];
  readonly closes: readonly string[];
}

interface MessageTags {
  readonly recordOpen: string;
  readonly recordClose: string;
  readonly head: Tags;
  readonly lines?: Tags;
  readonly transfer?: Tags;
  readonly subscribe?: Tags;
}

const tagsOfTypes = new Map<string, MessageTags>();

function tagsOf(plan: Plan, type: KnownType, prefix: string): MessageTags {
  const name = `${prefix}${type}`;
  const known = tagsOfTypes.get(name);
  if (known) return known;
  const { record } = plan.shape;
  const of = (part: PartPlan): Tags => ({
    part,
    open: `<${prefix}${part.element}>`,
    close: `</${prefix}${part.element}>`,
    names: part.fields.map(field => field.name),
    opens: part.fields.map(field => `<${prefix}${field.name}>`),
    closes: part.fields.map(field => `</${prefix}${field.name}>`),
  });
  const made = {
    recordOpen: `<${prefix}${record}>`,
    recordClose: `</${prefix}${record}>`,
    head: of(plan.head),
    ...(plan.lines && { lines: of(plan.lines) }),
    ...(plan.transfer && { transfer: of(plan.transfer) }),
    ...(plan.subscribe && { subscribe: of(plan.subscribe) }),
  };
  // Prefixes are the senders' choice: those of ordinary messages are few and short. A long one is a slice of its message's text.
  if (tagsOfTypes.size < 200 && prefix.length < 12) tagsOfTypes.set(name, made);
  return made;
}

function readRecords(
  text: string,
  { type, prefix, attributes, at: begin }: Root,
  limits: Limits,
  options: AssembleOptions,
): PlainMessage | undefined {
  const plan = planOf(type);
  const tags = tagsOf(plan, type, prefix);
  const records = assembly(type, limits, options);
  const notes = notebook();
  const decoded: DecodedRecord[] = [];
  const subscribes: Fields[] = [];
  let transfer: Fields | undefined;
  let elements = 0;
  let at = begin;
  /** Where the part after `fields` went on; −1: not plain. */
  let end = -1;

  /** The fields of a part from `from` to its end tag, which is passed. */
  const fields = (part: Tags, from: number, close: string): Fields => {
    const values: Record<string, string> = {};
    const { names, opens, closes } = part;
    let next = blanks(text, from);
    end = -1;
    for (let index = 0; index < names.length; index++) {
      const open = opens[index] ?? '';
      if (!text.startsWith(open, next)) continue;
      const begins = next + open.length;
      const ends = valueEnd(text, begins);
      const shut = closes[index] ?? '';
      if (ends < 0 || ends - begins > limits.value || !text.startsWith(shut, ends)) return values;
      values[names[index] ?? ''] = text.slice(begins, ends);
      elements++;
      next = blanks(text, ends + shut.length);
    }
    if (text.startsWith(close, next)) end = blanks(text, next + close.length);
    return values;
  };

  for (at = blanks(text, at); text.startsWith(tags.recordOpen, at); ) {
    if (records.count >= limits.records || elements > limits.elements) return undefined;
    const lines: Fields[] = [];
    let head: Fields;
    if (plan.flat) {
      head = fields(tags.head, at + tags.recordOpen.length, tags.recordClose);
      if (end < 0) return undefined;
      at = end;
    } else {
      at = blanks(text, at + tags.recordOpen.length);
      if (!text.startsWith(tags.head.open, at)) return undefined;
      head = fields(tags.head, at + tags.head.open.length, tags.head.close);
      if (end < 0) return undefined;
      at = end;
      const { lines: line } = tags;
      while (line && text.startsWith(line.open, at)) {
        if (lines.length >= limits.lines) return undefined;
        lines.push(fields(line, at + line.open.length, line.close));
        if (end < 0) return undefined;
        elements++;
        at = end;
      }
      if (!text.startsWith(tags.recordClose, at)) return undefined;
      at = blanks(text, at + tags.recordClose.length);
      elements += 2;
    }
    decoded.push(records.record(head, lines, notes));
  }
  if (tags.transfer && text.startsWith(tags.transfer.open, at)) {
    transfer = fields(tags.transfer, at + tags.transfer.open.length, tags.transfer.close);
    if (end < 0) return undefined;
    at = end;
  }
  while (tags.subscribe && text.startsWith(tags.subscribe.open, at)) {
    if (subscribes.length >= limits.lines) return undefined;
    subscribes.push(fields(tags.subscribe, at + tags.subscribe.open.length, tags.subscribe.close));
    if (end < 0) return undefined;
    at = end;
  }
  const close = `</${prefix}${type}>`;
  if (!text.startsWith(close, at) || blanks(text, at + close.length) !== text.length) return undefined;
  if (elements > limits.elements) return undefined;
  const frame: MessageFrame = {
    type,
    guid: attributes.get('guid') ?? '',
    version: attributes.get('version') ?? '',
    subscribes,
    ...(transfer && { transfer }),
  };
  return { frame, notes, assembly: records, records: decoded };
}

function blanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== SPACE && code !== LINE && code !== TAB) return at;
    at++;
  }
}

/** Where the value that begins here meets the next tag; −1 when a sign in it needs the reader. */
function valueEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LESS) return at;
    if (!isPlainSign(code)) return -1;
  }
  return -1;
}
