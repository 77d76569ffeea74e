import {
  type Attribute,
  canonicalStart,
  canonicalWriter,
  characterData,
  type Scope,
  type StartTag,
  walk,
  within,
} from './canonical.ts';

export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const CEB = 'http://www.chinaport.gov.cn/ceb';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const XML = 'http://www.w3.org/XML/1998/namespace';

/** An element inside the Signature, kept as a tree: small, bounded by the size of a signature. */
export interface Element {
  readonly tag: StartTag;
  readonly children: (Element | string)[];
}

/** A document taken apart for its signature. Offsets count UTF-16 units of the text. */
export interface SignedDocument {
  readonly root: StartTag;
  /** Canonical text of the document without its Signature. */
  readonly content: string;
  /** The ds:Signature elements that are children of the root; exactly one is right. */
  readonly signatures: readonly FoundSignature[];
  /** ds:Signature elements elsewhere (inside ExtendMessage): not the message's own. */
  readonly nested: number;
  /** Where the root's end tag starts, and where its ExtendMessage child starts, if any. */
  readonly rootEnd: number;
  readonly extendStart?: number;
}

export interface FoundSignature {
  readonly element: Element;
  readonly start: number;
  readonly end: number;
  /** Namespaces in scope where the Signature stands (the root's). */
  readonly scope: Scope;
  /** xml:lang and the like of the root, which canonical XML hands down to a cut-out subtree. */
  readonly inherited: readonly Attribute[];
}

/** One pass: canonical content, the signature's tree and the offsets. Throws NotCanonical. */
export function readSigned(xml: string, keepBlank = true): SignedDocument {
  const writer = canonicalWriter(keepBlank);
  const signatures: FoundSignature[] = [];
  let nested = 0;
  let root: StartTag | undefined;
  let rootScope: Scope = new Map();
  let rootEnd = xml.length;
  let extendStart: number | undefined;
  let path: Element[] = [];
  let signatureStart = 0;
  walk(xml, {
    open(tag, depth, start) {
      if (depth === 0) {
        root = tag;
        rootScope = within(rootScope, tag);
      }
      const parent = path[path.length - 1];
      if (parent !== undefined) {
        const element: Element = { tag, children: [] };
        parent.children.push(element);
        path.push(element);
        return;
      }
      if (tag.local === 'Signature' && tag.uri === DS) {
        if (depth === 1) {
          signatureStart = start;
          path = [{ tag, children: [] }];
          return;
        }
        nested += 1;
      }
      if (depth === 1 && tag.local === 'ExtendMessage' && extendStart === undefined) extendStart = start;
      writer.open(tag);
    },
    close(tag, depth, start, end) {
      const element = path.pop();
      if (element === undefined) {
        if (depth === 0) rootEnd = start;
        writer.close(tag);
        return;
      }
      if (path.length > 0) return;
      signatures.push({
        element,
        start: signatureStart,
        end,
        scope: rootScope,
        inherited: (root?.attributes ?? []).filter(attribute => attribute.uri === XML),
      });
    },
    text(text) {
      const element = path[path.length - 1];
      if (element === undefined) writer.text(text);
      else element.children.push(text);
    },
    instruction(target, body) {
      if (path.length === 0) writer.instruction(target, body);
      // Inside a signature an instruction has no business; it is kept as an element no check will find.
      else path[path.length - 1]?.children.push(`<?${target} ${body}?>`);
    },
  });
  if (root === undefined) throw new Error('a walked document has a root');
  return {
    root,
    content: writer.result(),
    signatures,
    nested,
    rootEnd,
    ...(extendStart === undefined ? {} : { extendStart }),
  };
}

/** Children of an element with a name of the xmldsig namespace. */
export function childrenOf(element: Element, local: string): readonly Element[] {
  const found: Element[] = [];
  for (const child of element.children) {
    if (typeof child !== 'string' && child.tag.local === local && child.tag.uri === DS) found.push(child);
  }
  return found;
}

/** All character data of an element and its descendants. */
export function textOf(element: Element): string {
  return element.children.map(child => (typeof child === 'string' ? child : textOf(child))).join('');
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.tag.attributes.find(attribute => attribute.name === name)?.value;
}

/** Canonical text of a subtree as its own document subset: everything in `scope` is declared on its top element. */
export function canonicalSubtree(
  element: Element,
  scope: Scope,
  inherited: readonly Attribute[],
  keepBlank: boolean,
): string {
  const own = new Set(element.tag.attributes.filter(({ uri }) => uri === XML).map(({ local }) => local));
  const handedDown = inherited.filter(({ local }) => !own.has(local));
  return subtree(element, new Map(), scope, keepBlank, handedDown);
}

function subtree(
  element: Element,
  rendered: Scope,
  outer: Scope,
  keepBlank: boolean,
  inherited?: readonly Attribute[],
): string {
  const scope = within(outer, element.tag);
  let out = canonicalStart(element.tag, rendered, scope, inherited);
  let pending = '';
  const flush = () => {
    if (keepBlank || /[^ \t\n\r]/.test(pending)) out += characterData(pending);
    pending = '';
  };
  for (const child of element.children) {
    if (typeof child === 'string') pending += child;
    else {
      flush();
      out += subtree(child, scope, scope, keepBlank);
    }
  }
  flush();
  return `${out}</${element.tag.name}>`;
}
