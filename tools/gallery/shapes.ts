/**
 * Turns a message as `encodeXml` writes it into the odd shapes that are seen in practice. All take and give text; the content stays.
 */
const CEB = 'xmlns:ceb="http://www.chinaport.gov.cn/ceb"';

/** Another prefix for the annex's namespace. */
export function withPrefix(xml: string, prefix: string): string {
  return xml
    .replaceAll('<ceb:', `<${prefix}:`)
    .replaceAll('</ceb:', `</${prefix}:`)
    .replace('xmlns:ceb', `xmlns:${prefix}`);
}

export function withDefaultNamespace(xml: string): string {
  return bare(xml).replace('xmlns:ceb', 'xmlns');
}

export function withoutNamespace(xml: string): string {
  return bare(xml)
    .replace(` ${CEB}`, '')
    .replace(/ xmlns:xsi="[^"]*"/, '');
}

function bare(xml: string): string {
  return xml.replaceAll('<ceb:', '<').replaceAll('</ceb:', '</');
}

/** Names another encoding in the declaration. The bytes are the writer's affair. */
export function declaring(xml: string, encoding: string): string {
  return xml.replace('encoding="UTF-8"', `encoding="${encoding}"`);
}

export function withoutDeclaration(xml: string): string {
  return xml.replace(/^<\?xml[^>]*\?>\s*/, '');
}

/** One element a line, two blanks a level, lines end with CRLF. */
export function prettyPrinted(xml: string): string {
  let depth = 0;
  const lines: string[] = [];
  for (const [piece] of withoutDeclaration(xml).matchAll(/<([^/>\s]+)[^>]*>[^<]*<\/\1>|<\/?[^>]+>/g)) {
    const leaf = /<\/[^>]+>$/.test(piece) && !piece.startsWith('</');
    if (piece.startsWith('</')) depth--;
    lines.push('  '.repeat(depth) + piece);
    if (!leaf && !piece.startsWith('</') && !piece.endsWith('/>')) depth++;
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\r\n${lines.join('\r\n')}\r\n`;
}

/** Attributes in another order and in single quotes, a standalone declaration. */
export function versionFirst(xml: string): string {
  return xml
    .replace('encoding="UTF-8"?>', 'encoding="UTF-8" standalone="yes"?>')
    .replace(/ guid="([^"]*)" version="([^"]*)"/, " version='$2' guid='$1'");
}

/** Comments and a processing instruction between elements, CDATA and character references inside values. */
export function withCommentsAndCdata(xml: string): string {
  return xml
    .replace('<ceb:Order>', '<!-- 演示：订单开始 --><?demo shown="once"?><ceb:Order>')
    .replace(/<ceb:itemName>([^<]*)<\/ceb:itemName>/, '<ceb:itemName><![CDATA[$1]]></ceb:itemName>')
    .replace(
      /<ceb:note>演示数据<\/ceb:note>/,
      '<ceb:note>&#x6F14;&#x793A;<!-- 半途注释 -->&#25968;据</ceb:note>',
    );
}

/** Puts text before the first occurrence of another. */
export function before(xml: string, place: string, text: string): string {
  const at = xml.indexOf(place);
  if (at < 0) throw new Error(`${place} is not in the message`);
  return xml.slice(0, at) + text + xml.slice(at);
}

/** Exchanges two neighbouring elements. */
export function swapped(xml: string, first: string, second: string): string {
  const pair = new RegExp(`(<ceb:${first}>[^<]*</ceb:${first}>)(<ceb:${second}>[^<]*</ceb:${second}>)`);
  if (!pair.test(xml)) throw new Error(`${first} and ${second} do not stand side by side`);
  return xml.replace(pair, '$2$1');
}
