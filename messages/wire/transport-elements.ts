import { SaxesParser } from 'saxes';

/** An element by its local name: enough for the small messages around business messages. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: Element[];
}

const DEPTH_MAX = 32;

/** Reads a small XML text as a tree of local names. Undefined when it is not well-formed, has a DTD or is nested without end. */
export function readElements(xml: string): Element | undefined {
  const open: Element[] = [];
  let root: Element | undefined;
  let fault = false;
  const parser = new SaxesParser();
  parser.on('error', () => {
    fault = true;
  });
  parser.on('doctype', () => {
    fault = true;
  });
  parser.on('opentag', tag => {
    if (fault || open.length > DEPTH_MAX) {
      fault = true;
      return;
    }
    const element: Element = { name: local(tag.name), attributes: tag.attributes, text: '', children: [] };
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const take = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  try {
    parser.write(xml.charCodeAt(0) === 0xfeff ? xml.slice(1) : xml).close();
  } catch {
    return undefined;
  }
  return fault ? undefined : root;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
