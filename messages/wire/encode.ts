import type { Fields, Message } from '../document.ts';
import { CEB_NAMESPACE, DSIG_NAMESPACE, XSI_NAMESPACE } from '../frame.ts';
import { type PartPlan, planOf } from '../plan.ts';
import { impossible } from '../xml-characters.ts';

/**
 * Writes a message as XML without layout: elements in schema order, the tail in the order of its direction, `xmlns:xsi` declared at
 * the root (signatures are computed with it in scope). ExtendMessage and Signature are put in as they are. What the shape does not
 * know, or XML cannot carry (U+0000, lone surrogates), is not dropped but thrown as an error: documents that came through a
 * decoder never have it.
 */
export function encodeXml(message: Message): string {
  const { shape, head, lines, flat, transfer, subscribe } = planOf(message.type);
  const out: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  out.push(
    `<ceb:${shape.root}${declarations(message)} guid="${attribute(message.guid)}" version="${attribute(message.version)}">`,
  );
  for (const document of message.documents) {
    if (document.type !== message.type)
      throw new Error(`a ${document.type} cannot stand in a ${message.type}`);
    if (!flat) out.push(`<ceb:${shape.record}>`);
    writePart(out, head, document.head);
    if (lines === undefined && document.lines.length > 0) throw new Error(`a ${message.type} has no lines`);
    if (lines !== undefined) for (const line of document.lines) writePart(out, lines, line);
    if (!flat) out.push(`</ceb:${shape.record}>`);
  }
  const { extend = '', signature = '' } = message;
  if (transfer === undefined || subscribe === undefined) {
    if (message.transfer !== undefined || message.subscribes.length > 0 || extend + signature !== '') {
      throw new Error(`a ${message.type} has nothing after its records`);
    }
  } else {
    if (message.transfer !== undefined) writePart(out, transfer, message.transfer);
    for (const one of message.subscribes) writePart(out, subscribe, one);
  }
  out.push(shape.direction === 'export' ? signature + extend : extend + signature);
  out.push(`</ceb:${shape.root}>`);
  return out.join('');
}

function writePart(out: string[], part: PartPlan, fields: Fields): void {
  let written = 0;
  out.push(`<ceb:${part.element}>`);
  for (const { name } of part.fields) {
    const value = fields[name];
    if (value === undefined) continue;
    written++;
    const text = name === 'oriBizMessage' ? cdata(value) : escapeText(value);
    out.push(`<ceb:${name}>${text}</ceb:${name}>`);
  }
  out.push(`</ceb:${part.element}>`);
  if (written !== Object.keys(fields).length) {
    const names = new Set(part.fields.map(field => field.name));
    const unknown = Object.keys(fields).find(name => fields[name] !== undefined && !names.has(name));
    if (unknown !== undefined) throw new Error(`${part.element} has no field ${unknown}`);
  }
}

const SPECIAL = /[&<>\r]/;
function possible(text: string): string {
  const at = impossible(text);
  if (at >= 0)
    throw new Error(`XML cannot carry the character at ${at} of ${JSON.stringify(text.slice(0, 80))}`);
  return text;
}

/** A carriage return is written as a reference: as a character a reader would turn it into a line feed. */
function escapeText(text: string): string {
  if (!SPECIAL.test(possible(text))) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

function attribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#x9;').replaceAll('\n', '&#xA;');
}

/** The annex wants the original message of a 900 in CDATA; a carriage return inside can only be kept by escaping. */
function cdata(text: string): string {
  if (!/[<&]/.test(possible(text)) || text.includes('\r')) return escapeText(text);
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function declarations(message: Message): string {
  const declared = new Map([
    ['ceb', CEB_NAMESPACE],
    ['xsi', XSI_NAMESPACE],
  ]);
  if (message.signature !== undefined && /^<ds:/.test(message.signature)) declared.set('ds', DSIG_NAMESPACE);
  for (const [prefix, uri] of Object.entries(message.namespaces ?? {})) {
    if (!declared.has(prefix)) declared.set(prefix, uri);
  }
  let text = '';
  for (const [prefix, uri] of declared)
    text += ` xmlns${prefix === '' ? '' : `:${prefix}`}="${attribute(uri)}"`;
  return text;
}
