import { isUtf8 } from 'node:buffer';
import { type Assembly, assembly } from '../assemble.ts';
import { isKnownType, type KnownType } from '../catalogue.ts';
import type { Decoded, DecodedRecord, Fields, MessageFrame } from '../document.ts';
import { FORMAT } from '../fault.ts';
import { defaultLimits, type Limits } from '../limits.ts';
import { type Notebook, notebook } from '../notebook.ts';
import { type PartPlan, planOf } from '../plan.ts';
import { Refusal, refusedFinding, tooMany } from '../refusal.ts';
import type { DecodeOptions } from '../wire/decode.ts';
import { impossible } from '../xml-characters.ts';
import { numberText } from './number-text.ts';
import * as structure from './structure.ts';
import { type Json, type Member, readJson } from './tokens.ts';

/**
 * Reads one message written as JSON: `{ "type", "guid", "version", "transfer": {…}, "subscribes": [{…}], "documents": [{ "head": {…},
 * "lines": [{…}] }] }`, values as strings under the official field names; `null` means absent. Same answer as `decodeXml`; a
 * number is taken when its digits survive as a float, else it is a finding. Never throws on input.
 */
export function decodeJson(bytes: Uint8Array, options: DecodeOptions = {}): Decoded {
  const limits = { ...defaultLimits, ...options.limits };
  const records: DecodedRecord[] = [];
  const encoding = { used: 'utf-8' };
  let type: KnownType | undefined;
  try {
    const members = membersOf(readJson(textOf(bytes, limits), limits));
    if (members === undefined) throw notAMessage();
    checkNames(members);
    type = typeOf(members);
    const notes = notebook();
    const reading: Reading = { limits, records: assembly(type, limits, options), type };
    const frame = readMessage(members, reading, notes, records);
    return { frame, encoding, records, findings: reading.records.finish(frame, notes) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { encoding, records, findings: [], refused: refusedFinding(error, type ?? '') };
  }
}

interface Reading {
  readonly limits: Limits;
  readonly records: Assembly;
  readonly type: KnownType;
}

function textOf(bytes: Uint8Array, limits: Limits): string {
  if (bytes.length > limits.bytes) {
    throw new Refusal('too-large', {
      zh: `报文超过 ${limits.bytes} 字节的上限，请拆分后发送。`,
      en: `The message exceeds the limit of ${limits.bytes} bytes: split it.`,
    });
  }
  if (bytes.length === 0) throw new Refusal('empty', { zh: '报文为空。', en: 'The message is empty.' });
  if (!isUtf8(bytes)) {
    throw new Refusal('encoding', {
      zh: 'JSON 报文必须使用 UTF-8 编码。',
      en: 'A JSON message must be in UTF-8.',
    });
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function notAMessage(): Refusal {
  return new Refusal('wrong-root', {
    zh: 'JSON 报文应为一个对象，含 type、guid、version、transfer 和 documents。',
    en: 'A JSON message is an object with type, guid, version, transfer and documents.',
  });
}

function membersOf(json: Json | undefined): readonly Member[] | undefined {
  return json?.kind === 'object' ? json.members : undefined;
}

/** Refuses, anywhere in the message, names that could reach into an object's prototype. */
function checkNames(members: readonly Member[]): void {
  for (const { name, value } of members) {
    structure.refusePrototype(name);
    visit(value);
  }
}

function visit(value: Json): void {
  if (value.kind === 'object') checkNames(value.members);
  else if (value.kind === 'array') value.items.forEach(visit);
}

function typeOf(members: readonly Member[]): KnownType {
  const value = members.find(member => member.name === 'type')?.value;
  const type = value?.kind === 'string' ? value.text : '';
  if (isKnownType(type)) return type;
  throw new Refusal(
    /^CEB\d+Message$/.test(type) ? 'unknown-type' : 'wrong-root',
    {
      zh: `type 应为跨境统一版的报文类型，例如 CEB621Message，实为“${type.slice(0, 40)}”。`,
      en: `type must be a message type of the unified version such as CEB621Message, it is "${type.slice(0, 40)}".`,
    },
    type,
  );
}

const FRAME = new Set([
  'type',
  'guid',
  'version',
  'transfer',
  'subscribes',
  'documents',
  'namespaces',
  'extend',
  'signature',
]);

function readMessage(
  members: readonly Member[],
  reading: Reading,
  notes: Notebook,
  out: DecodedRecord[],
): MessageFrame {
  const { type } = reading;
  const found = new Map<string, Json>();
  for (const { name, value } of members) {
    if (!FRAME.has(name)) notes.note(FORMAT, name, undefined, structure.unknownMember(name));
    else if (found.has(name)) notes.note(FORMAT, name, undefined, structure.repeatedMember(name));
    else if (value.kind !== 'word' || value.text !== 'null') found.set(name, value);
  }
  const text = (name: string): string | undefined => {
    const value = found.get(name);
    if (value === undefined) return undefined;
    if (value.kind === 'string') return possible(value.text);
    notes.note(FORMAT, name, undefined, structure.wrongKind(name, '字符串', 'a string'));
    return undefined;
  };
  const part = (plan: PartPlan, path: string, value: Json | undefined): Fields | undefined => {
    if (value === undefined) return undefined;
    return readPart(plan, path, value, notes);
  };
  const documents = itemsOf(found.get('documents'), 'documents', notes);
  for (const item of documents) out.push(readDocument(item, reading));
  const plan = planOf(type);
  if (plan.transfer === undefined) {
    for (const name of ['transfer', 'subscribes', 'extend', 'signature']) {
      if (found.has(name) && !isEmptyArray(found.get(name)))
        notes.note(FORMAT, name, undefined, structure.memberNotHere(name));
      found.delete(name);
    }
  }
  const subscribes = itemsOf(found.get('subscribes'), 'subscribes', notes).map((item, index) =>
    readPart(plan.subscribe ?? plan.head, `BaseSubscribe[${index + 1}]`, item, notes),
  );
  const transfer = part(plan.transfer ?? plan.head, 'BaseTransfer', found.get('transfer'));
  const namespaces = namespacesOf(found.get('namespaces'), notes);
  const extend = text('extend');
  const signature = text('signature');
  return {
    type,
    guid: text('guid') ?? '',
    version: text('version') ?? '',
    subscribes,
    ...(transfer !== undefined && { transfer }),
    ...(namespaces !== undefined && { namespaces }),
    ...(extend !== undefined && { extend }),
    ...(signature !== undefined && { signature }),
  };
}

function isEmptyArray(value: Json | undefined): boolean {
  return value?.kind === 'array' && value.items.length === 0;
}

function itemsOf(value: Json | undefined, name: string, notes: Notebook): readonly Json[] {
  if (value === undefined) return [];
  if (value.kind === 'array') return value.items;
  notes.note(FORMAT, name, undefined, structure.wrongKind(name, '数组', 'an array'));
  return [];
}

function namespacesOf(value: Json | undefined, notes: Notebook): Fields | undefined {
  if (value === undefined) return undefined;
  const namespaces: Record<string, string> = {};
  for (const member of membersOf(value) ?? []) {
    if (member.value.kind === 'string') namespaces[member.name] = possible(member.value.text);
    else
      notes.note(
        FORMAT,
        `namespaces/${member.name}`,
        undefined,
        structure.wrongKind(member.name, '字符串', 'a string'),
      );
  }
  return namespaces;
}

function readDocument(item: Json, { limits, records, type }: Reading): DecodedRecord {
  const { head: headPlan, lines: linesPlan } = planOf(type);
  if (records.count >= limits.records) throw tooMany({ zh: '记录数量', en: 'Documents' }, limits.records);
  const notes = notebook();
  let head: Fields | undefined;
  let lines: Fields[] | undefined;
  const members = membersOf(item);
  if (members === undefined)
    notes.note(FORMAT, '', undefined, structure.wrongKind('documents', '对象的数组', 'an array of objects'));
  for (const { name, value } of members ?? []) {
    if ((name === 'head' && head !== undefined) || (name === 'lines' && lines !== undefined)) {
      notes.note(FORMAT, name, undefined, structure.repeatedMember(name));
    } else if (name === 'head') {
      head = readPart(headPlan, headPlan.element, value, notes);
    } else if (name === 'lines') {
      const items = itemsOf(value, name, notes);
      if (items.length > limits.lines) throw tooMany({ zh: '商品项数量', en: 'Lines' }, limits.lines);
      const plan = linesPlan ?? {
        ...headPlan,
        element: name,
        fields: [],
        byName: new Map(),
        numbered: undefined,
      };
      lines = items.map((line, index) => readPart(plan, `${plan.element}[${index + 1}]`, line, notes));
    } else {
      notes.note(FORMAT, name, undefined, structure.unknownMember(name));
    }
  }
  return records.record(head ?? {}, lines ?? [], notes);
}

function readPart(plan: PartPlan, path: string, json: Json, notes: Notebook): Fields {
  const values: Record<string, string> = {};
  const members = membersOf(json);
  if (members === undefined)
    notes.note(FORMAT, path, undefined, structure.wrongKind(path, '对象', 'an object'));
  for (const { name, value } of members ?? []) {
    const field = plan.byName.get(name);
    const at = `${path}/${field?.name ?? name}`;
    if (field === undefined) {
      notes.note(FORMAT, at, undefined, structure.unknownMember(name));
      continue;
    }
    if (name !== field.name) notes.note(FORMAT, at, name, structure.misspeltMember(name, field.name));
    if (values[field.name] !== undefined) {
      notes.note(FORMAT, at, undefined, structure.repeatedMember(field.name));
      continue;
    }
    const text = valueText(field.name, at, value, notes);
    if (text !== undefined) values[field.name] = text;
  }
  return values;
}

function valueText(name: string, path: string, value: Json, notes: Notebook): string | undefined {
  switch (value.kind) {
    case 'string':
      return possible(value.text);
    case 'number': {
      const text = numberText(value.text);
      if (text === undefined) notes.note(FORMAT, path, value.text, structure.inexactNumber(name, value.text));
      return text ?? value.text;
    }
    case 'word':
      if (value.text === 'null') return undefined;
      notes.note(FORMAT, path, value.text, structure.wrongKind(name, '字符串', 'a string'));
      return value.text;
    default:
      notes.note(FORMAT, path, undefined, structure.wrongKind(name, '字符串', 'a string'));
      return undefined;
  }
}

function possible(text: string): string {
  if (impossible(text) >= 0) throw structure.impossibleCharacter();
  return text;
}
