import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { decodeXml, encodeXml } from './index.ts';

const dir = process.env['CEB_SAMPLES_DIR'];
if (dir === undefined) console.warn('CEB_SAMPLES_DIR is not given: the published samples are not read.');

const files =
  dir === undefined ? [] : readdirSync(dir).filter(name => name.endsWith('.xml') && !name.startsWith('dxp-'));

/** Names without prefix, text, attributes in order of name; no layout, no namespace declarations, nothing of a signature. */
function essence(xml: string): string[] {
  const parser = new SaxesParser();
  const seen: string[] = [];
  let text = '';
  let signature = 0;
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('opentag', tag => {
    if (local(tag.name) === 'Signature' || signature > 0) signature++;
    if (signature > 0) return;
    const attributes = Object.entries(tag.attributes).filter(([name]) => !/^xmlns/.test(name));
    seen.push(`<${local(tag.name)} ${JSON.stringify(attributes.sort())}`);
    text = '';
  });
  parser.on('text', part => {
    if (signature === 0) text += part;
  });
  parser.on('cdata', part => {
    if (signature === 0) text += part;
  });
  parser.on('closetag', tag => {
    if (signature > 0) signature--;
    else {
      seen.push(`${text.trim() === '' ? '' : text}>${local(tag.name)}`);
      text = '';
    }
  });
  parser.write(xml).close();
  return seen;
}

describe.skipIf(dir === undefined)('published samples', () => {
  test.each(files)('%s is read, and written again it is the same', file => {
    const bytes = readFileSync(join(dir ?? '', file));
    const { frame, records, findings, refused, encoding } = decodeXml(bytes);
    expect(refused).toBeUndefined();
    expect(findings.filter(finding => finding.severity === 'reject')).toEqual([]);
    const format = records
      .flatMap(record => record.findings)
      .filter(finding => finding.rule === 'messages/format');
    expect(format).toEqual([]);
    if (frame === undefined) throw new Error('no frame');
    const source = new TextDecoder(encoding.used).decode(bytes);
    const written = encodeXml({ ...frame, documents: records.map(record => record.document) });
    expect(essence(written)).toEqual(essence(source));
    if (frame.signature !== undefined) {
      expect(source).toContain(frame.signature);
      expect(written).toContain(frame.signature);
      expect(frame.signature).toMatch(/^<ds:Signature[\s>][\s\S]*<\/ds:Signature>$/);
    }
    expect(frame.signature !== undefined).toBe(source.includes('SignatureValue'));
  });

  test('the Hainan sample deviates from the official text, and that is told', () => {
    const { records } = decodeXml(readFileSync(join(dir ?? '', 'imp-621-hainan-unsigned.xml')));
    // A local port lets 9610 pass without conveyance; the annex requires trafNo, voyageNo and billNo.
    expect(records[0]?.findings.map(finding => `${finding.rule} ${finding.code} ${finding.path}`)).toEqual([
      'messages/content required-when InventoryHead/trafNo',
      'messages/content required-when InventoryHead/voyageNo',
      'messages/content required-when InventoryHead/billNo',
    ]);
  });
});
