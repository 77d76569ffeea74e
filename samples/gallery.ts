import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bilingual } from '../shared/index.ts';

/**
 * What the reader must make of a file: `clean` reads it without a word, `told` reads it and says something (findings of any kind),
 * `refused` cannot read it as a message and says why.
 */
export type Expected = 'clean' | 'told' | 'refused';

export interface GalleryEntry {
  readonly file: string;
  readonly media: 'xml' | 'json' | 'csv' | 'xls';
  readonly title: Bilingual;
  /** What is unusual about it and where one meets it. */
  readonly unusual: Bilingual;
  readonly expect: Expected;
  /** Code of the finding that must be among those said. */
  readonly code?: string;
  /** Records that can be read. */
  readonly records: number;
  /** Whether the signature in it holds, where there is one. */
  readonly signature?: 'valid' | 'invalid';
}

export interface LoadedEntry extends GalleryEntry {
  readonly bytes: Buffer;
}

/** Compiled code runs from `dist/samples`; the files stay where they are kept. */
function sampleFile(name: string): string {
  const near = fileURLToPath(new URL(`./${name}`, import.meta.url));
  return existsSync(near) ? near : fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
}

/** The sample messages of the format gallery with their bytes, in the order in which they are shown. */
export function loadGallery(): readonly LoadedEntry[] {
  return gallery.map(entry => ({ ...entry, bytes: readFileSync(sampleFile(`gallery/${entry.file}`)) }));
}

/** The four files of a sample set: `right-set` passes, `faulty-set` has three faults. */
export function loadSet(
  name: 'right-set' | 'faulty-set',
): readonly { readonly file: string; readonly bytes: Buffer }[] {
  return ['order.xml', 'payment.xml', 'waybill.xml', 'list.xml'].map(file => ({
    file: `${name}/${file}`,
    bytes: readFileSync(sampleFile(`${name}/${file}`)),
  }));
}

type Tail = Partial<Pick<GalleryEntry, 'code' | 'records' | 'signature'>>;

function entry(
  file: string,
  expect: Expected,
  [zh, en]: readonly [string, string],
  [unusualZh, unusualEn]: readonly [string, string],
  { records = expect === 'refused' ? 0 : 1, ...tail }: Tail = {},
): GalleryEntry {
  const ending = file.slice(file.lastIndexOf('.') + 1);
  const media = ending === 'json' || ending === 'csv' || ending === 'xls' ? ending : 'xml';
  return {
    file,
    media,
    expect,
    title: { zh, en },
    unusual: { zh: unusualZh, en: unusualEn },
    records,
    ...tail,
  };
}

export const gallery: readonly GalleryEntry[] = [
  // Namespaces.
  entry(
    'prefix-ceb.xml',
    'clean',
    ['ceb: 前缀', 'prefix ceb:'],
    ['规范样例的写法', 'as the annex writes it'],
    { records: 3 },
  ),
  entry(
    'prefix-other.xml',
    'clean',
    ['其他前缀', 'another prefix'],
    ['由程序库生成，前缀为 ns2', 'made by a library: ns2'],
    { records: 3 },
  ),
  entry(
    'prefix-default.xml',
    'clean',
    ['默认命名空间', 'default namespace'],
    ['xmlns=…，元素无前缀', 'xmlns=…, elements without prefix'],
    { records: 3 },
  ),
  entry(
    'prefix-none.xml',
    'told',
    ['没有命名空间', 'no namespace at all'],
    ['自行拼接的报文', 'put together by hand'],
    { records: 3, code: 'namespace-missing' },
  ),
  // Encodings.
  entry(
    'utf8-bom.xml',
    'clean',
    ['带 BOM 的 UTF-8', 'UTF-8 with byte order mark'],
    ['Windows 记事本保存', 'saved by Windows Notepad'],
  ),
  entry(
    'gb2312-declared.xml',
    'clean',
    ['GB2312，声明正确', 'GB2312, rightly declared'],
    ['老系统和部分回执', 'old systems and some receipts'],
  ),
  entry(
    'gb18030-declared-utf8.xml',
    'told',
    ['GB18030，却声明 UTF-8', 'GB18030 declared as UTF-8'],
    ['改了声明没有改编码', 'the declaration was changed, the bytes were not'],
    { code: 'encoding-declared' },
  ),
  entry(
    'utf8-declared-gb2312.xml',
    'told',
    ['UTF-8，却声明 GB2312', 'UTF-8 declared as GB2312'],
    ['改了编码没有改声明', 'the bytes were changed, the declaration was not'],
    { code: 'encoding-declared' },
  ),
  entry(
    'utf16-bom.xml',
    'clean',
    ['带 BOM 的 UTF-16', 'UTF-16 with byte order mark'],
    ['从表格或脚本导出', 'written by a script on Windows'],
  ),
  // Layout and XML's freedoms.
  entry(
    'single-line.xml',
    'clean',
    ['没有声明，只有一行', 'no declaration, one line'],
    ['最紧凑的写法', 'as compact as can be'],
  ),
  entry(
    'pretty-printed.xml',
    'clean',
    ['逐行缩进', 'pretty-printed'],
    ['便于阅读，换行为 CRLF', 'to be read by people, lines end with CRLF'],
  ),
  entry(
    'version-first.xml',
    'clean',
    ['version 在 guid 之前', 'version before guid'],
    [
      '属性次序不同，单引号，standalone="yes"',
      'attributes in another order, single quotes, standalone="yes"',
    ],
  ),
  entry(
    'comments-cdata.xml',
    'clean',
    ['注释、CDATA 与字符引用', 'comments, CDATA, character references'],
    ['XML 允许而少见', 'allowed by XML and rarely seen'],
  ),
  // Content beside the annex.
  entry(
    'unknown-element.xml',
    'told',
    ['多出未知元素', 'an unknown element'],
    ['企业自加字段：报告但不拒绝', "a field of somebody's own: told, not fatal"],
    { code: 'unknown-element' },
  ),
  entry(
    'pdf-misspelling.xml',
    'told',
    ['PDF 中的拼写错误', 'a misspelling of the PDF'],
    ['consigneeDitrict 应为 consigneeDistrict', 'consigneeDitrict for consigneeDistrict'],
    { code: 'misspelt' },
  ),
  entry(
    'element-order.xml',
    'told',
    ['元素次序颠倒', 'elements out of order'],
    ['XSD 规定次序', 'the schema fixes the order'],
    { code: 'order' },
  ),
  entry(
    'empty-optional.xml',
    'told',
    ['可选数值写成空元素', 'empty optional number'],
    ['<qty2></qty2> 不合 XSD，应省略', '<qty2></qty2> is invalid: leave it out'],
    { code: 'empty' },
  ),
  entry(
    'waybill-2016.xml',
    'told',
    ['2016 版运单', 'a waybill of the 2016 edition'],
    ['没有 orderNo，现已必填', 'without orderNo, which is required now'],
    { code: 'missing' },
  ),
  // Receipts and exports.
  entry(
    'receipt-312.xml',
    'clean',
    ['订单回执 312', 'receipt of an order, 312'],
    ['一条入库，一条退单', 'one stored, one refused'],
    { records: 2 },
  ),
  entry(
    'receipt-622.xml',
    'clean',
    ['清单回执 622', 'receipt of an inventory, 622'],
    ['GB2312、默认命名空间，首条没有 invtNo', 'GB2312, default namespace, the first one without invtNo'],
    { records: 3 },
  ),
  entry(
    'receipt-626.xml',
    'clean',
    ['退货回执 626', 'receipt of a return, 626'],
    ['ebpCode 在 agentCode 之后', 'ebpCode after agentCode'],
  ),
  entry(
    'receipt-818.xml',
    'clean',
    ['电子税单状态 818', 'state of a tax bill, 818'],
    ['海关主动发送', 'sent by customs unasked'],
  ),
  entry(
    'receipt-900.xml',
    'clean',
    ['技术回执 900', 'technical receipt, 900'],
    ['CDATA 中带原报文', 'carries the original message in CDATA'],
  ),
  entry(
    'export-303.xml',
    'clean',
    ['出口订单 303', 'export order, 303'],
    ['金额为离岸价，美元', 'FOB value in US dollars'],
  ),
  entry(
    'export-603.xml',
    'clean',
    ['出口清单 603', 'export inventory, 603'],
    ['qty1、qty2 在 unit 之前；元素名 POD 大写', 'qty1 and qty2 before unit; POD in capitals'],
  ),
  // Signatures.
  entry(
    'signed-621.xml',
    'clean',
    ['带国密签名的清单 621', 'an inventory signed with SM2'],
    ['演示用临时密钥', 'by a throw-away key of the demo'],
    { signature: 'valid' },
  ),
  entry(
    'signed-621-altered.xml',
    'clean',
    ['签名后被改动', 'altered after signing'],
    ['签名后改了毛重：验签失败', 'the gross weight was changed after signing: the digest differs'],
    { signature: 'invalid' },
  ),
  // What cannot be read.
  entry(
    'truncated.xml',
    'refused',
    ['传输中断', 'cut off'],
    ['第二条记录写到一半', 'ends within the second record'],
    { records: 1, code: 'truncated' },
  ),
  entry(
    'dtd-bomb.xml',
    'refused',
    ['DTD 实体炸弹', 'a bomb of entities'],
    ['含 DTD 一律拒绝，不展开', 'a DTD is refused and never expanded'],
    { code: 'doctype' },
  ),
  entry('nested.xml', 'refused', ['嵌套过深', 'nested too deeply'], ['一百层元素', 'a hundred levels'], {
    code: 'too-deep',
  }),
  entry(
    'wrong-root.xml',
    'refused',
    ['不是报文', 'no message'],
    ['根元素不是规范中的类型', 'the root is no type of the annex'],
    { code: 'wrong-root' },
  ),
  // Size.
  entry(
    'hundred-orders.xml',
    'clean',
    ['100 条记录', 'a hundred records'],
    ['规范允许的最大值', "the annex's maximum"],
    { records: 100 },
  ),
  entry(
    'duplicate-key.xml',
    'told',
    ['同一报文内编号重复', 'one key twice in a message'],
    ['两条记录同一订单编号', 'two records with one order number'],
    { records: 2, code: 'key-repeated' },
  ),
  // Other media.
  entry(
    'orders.json',
    'clean',
    ['JSON 形式的订单', 'orders as JSON'],
    ['字段名与报文相同', 'field names as in the messages'],
    { records: 3 },
  ),
  entry(
    'orders-utf8.csv',
    'clean',
    ['UTF-8 表格', 'a sheet in UTF-8'],
    ['中文表头，逗号分隔，多商品多行', 'Chinese header, commas, a row per line'],
    { records: 3 },
  ),
  entry(
    'orders-gb18030.csv',
    'clean',
    ['GB18030 表格', 'a sheet in GB18030'],
    ['中文 Excel 另存的 CSV，制表符分隔', 'saved by a Chinese Excel, separated by tabs'],
    { records: 3 },
  ),
  entry(
    'old-excel.xls',
    'refused',
    ['旧版 .xls', 'an old .xls'],
    ['只有文件头：请另存为 .xlsx', 'only its first bytes: save it as .xlsx'],
    { code: 'sheet-xls' },
  ),
];
