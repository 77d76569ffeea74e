import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlBufferInputProvider, XmlDocument, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeXml, type KnownType, messageTypes, shapeOf } from './index.ts';
import { xsdDifferences } from './xsd-differences.ts';
import { mutants } from './xsd-mutants.ts';

const dir = process.env['CEB_XSD_DIR'];
if (dir === undefined)
  console.warn('CEB_XSD_DIR is not given: the comparison with the official schema is not run.');

/** The official schemas, with the signature schema they import served from memory. */
function schemas(from: string) {
  const files = new XmlBufferInputProvider({
    'xmldsig-core-schema.xsd': readFileSync(join(from, 'xmldsig-core-schema.xsd')),
  });
  xmlRegisterInputProvider(files);
  const load = (side: string) => {
    const text = readFileSync(join(from, `ceb-${side}-202205.xsd`));
    const schema = XmlDocument.fromBuffer(text, { url: `ceb-${side}.xsd` });
    return XsdValidator.fromDoc(schema);
  };
  return { import: load('import'), export: load('export') };
}

function accepts(validator: XsdValidator, xml: string): boolean {
  const document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
    return true;
  } catch {
    return false;
  } finally {
    document.dispose();
  }
}

/** Our verdict on the format alone. */
function accept(xml: string): boolean {
  const { refused, findings, records } = decodeXml(Buffer.from(xml));
  if (refused !== undefined) return false;
  const all = [...findings, ...records.flatMap(record => record.findings)];
  return !all.some(finding => finding.rule === 'messages/format' && finding.severity === 'reject');
}

describe.skipIf(dir === undefined)('our format verdict and the official schema', () => {
  const official = dir === undefined ? undefined : schemas(dir);
  const occurred = new Map<string, number>();
  let compared = 0;

  function explain(mutation: string, ours: boolean): string | undefined {
    const why = xsdDifferences.find(
      difference => difference.mutations.includes(mutation) && (difference.we === 'accept') === ours,
    );
    if (why === undefined) return undefined;
    occurred.set(mutation, (occurred.get(mutation) ?? 0) + 1);
    return why.id;
  }

  test.each(messageTypes)('%s', (type: KnownType) => {
    if (official === undefined) return;
    const validator = shapeOf(type).direction === 'export' ? official.export : official.import;
    const unexplained: string[] = [];
    for (const { mutation, place, xml } of mutants(type)) {
      compared++;
      const theirs = accepts(validator, xml);
      const ours = accept(xml);
      if (theirs === ours || explain(mutation, ours) !== undefined) continue;
      unexplained.push(
        `${mutation} ${place}: schema ${theirs ? 'accepts' : 'refuses'}, we ${ours ? 'accept' : 'refuse'}`,
      );
    }
    expect(unexplained).toEqual([]);
  });

  test('every listed difference still occurs', () => {
    const listed = xsdDifferences.flatMap(difference => difference.mutations);
    expect(listed.filter(mutation => !occurred.has(mutation))).toEqual([]);
  });

  afterAll(() => {
    console.log(`${compared} mutated messages compared with the official schema; intended differences:`);
    for (const { id, mutations, we, why } of xsdDifferences) {
      const times = mutations.reduce((sum, mutation) => sum + (occurred.get(mutation) ?? 0), 0);
      console.log(`  ${id} (${mutations.join(', ')}; ${times} times): we ${we}: ${why}`);
    }
    official?.import.dispose();
    official?.export.dispose();
  });
});
