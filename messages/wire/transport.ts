import { SaxesParser } from 'saxes';

/** Root elements of the e-port's transport messages: the terminal node's and the transport node's. */
const ROOT = /<(?:[\w.-]+:)?(?:DxpMsg|DxpMsgSv)[\s>]/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** The root stands near the beginning; behind a declaration and comments at most. */
const LOOK = 4096;

/**
 * The business message inside a transport message (DxpMsg, DxpMsgSv: base64 in the element Data). Undefined when the bytes are no
 * transport message or hold none that can be taken out; the reader then says what it makes of them. The transport message's own
 * routing and signature are not looked at here.
 */
export function unwrapTransport(bytes: Uint8Array): Uint8Array | undefined {
  if (!ROOT.test(Buffer.from(bytes.subarray(0, LOOK)).toString('latin1'))) return undefined;
  let inside = false;
  let data = '';
  let fault = false;
  const parser = new SaxesParser();
  parser.on('error', () => {
    fault = true;
  });
  parser.on('doctype', () => {
    fault = true;
  });
  parser.on('opentag', ({ name }) => {
    if (data === '' && localName(name) === 'Data') inside = true;
  });
  parser.on('closetag', ({ name }) => {
    if (localName(name) === 'Data') inside = false;
  });
  parser.on('text', text => {
    if (inside) data += text;
  });
  parser.write(Buffer.from(bytes).toString('utf8')).close();
  const compact = data.replace(/\s+/g, '');
  return !fault && BASE64.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
