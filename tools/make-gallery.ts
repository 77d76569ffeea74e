/**
 * Writes the files of samples/: the format gallery and the two sets of documents. Needed only when a sample is added or changed; the
 * files are committed. Runs on a Node that reads TypeScript (22.18 or newer): `node tools/make-gallery.ts`.
 * The signed sample gets a new throw-away key each time, everything else comes out the same.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { documentsOf, type Parcel } from '../demo/index.ts';
import {
  columnsOf,
  createSignature,
  encodeJson,
  encodeXml,
  type Message,
  throwAwayIdentity,
} from '../messages/index.ts';
import { exported, one, orders, receipts, sampleFaulty, sampleParcel } from './gallery/documents.ts';
import { gb18030 } from './gallery/gb18030.ts';
import {
  before,
  declaring,
  prettyPrinted,
  swapped,
  versionFirst,
  withCommentsAndCdata,
  withDefaultNamespace,
  withoutDeclaration,
  withoutNamespace,
  withPrefix,
} from './gallery/shapes.ts';

function write(file: string, content: string | Uint8Array): void {
  const at = fileURLToPath(new URL(`../samples/${file}`, import.meta.url));
  mkdirSync(new URL('.', new URL(`../samples/${file}`, import.meta.url)), { recursive: true });
  writeFileSync(at, content);
}
const gallery = (file: string, content: string | Uint8Array): void => write(`gallery/${file}`, content);

const three = encodeXml(orders(3));
gallery('prefix-ceb.xml', three);
gallery('prefix-other.xml', withPrefix(three, 'ns2'));
gallery('prefix-default.xml', withDefaultNamespace(three));
gallery('prefix-none.xml', withoutNamespace(three));

const right = sampleParcel(1);
const list = encodeXml(one(right.list));
gallery('utf8-bom.xml', `\uFEFF${list}`);
gallery('gb2312-declared.xml', gb18030(declaring(list, 'GB2312')));
gallery('gb18030-declared-utf8.xml', gb18030(list));
gallery('utf8-declared-gb2312.xml', declaring(list, 'GB2312'));
gallery('utf16-bom.xml', Buffer.from(`\uFEFF${declaring(list, 'UTF-16')}`, 'utf16le'));
gallery('single-line.xml', withoutDeclaration(list));
gallery('pretty-printed.xml', prettyPrinted(list));

const order = encodeXml(one(right.order));
gallery('version-first.xml', versionFirst(order));
gallery('comments-cdata.xml', withCommentsAndCdata(order));
gallery('unknown-element.xml', before(order, '<ceb:note>', '<ceb:demoChannel>直播间</ceb:demoChannel>'));
gallery('pdf-misspelling.xml', order.replaceAll('consigneeDistrict', 'consigneeDitrict'));
gallery('element-order.xml', swapped(order, 'ebcCode', 'ebcName'));
gallery(
  'empty-optional.xml',
  list.replace(
    /<ceb:qty2>[^<]*<\/ceb:qty2><ceb:unit2>[^<]*<\/ceb:unit2>/,
    '<ceb:qty2></ceb:qty2><ceb:unit2></ceb:unit2>',
  ),
);
gallery('waybill-2016.xml', encodeXml(one(right.waybill)).replace(/<ceb:orderNo>[^<]*<\/ceb:orderNo>/, ''));

const receipt = receipts();
gallery('receipt-312.xml', encodeXml(receipt['312']));
gallery('receipt-622.xml', gb18030(declaring(withDefaultNamespace(encodeXml(receipt['622'])), 'GB2312')));
gallery('receipt-626.xml', encodeXml(receipt['626']));
gallery('receipt-818.xml', encodeXml(receipt['818']));
gallery('receipt-900.xml', encodeXml(receipt['900']));
const abroad = exported();
gallery('export-303.xml', encodeXml(abroad.order));
gallery('export-603.xml', encodeXml(abroad.list));

const { certificate, sign } = throwAwayIdentity({
  algorithm: 'sm2-sm3',
  name: '演示临时密钥 throw-away demo key',
  serial: '20250618',
  notBefore: new Date('2025-01-01T00:00:00Z'),
  notAfter: new Date('2035-01-01T00:00:00Z'),
});
const signed = await createSignature(list, { certificate, sign });
gallery('signed-621.xml', signed);
gallery('signed-621-altered.xml', signed.replace(/<ceb:grossWeight>[^<]*/, '<ceb:grossWeight>0.9'));

gallery('truncated.xml', three.slice(0, three.indexOf('<ceb:acturalPaid>', three.indexOf('</ceb:Order>'))));
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const bomb = [
  '<!DOCTYPE bomb [',
  '<!ENTITY a "演示">',
  '<!ENTITY b "&a;&a;&a;&a;">',
  '<!ENTITY c "&b;&b;&b;&b;">',
  ']>',
].join('\n');
gallery(
  'dtd-bomb.xml',
  order.replace(declaration, `${declaration}${bomb}\n`).replace('<ceb:note>演示数据', '<ceb:note>&c;'),
);
gallery(
  'nested.xml',
  before(order, '<ceb:note>', `${'<ceb:deep>'.repeat(100)}演示${'</ceb:deep>'.repeat(100)}`),
);
gallery(
  'wrong-root.xml',
  `${declaration}<html xmlns="http://www.w3.org/1999/xhtml"><body>演示：登录已过期</body></html>\n`,
);
gallery('hundred-orders.xml', encodeXml(orders(100, 100)));
const [first] = orders(1).documents;
if (first !== undefined) {
  const again = {
    ...first,
    head: { ...first.head, guid: first.head['guid']?.replace(/^.{8}/, 'DE305D54') ?? '' },
  };
  gallery('duplicate-key.xml', encodeXml({ ...orders(1), documents: [first, again] }));
}

gallery('orders.json', encodeJson(orders(3)));
gallery('orders-utf8.csv', `\uFEFF${sheet(orders(3), ',')}`);
gallery('orders-gb18030.csv', gb18030(sheet(orders(3), '\t')));
gallery('old-excel.xls', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)]));

for (const [name, it] of [
  ['right-set', right],
  ['faulty-set', sampleFaulty(1)],
] as const)
  set(name, it);

/** The four files of one parcel. */
function set(name: string, it: Parcel): void {
  for (const [index, file] of ['order', 'payment', 'waybill', 'list'].entries()) {
    const document = documentsOf(it)[index];
    if (document !== undefined)
      write(`${name}/${file}.xml`, prettyPrinted(encodeXml(one(document))).replaceAll('\r\n', '\n'));
  }
}

/** A message as a sheet: the labels of our template, a row per line, the head repeated. */
function sheet(message: Message, separator: string): string {
  const columns = columnsOf(message.type).filter(({ part, field }) =>
    message.documents.some(it => (part === 'head' ? it.head : it.lines[0])?.[field.name] !== undefined),
  );
  const cell = (text: string) => (/[",\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = message.documents.flatMap(({ head, lines }) =>
    lines.map(line =>
      columns
        .map(({ part, field }) => cell((part === 'head' ? head : line)[field.name] ?? ''))
        .join(separator),
    ),
  );
  return `${[columns.map(it => cell(it.label)).join(separator), ...rows].join('\r\n')}\r\n`;
}
