import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { AssembleOptions, Assembly } from '../assemble.ts';
import { isKnownType, isOwnType, type KnownType } from '../catalogue.ts';
import type { DecodedRecord, MessageFrame } from '../document.ts';
import { FORMAT } from '../fault.ts';
import { CEB_NAMESPACE, DSIG_NAMESPACE } from '../frame.ts';
import type { Limits } from '../limits.ts';
import type { Notebook } from '../notebook.ts';
import { Refusal, tooMany } from '../refusal.ts';
import { bareAmpersand, malformed } from './malformed.ts';
import { type MessageReader, messageReader } from './message-reader.ts';
import { isDeclaration, otherDeclarations, scope } from './namespaces.ts';
import * as structure from './structure.ts';
import { verbatim } from './verbatim.ts';

export interface Reader {
  write(text: string): void;
  /** The end of the message: what stood around the records, and what is to be said about it. */
  end(): { readonly frame: MessageFrame; readonly notes: Notebook; readonly assembly: Assembly };
  /** Known as soon as the root has been read. */
  readonly type: KnownType | undefined;
}

/** An element that is passed over, with the start of its text when it is to be told. */
interface Passed {
  readonly depth: number;
  readonly unknown?: { readonly path: string; readonly name: string; readonly notes: Notebook };
  readonly capture?: 'extend' | 'signature';
  text: string;
}

const TOLD_TEXT_MAX = 100;

/**
 * Reads the text of a message piece by piece, follows the shape of its type and builds no tree: each record is handed out when it
 * ends. Values are taken as written; ExtendMessage and Signature are cut out verbatim. Throws `Refusal` on anything that is not a
 * well-formed message of a known type within the limits.
 */
export function reader(
  limits: Limits,
  options: AssembleOptions,
  onRecord: (record: DecodedRecord) => void,
): Reader {
  const parser = new SaxesParser({
    xmlns: false,
    position: true,
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  const source = verbatim(parser);
  const names = scope();
  const verbatimParts: { extend?: string; signature?: string } = {};
  let message: MessageReader | undefined;
  let type: KnownType | undefined;
  let root: Readonly<Record<string, string>> = {};
  let depth = 0;
  let elements = 0;
  let passed: Passed | undefined;
  // Line of an `&` that begins no reference; it explains an error later on, for the parser looks for its end.
  let ampersand: number | undefined;
  let unqualifiedTold = false;

  // More than six handlers make V8 keep the parser as a dictionary, seven times slower; errors are therefore taken as they are thrown.
  parser.on('doctype', () => {
    throw new Refusal('doctype', {
      zh: '报文含有 DOCTYPE（DTD），出于安全原因不予处理，请删除。',
      en: 'The message has a DOCTYPE (DTD), which is refused for safety: remove it.',
    });
  });
  parser.on('opentag', tag => {
    count();
    if (passed !== undefined) return;
    if (message === undefined) openRoot(tag);
    else open(tag, message);
  });
  parser.on('closetag', () => {
    names.close(depth);
    depth--;
    if (passed !== undefined) {
      if (depth < passed.depth) endPassed(passed);
    } else if (depth > 0) message?.close();
  });
  parser.on('text', take);
  parser.on('cdata', take);

  function parse(step: () => void): void {
    try {
      step();
    } catch (error) {
      throw malformed(error, parser, ampersand) ?? error;
    }
  }

  function count(): void {
    depth++;
    elements++;
    if (depth > limits.depth) {
      throw new Refusal('too-deep', {
        zh: `元素嵌套超过 ${limits.depth} 层。`,
        en: `Elements are nested deeper than ${limits.depth} levels.`,
      });
    }
    if (elements > limits.elements) throw tooMany({ zh: '元素数量', en: 'Elements' }, limits.elements);
  }

  function take(text: string): void {
    if (passed === undefined) {
      if (depth > 0) message?.text(text);
    } else if (passed.text.length < TOLD_TEXT_MAX) passed.text += text.slice(0, TOLD_TEXT_MAX);
  }

  function openRoot(tag: SaxesTagPlain): void {
    names.open(depth, tag.attributes);
    const { local, namespace } = names.resolve(tag.name);
    if (!isKnownType(local) || isOwnType(local)) throw structure.wrongRoot(local);
    names.settle(namespace);
    type = local;
    root = tag.attributes;
    message = messageReader(type, limits, options, onRecord);
    const { frameNotes } = message;
    unqualifiedTold = namespace === '';
    if (unqualifiedTold) frameNotes.note(FORMAT, '', undefined, structure.noNamespace());
    else if (namespace !== CEB_NAMESPACE) frameNotes.note(FORMAT, '', namespace, structure.wrongNamespace());
    for (const name in root) {
      if (name === 'guid' || name === 'version' || isDeclaration(name)) continue;
      frameNotes.note(FORMAT, `@${name}`, root[name], structure.unknownAttribute(name));
    }
  }

  function open(tag: SaxesTagPlain, into: MessageReader): void {
    const attribute = takeDeclarations(tag);
    const local = localName(tag.name, into);
    if (attribute !== undefined) {
      into.notes.note(
        FORMAT,
        into.placeOf(local),
        tag.attributes[attribute],
        structure.unknownAttribute(attribute),
      );
    }
    const verdict = into.open(local);
    switch (verdict) {
      case 'enter':
        return;
      case 'pass':
        passed = { depth, text: '' };
        return;
      case 'pass-unknown':
        passed = { depth, unknown: { path: into.placeOf(local), name: local, notes: into.notes }, text: '' };
        return;
      case 'capture-extend':
      case 'capture-signature':
        passed = { depth, capture: verdict === 'capture-extend' ? 'extend' : 'signature', text: '' };
        source.begin();
    }
  }

  /** Takes namespace declarations into scope; gives the name of an attribute the annex does not have, if there is one. */
  function takeDeclarations(tag: SaxesTagPlain): string | undefined {
    let foreign: string | undefined;
    let declares = false;
    for (const name in tag.attributes) {
      if (name === 'xmlns' || name.startsWith('xmlns:')) declares = true;
      else if (!isDeclaration(name)) foreign ??= name;
    }
    if (declares) names.open(depth, tag.attributes);
    return foreign;
  }

  /** The local name when the element belongs to the message; a foreign one keeps its prefix and so matches nothing. */
  function localName(raw: string, into: MessageReader): string {
    const { local, kind, namespace } = names.resolve(raw);
    if (kind === 'own' || namespace === DSIG_NAMESPACE) return local;
    if (kind === 'foreign') return `{${namespace}}${local}`;
    if (!unqualifiedTold) {
      unqualifiedTold = true;
      into.frameNotes.note(FORMAT, into.placeOf(local), undefined, structure.noNamespace());
    }
    return local;
  }

  function endPassed({ unknown, capture, text }: Passed): void {
    passed = undefined;
    if (capture !== undefined) verbatimParts[capture] ??= source.end();
    if (unknown !== undefined) {
      unknown.notes.note(FORMAT, unknown.path, text.trim(), structure.unknownElement(unknown.name));
    }
  }

  return {
    write(text) {
      source.push(text);
      ampersand ??= bareAmpersand(text, parser.line);
      parse(() => parser.write(text));
      source.prune();
    },
    end() {
      parse(() => parser.close());
      if (type === undefined || message === undefined) throw new Error('the parser has seen no root');
      const { transfer, subscribes, frameNotes, assembly } = message;
      const namespaces = Object.keys(verbatimParts).length === 0 ? undefined : otherDeclarations(root);
      const frame: MessageFrame = {
        type,
        guid: root['guid'] ?? '',
        version: root['version'] ?? '',
        subscribes,
        ...(transfer && { transfer }),
        ...(namespaces && { namespaces }),
        ...verbatimParts,
      };
      return { frame, notes: frameNotes, assembly };
    },
    get type() {
      return type;
    },
  };
}
