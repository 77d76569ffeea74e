import { SaxesParser, type SaxesTagNS } from 'saxes';

/**
 * Inclusive Canonical XML 1.0 without comments, for documents without a DTD. A test holds it equal to libxml2 on generated
 * documents and on the published samples; written here because it is the same pass that finds the signature, needs no
 * WebAssembly start-up and never leaves memory to be released.
 */

/** Why a text cannot be canonicalised; `detail` is the parser's sentence. */
export class NotCanonical extends Error {
  readonly kind: 'malformed' | 'doctype' | 'xml-1.1';
  readonly detail: string;
  constructor(kind: 'malformed' | 'doctype' | 'xml-1.1', detail: string) {
    super(`cannot be canonicalised (${kind}): ${detail}`);
    this.name = 'NotCanonical';
    this.kind = kind;
    this.detail = detail;
  }
}

/** Namespaces by prefix; '' is the default namespace. */
export type Scope = ReadonlyMap<string, string>;

/** A start tag, already resolved. `declares` are the xmlns declarations written on this very element. */
export interface StartTag {
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  readonly declares: readonly (readonly [prefix: string, uri: string])[];
  readonly attributes: readonly Attribute[];
}

export interface Attribute {
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

/** What a pass over a document reports, in document order. Positions are UTF-16 offsets into the text given. */
export interface Walker {
  open(tag: StartTag, depth: number, start: number): void;
  close(tag: StartTag, depth: number, start: number, end: number): void;
  text(text: string, depth: number): void;
  instruction(target: string, body: string, depth: number): void;
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';
const NONE: readonly never[] = [];

/** Walks a well-formed document without DTD. Throws NotCanonical otherwise. A byte order mark is passed over. */
export function walk(xml: string, walker: Walker): void {
  // At most six handlers: with more, V8 keeps the parser as a dictionary and reads five times slower. Errors are thrown instead.
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: StartTag[] = [];
  parser.on('doctype', () => {
    throw new NotCanonical('doctype', 'DOCTYPE is not allowed');
  });
  parser.on('opentag', tag => {
    const { version } = parser.xmlDecl;
    if (open.length === 0 && version !== undefined && version !== '1.0') {
      throw new NotCanonical('xml-1.1', `XML version ${version}`);
    }
    const start = startTag(tag);
    // Neither '<' nor an entity can hide in a start tag, so the last '<' before its end is its beginning.
    walker.open(start, open.length, xml.lastIndexOf('<', parser.position - 1));
    open.push(start);
  });
  parser.on('closetag', () => {
    const tag = open.pop();
    if (tag === undefined) return;
    walker.close(tag, open.length, xml.lastIndexOf('<', parser.position - 1), parser.position);
  });
  parser.on('text', text => {
    if (open.length > 0) walker.text(text, open.length);
  });
  parser.on('cdata', text => {
    walker.text(text, open.length);
  });
  parser.on('processinginstruction', ({ target, body }) => {
    walker.instruction(target, body, open.length);
  });
  try {
    parser.write(xml).close();
  } catch (error) {
    if (error instanceof Error && POSITIONED.test(error.message)) {
      throw new NotCanonical('malformed', error.message);
    }
    throw error;
  }
}

/** How the parser's own errors begin: line and column. */
const POSITIONED = /^\d+:\d+: /;

function startTag(tag: SaxesTagNS): StartTag {
  let declares: (readonly [string, string])[] | undefined;
  let attributes: Attribute[] | undefined;
  for (const name in tag.attributes) {
    const attribute = tag.attributes[name];
    if (attribute === undefined) continue;
    if (attribute.uri === XMLNS) {
      declares ??= [];
      declares.push([attribute.prefix === '' ? '' : attribute.local, attribute.value]);
    } else {
      attributes ??= [];
      attributes.push({
        name: attribute.name,
        local: attribute.local,
        uri: attribute.uri,
        value: attribute.value,
      });
    }
  }
  return {
    name: tag.name,
    local: tag.local,
    uri: tag.uri,
    declares: declares ?? NONE,
    attributes: attributes ?? NONE,
  };
}

/** The scope inside an element that declares namespaces. */
export function within(scope: Scope, tag: StartTag): Scope {
  if (tag.declares.length === 0) return scope;
  const inner = new Map(scope);
  for (const [prefix, uri] of tag.declares) {
    if (uri === '') inner.delete(prefix);
    else inner.set(prefix, uri);
  }
  return inner;
}

/**
 * The canonical start tag. `rendered` is the scope already written by the ancestors, `scope` the one that holds inside this
 * element: the difference is declared, sorted by prefix, then the attributes, sorted by namespace and name.
 */
export function canonicalStart(
  tag: StartTag,
  rendered: Scope,
  scope: Scope,
  inherited?: readonly Attribute[],
): string {
  if (rendered === scope && tag.attributes.length === 0 && inherited === undefined) return `<${tag.name}>`;
  let out = `<${tag.name}`;
  if (rendered !== scope) {
    if (rendered.has('') && !scope.has('')) out += ' xmlns=""';
    const fresh = [...scope].filter(([prefix, uri]) => prefix !== 'xml' && rendered.get(prefix) !== uri);
    fresh.sort((a, b) => byCodePoint(a[0], b[0]));
    for (const [prefix, uri] of fresh) {
      out += prefix === '' ? ` xmlns="${attributeText(uri)}"` : ` xmlns:${prefix}="${attributeText(uri)}"`;
    }
  }
  const attributes = inherited === undefined ? [...tag.attributes] : [...tag.attributes, ...inherited];
  attributes.sort((a, b) => byCodePoint(a.uri, b.uri) || byCodePoint(a.local, b.local));
  for (const attribute of attributes) out += ` ${attribute.name}="${attributeText(attribute.value)}"`;
  return `${out}>`;
}

function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  // UTF-16 order differs from code point order only when a surrogate meets a unit above it.
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const TEXT_SPECIAL = /[&<>\r]/;
const ATTRIBUTE_SPECIAL = /[&<"\t\n\r]/;

/** Character data as canonical XML writes it. */
export function characterData(text: string): string {
  if (!TEXT_SPECIAL.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

function attributeText(text: string): string {
  if (!ATTRIBUTE_SPECIAL.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
}

/** Collects canonical text of the walked events it is given; whole subtrees may be left out by not passing them on. */
export interface CanonicalWriter {
  open(tag: StartTag): void;
  close(tag: StartTag): void;
  text(text: string): void;
  instruction(target: string, body: string): void;
  result(): string;
}

/** A writer for a whole document. `keepBlank` false drops text that is only white space (the compacted form). */
export function canonicalWriter(keepBlank = true): CanonicalWriter {
  const parts: string[] = [];
  const scopes: Scope[] = [new Map()];
  let pending = '';
  let rootSeen = false;
  const flush = () => {
    // Text may arrive in pieces (CDATA, comments between): only a whole run of white space is a blank.
    if (pending !== '' && (keepBlank || /[^ \t\n\r]/.test(pending))) parts.push(characterData(pending));
    pending = '';
  };
  return {
    open(tag) {
      flush();
      const outer = scopes[scopes.length - 1] ?? new Map();
      const inner = within(outer, tag);
      parts.push(canonicalStart(tag, outer, inner));
      scopes.push(inner);
      rootSeen = true;
    },
    close(tag) {
      flush();
      parts.push(`</${tag.name}>`);
      scopes.pop();
    },
    text(text) {
      pending += text;
    },
    instruction(target, body) {
      flush();
      const written = body === '' ? `<?${target}?>` : `<?${target} ${body}?>`;
      if (scopes.length > 1) parts.push(written);
      else parts.push(rootSeen ? `\n${written}` : `${written}\n`);
    },
    result() {
      flush();
      return parts.join('');
    },
  };
}

/**
 * Octets (UTF-8) of the inclusive Canonical XML 1.0, without comments, of a whole document given as text. The text's own
 * encoding declaration plays no part. Throws NotCanonical for a DTD, XML 1.1 or text that is not well-formed.
 */
export function canonicalise(xml: string): Uint8Array {
  const writer = canonicalWriter();
  walk(xml, writer);
  return Buffer.from(writer.result(), 'utf8');
}
