import type { KnownType } from './catalogue.ts';
import type { Fields } from './document.ts';
import { exampleMessage, exampleValues } from './example.ts';
import { planOf } from './plan.ts';
import { fieldMutants, type Mutant, type Node, raw } from './xsd-field-mutants.ts';

const SIGNATURE =
  '<ds:Signature><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>' +
  '<ds:SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#rsa-sha1"/><ds:Reference URI=""><ds:DigestMethod ' +
  'Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>' +
  '<ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>';
const EXTEND: Node = {
  name: 'ceb:ExtendMessage',
  content: [
    { name: 'ceb:name', content: 'DEMO' },
    { name: 'ceb:version', content: '1' },
    { name: 'ceb:Message', content: '<x/>' },
  ],
};

function write(node: Node): string {
  const { name, content, attributes = '' } = node;
  if (name === '') return typeof content === 'string' ? content : content.map(write).join('');
  return `<${name}${attributes}>${typeof content === 'string' ? content : content.map(write).join('')}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\r', '&#xD;');
}

/** All messages of a type that are compared: the right one in several dresses, then one mutation at a time. */
export function* mutants(type: KnownType): Generator<Mutant> {
  const plan = planOf(type);
  const { shape, head, lines, flat } = plan;
  const outsiders = planOf('CEB311Message');
  const message = exampleMessage(type);
  const declaration = shape.kind === 'declaration';

  const part = (element: string, fields: Fields): Node => ({
    name: `ceb:${element}`,
    content: Object.entries(fields).map(([name, value]) => ({
      name: `ceb:${name}`,
      content: escaped(value),
    })),
  });
  const headNode = part(head.element, message.documents[0]?.head ?? {});
  const lineNode = (number: number): Node =>
    lines ? part(lines.element, exampleValues(lines, number)) : raw('');
  const withLines = lines === undefined ? [] : [lineNode(1)];
  const record = (children: readonly Node[]): Node =>
    flat && children[0] !== undefined ? children[0] : { name: `ceb:${shape.record}`, content: children };
  const right = record([headNode, ...withLines]);
  const transfer = part('BaseTransfer', message.transfer ?? {});
  const subscribe = part('BaseSubscribe', message.subscribes[0] ?? {});
  const signature = declaration ? [raw(SIGNATURE)] : [];
  const tail = !declaration
    ? []
    : shape.direction === 'export'
      ? [transfer, subscribe, ...signature, EXTEND]
      : [transfer, subscribe, EXTEND, ...signature];

  const CEB = 'xmlns:ceb="http://www.chinaport.gov.cn/ceb"';
  const DS = 'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
  const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
  const ids = `guid="${message.guid}" version="1.0"`;
  const root = (children: readonly Node[], attributes = ids, namespaces = `${CEB} ${DS} ${XSI}`): string =>
    write({ name: `ceb:${type}`, attributes: ` ${namespaces} ${attributes}`, content: children });
  const mutant = (mutation: string, place: string, xml: string): Mutant => ({ mutation, place, xml });
  const whole = [right, ...tail];
  const xml = root(whole);

  yield mutant('right', type, xml);
  yield mutant(
    'default-namespace',
    type,
    xml.replaceAll('<ceb:', '<').replaceAll('</ceb:', '</').replace('xmlns:ceb=', 'xmlns='),
  );
  yield mutant(
    'other-prefix',
    type,
    xml.replaceAll('<ceb:', '<q:').replaceAll('</ceb:', '</q:').replace('xmlns:ceb=', 'xmlns:q='),
  );
  yield mutant(
    'no-namespace',
    type,
    xml.replaceAll('<ceb:', '<').replaceAll('</ceb:', '</').replace(CEB, ''),
  );
  yield mutant('wrong-namespace', type, xml.replace('chinaport.gov.cn/ceb', 'chinaport.gov.cn/CEB'));
  yield mutant('comments', type, xml.replaceAll('><', '><!-- c --><?p i?>\n<'));
  yield mutant('attribute-on-root', type, root(whole, `${ids} extra="1"`));
  yield mutant('no-guid', type, root(whole, 'version="1.0"'));
  yield mutant('short-guid', type, root(whole, 'guid="123" version="1.0"'));
  yield mutant('no-version', type, root(whole, `guid="${message.guid}"`));
  yield mutant('empty-version', type, root(whole, `guid="${message.guid}" version=""`));
  yield mutant('long-version', type, root(whole, `guid="${message.guid}" version="12345678901"`));
  yield mutant('no-record', type, root(tail));
  yield mutant('records-max', type, root([...copies(right, Math.min(plan.recordsMax, 100)), ...tail]));
  if (Number.isFinite(plan.recordsMax)) {
    yield mutant('records-over', type, root([...copies(right, plan.recordsMax + 1), ...tail]));
  }
  yield mutant('empty-record', type, root([{ name: `ceb:${shape.record}`, content: '' }, ...tail]));
  yield mutant('unknown-in-root', type, root([right, { name: 'ceb:extra', content: 'x' }, ...tail]));
  yield mutant('text-in-root', type, root([right, raw('x'), ...tail]));
  if (!flat) {
    yield mutant(
      'unknown-in-record',
      type,
      root([record([headNode, ...withLines, { name: 'ceb:extra', content: 'x' }]), ...tail]),
    );
    yield mutant('text-in-record', type, root([record([headNode, raw('x'), ...withLines]), ...tail]));
    yield mutant('no-head', type, root([record(withLines), ...tail]));
    yield mutant('two-heads', type, root([record([headNode, headNode, ...withLines]), ...tail]));
  }
  if (lines !== undefined) {
    yield mutant('no-lines', type, root([record([headNode]), ...tail]));
    yield mutant('lines-first', type, root([record([...withLines, headNode]), ...tail]));
    yield mutant(
      'empty-line',
      type,
      root([record([headNode, { name: `ceb:${lines.element}`, content: '' }]), ...tail]),
    );
    const many = Math.min(lines.max, 150);
    yield mutant('lines-max', type, root([record([headNode, ...numbered(lineNode, many)]), ...tail]));
    if (many === lines.max) {
      yield mutant('lines-over', type, root([record([headNode, ...numbered(lineNode, many + 1)]), ...tail]));
    }
  }
  yield* tailMutants();
  for (const field of head.fields)
    yield* fieldMutants(field, headNode, node => root([record([node, ...withLines]), ...tail]));
  if (lines !== undefined) {
    for (const field of lines.fields)
      yield* fieldMutants(field, lineNode(1), node => root([record([headNode, node]), ...tail]));
  }

  function* tailMutants(): Generator<Mutant> {
    if (!declaration) {
      const stray = part('BaseTransfer', exampleValues(outsiders.transfer ?? head));
      yield mutant('transfer-in-receipt', type, root([right, stray]));
      yield mutant('signature-in-receipt', type, root([right, raw(SIGNATURE)]));
      return;
    }
    const without = (node: Node) => root([right, ...tail.filter(other => other !== node)]);
    yield mutant('undeclared-prefix', type, root(whole, ids, `${DS} ${XSI}`).replaceAll('ceb:', ''));
    yield mutant('no-signature', type, root([right, ...tail.filter(node => node.content !== SIGNATURE)]));
    yield mutant('no-transfer', type, without(transfer));
    yield mutant('no-subscribe', type, without(subscribe));
    yield mutant('no-extend', type, without(EXTEND));
    yield mutant('two-transfers', type, root([right, transfer, ...tail]));
    yield mutant('two-signatures', type, root([right, ...tail, ...signature]));
    yield mutant(
      'two-extends',
      type,
      root([right, ...tail.flatMap(node => (node === EXTEND ? [EXTEND, EXTEND] : [node]))]),
    );
    yield mutant('subscribes-max', type, root([right, transfer, ...copies(subscribe, 5), ...tail.slice(2)]));
    yield mutant('subscribes-over', type, root([right, transfer, ...copies(subscribe, 6), ...tail.slice(2)]));
    yield mutant('subscribe-first', type, root([right, subscribe, transfer, ...tail.slice(2)]));
    yield mutant('tail-first', type, root([transfer, right, ...tail.slice(1)]));
    const [third, fourth] = tail.slice(2);
    if (third && fourth) yield mutant('tail-order', type, root([right, transfer, subscribe, fourth, third]));
    yield mutant('extend-without-name', type, root(whole).replace('<ceb:name>DEMO</ceb:name>', ''));
    yield mutant(
      'unknown-in-transfer',
      type,
      root(whole).replace('</ceb:BaseTransfer>', '<ceb:extra/></ceb:BaseTransfer>'),
    );
    for (const field of plan.transfer?.fields ?? []) {
      yield* fieldMutants(field, transfer, node => root([right, node, ...tail.slice(1)]));
    }
    for (const field of plan.subscribe?.fields ?? []) {
      yield* fieldMutants(field, subscribe, node => root([right, transfer, node, ...tail.slice(2)]));
    }
  }
}

function copies(node: Node, count: number): Node[] {
  return Array.from({ length: count }, () => node);
}

function numbered(make: (number: number) => Node, count: number): Node[] {
  return Array.from({ length: count }, (_, index) => make(index + 1));
}
