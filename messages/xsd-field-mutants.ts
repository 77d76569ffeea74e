import type { PlannedField } from './plan.ts';

/** A message that is right but for one thing (or for nothing), as text. */
export interface Mutant {
  readonly mutation: string;
  readonly place: string;
  readonly xml: string;
}

export interface Node {
  readonly name: string;
  /** Text is raw XML. */
  readonly content: string | readonly Node[];
  readonly attributes?: string;
}

/** Text that stands between elements, as it is. */
export function raw(content: string): Node {
  return { name: '', content };
}

/** One field changed in every way that the schema may mind; `put` makes the message around the changed part. */
export function* fieldMutants(
  field: PlannedField,
  part: Node,
  put: (part: Node) => string,
): Generator<Mutant> {
  const children = typeof part.content === 'string' ? [] : part.content;
  const at = children.findIndex(child => child.name === `ceb:${field.name}`);
  const own = children[at];
  const next = children[at + 1];
  if (own === undefined) return;
  const place = `${part.name.slice(4)}/${field.name}`;
  const change = (mutation: string, ...nodes: readonly Node[]): Mutant => ({
    mutation,
    place,
    xml: put({ ...part, content: [...children.slice(0, at), ...nodes, ...children.slice(at + 1)] }),
  });
  yield change('missing');
  yield change('repeated', own, own);
  yield change('unknown-after', own, { name: 'ceb:extra', content: 'x' });
  yield change('element-inside', { ...own, content: '<ceb:b/>' });
  yield change('attribute-on-field', { ...own, attributes: ' a="1"' });
  yield change('nil', { ...own, attributes: ' xsi:nil="true"', content: '' });
  yield change('cdata', {
    ...own,
    content: `<![CDATA[${typeof own.content === 'string' ? own.content : ''}]]>`,
  });
  yield change('text-beside', raw('x'), own);
  if (next !== undefined) {
    yield {
      mutation: 'order',
      place,
      xml: put({ ...part, content: [...children.slice(0, at), next, own, ...children.slice(at + 2)] }),
    };
    yield {
      mutation: 'at-end',
      place,
      xml: put({ ...part, content: [...children.slice(0, at), ...children.slice(at + 1), own] }),
    };
  }
  for (const [index, value] of badValues(field).entries()) {
    yield {
      ...change('value', { ...own, content: value }),
      place: `${place} = ${JSON.stringify(value.slice(0, 40))} #${index}`,
    };
  }
}

function badValues({ facets }: PlannedField): string[] {
  switch (facets.kind) {
    case 'string': {
      const max = Number.isFinite(facets.max) ? facets.max : 50;
      return [
        '',
        ' ',
        'x'.repeat(max),
        'x'.repeat(max + 1),
        '汉'.repeat(max),
        '\u{20bb7}'.repeat(max),
        '\u{20bb7}'.repeat(max + 1),
        'x'.repeat(Math.max(0, facets.min - 1)),
        ` ${'x'.repeat(Math.max(0, max - 2))} `,
        ` ${'x'.repeat(max)} `,
        `${'x'.repeat(Math.max(1, max - 3))}  x`,
        `a\n${'x'.repeat(Math.max(0, max - 2))}`,
      ];
    }
    case 'decimal':
      return [
        '',
        ' ',
        '0',
        '-0',
        '-1.5',
        '+1.5',
        '.5',
        '5.',
        '.',
        ' 12.5\n',
        '1 2',
        'abc',
        '1e3',
        '１２',
        '1,000.5',
        'NaN',
        'INF',
        '0.00001',
        '0.000001',
        '1.10000000',
        '0000000000000000000000001.5',
        '12345678901234.12345',
        '1234567890123456789',
        '12345678901234567890',
        '123456789012345.12345',
        '100000000000000000000',
      ];
    case 'int': {
      const digits = Number.isFinite(facets.digits) ? facets.digits : 9;
      return [
        '',
        ' ',
        '0',
        '-1',
        '+7',
        ' 7 ',
        '007',
        '1.0',
        'x',
        '１',
        '2147483647',
        '2147483648',
        '-2147483648',
        '-2147483649',
        '9'.repeat(digits),
        `1${'0'.repeat(digits)}`,
        `${'0'.repeat(12)}1`,
      ];
    }
  }
}
