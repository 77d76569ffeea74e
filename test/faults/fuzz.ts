import { readFileSync } from 'node:fs';
import { documentsOf, messageOf, parcel, type Random, random, senderOf } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { encodeJson, encodeXml } from '../../messages/index.ts';
import { makeBombs, nasty, oddWorkbook, packed, spoilBytes, spoilJson, spoilXml } from './mutate.ts';

/** A request as it goes out. `raw` ones are written to the wire as they stand, without an HTTP library's help. */
export interface Shot {
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** Body pieces of a chunked request. */
  readonly chunked: boolean;
  readonly raw?: Buffer;
}

interface Schema {
  readonly [name: string]: unknown;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly $ref?: string;
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
  readonly pattern?: string;
  readonly format?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { value: unknown }>>;
}

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { value: unknown }>>;
}

export interface Api {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters?: readonly Parameter[];
            readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
          }
        >
      >
    >
  >;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Route {
  readonly path: string;
  readonly method: string;
  readonly parameters: readonly Parameter[];
  readonly bodies: readonly { readonly media: string; readonly text: string; readonly schema: Schema }[];
}

export interface Keys {
  readonly operator: string;
  readonly sender: string;
  readonly test: string;
}

/**
 * Requests from the description of the interface and chance: every route, parameter, header and body, some right, most of them spoiled
 * in one or several places. The n-th request depends on the seed and n alone, so one that breaks something can be made again.
 */
export function fuzzer(api: Api, keys: Keys, seed: string): (index: number) => Shot {
  const routes = routesOf(api);
  const door = routes.filter(route => /envelopes$|precheck$/.test(route.path) && route.method === 'POST');
  const corpus = messages();
  const bombs = makeBombs();
  return index => {
    const chance = random(`${seed}/${index}`);
    if (chance.chance(2)) return rawShot(index, chance, keys);
    const route = chance.chance(45) ? chance.pick(door) : chance.pick(routes);
    const { address, headers: fromSchema } = addressOf(route, chance, api);
    let method = route.method;
    if (chance.chance(2))
      method = chance.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE']);
    const headers: Record<string, string> = { ...authorization(chance, keys), ...fromSchema };
    if (chance.chance(20))
      headers['accept'] = chance.pick([
        'application/xml',
        '*/*',
        'text/csv',
        'x',
        ', ,',
        'application/xml;q=0',
      ]);
    if (chance.chance(5))
      headers['accept-encoding'] = chance.pick(['gzip', 'br', 'deflate', 'identity;q=0', 'x']);
    if (chance.chance(5))
      headers[`x-${chance.whole(0, 9)}`] = 'A'.repeat(chance.pick([10, 3000, 9000, 17_000]));
    let body: Buffer | undefined;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'TRACE') {
      const made = door.includes(route) ? messageBody(chance, corpus) : jsonBody(route, chance, api);
      body = made.body;
      headers['content-type'] = chance.chance(6)
        ? chance.pick([
            '',
            'application/json',
            'text/csv',
            'application/xml',
            'multipart/form-data; boundary=x',
            'a/b;;;',
            'application/json; charset=utf-16',
            'x'.repeat(200),
          ])
        : made.media;
      if (chance.chance(8)) {
        const again = packed(body, chance);
        body = again.body;
        headers['content-encoding'] = again.encoding;
      } else if (chance.whole(1, 2000) === 1) {
        const dangerous = chance.pick(bombs);
        body = dangerous.body;
        headers['content-encoding'] = dangerous.encoding;
      }
      if (chance.chance(15))
        headers['idempotency-key'] = headerText(
          chance.chance(70) ? `k${chance.whole(0, 300)}` : nasty(chance),
        );
    }
    return {
      index,
      method,
      path: address,
      headers: sendable(headers),
      body,
      chunked: body !== undefined && chance.chance(10),
    };
  };
}

function authorization(chance: Random, keys: Keys): Record<string, string> {
  const way = chance.whole(1, 100);
  if (way <= 45) return { authorization: `Bearer ${keys.operator}` };
  if (way <= 75) return { authorization: `Bearer ${keys.sender}` };
  if (way <= 88) return { authorization: `Bearer ${keys.test}` };
  if (way <= 92) return {};
  return {
    authorization: chance.pick([
      'Bearer ',
      'Bearer qt_live_x',
      `Basic ${keys.operator}`,
      `bearer  ${keys.operator}`,
      `Bearer ${keys.operator}x`,
      `Bearer ${'x'.repeat(9000)}`,
      headerText(nasty(chance)),
    ]),
  };
}

/** The library refuses to send some header values; the raw requests send them. */
function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerText(value)]));
}

function headerText(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '');
}

function routesOf(api: Api): readonly Route[] {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      path,
      method: method.toUpperCase(),
      parameters,
      bodies: Object.entries(requestBody?.content ?? {}).flatMap(([media, described]) =>
        examplesOf(described).map(value => ({
          media,
          text: typeof value === 'string' ? value : JSON.stringify(value),
          schema: described.schema ?? {},
        })),
      ),
    })),
  );
}

function examplesOf({ schema, example, examples }: Media): unknown[] {
  return [
    ...(example === undefined ? [] : [example]),
    ...Object.values(examples ?? {}).map(one => one.value),
    ...(schema?.examples ?? []),
    ...(schema?.example === undefined ? [] : [schema.example]),
  ];
}

function addressOf(route: Route, chance: Random, api: Api) {
  let address = route.path;
  const query: string[] = [];
  const headers: Record<string, string> = {};
  for (const parameter of route.parameters) {
    const value = textFor(parameter, chance, api);
    if (parameter.in === 'path')
      address = address.replace(`{${parameter.name}}`, encoded(value, chance) || '%20');
    else if (parameter.in === 'header') {
      if (chance.chance(30)) headers[parameter.name] = value;
    } else if (chance.chance(60)) {
      query.push(`${parameter.name}=${encoded(value, chance)}`);
      if (chance.chance(5)) query.push(`${parameter.name}=${encoded(nasty(chance), chance)}`);
    }
  }
  if (chance.chance(5)) query.push(`${encoded(nasty(chance), chance)}=${encoded(nasty(chance), chance)}`);
  if (chance.chance(2)) address += chance.pick(['/', '//', '/..', '%2e%2e', ';a=b', '/%00', '%']);
  return { address: query.length > 0 ? `${address}?${query.join('&')}` : address, headers };
}

/** Percent-encoded, as a rule correctly. */
function encoded(text: string, chance: Random): string {
  if (chance.chance(4))
    return chance.pick(['%', '%zz', '%00', '%c0%af', '%ed%a0%80', '%ff%fe', '+', '&', '#']);
  try {
    return encodeURIComponent(text);
  } catch {
    return '%ed%a0%80';
  }
}

function textFor(parameter: Parameter, chance: Random, api: Api): string {
  const example =
    parameter.example ??
    Object.values(parameter.examples ?? {})[0]?.value ??
    parameter.schema.examples?.[0] ??
    parameter.schema.example;
  if (example !== undefined && chance.chance(50)) return String(example);
  return chance.chance(50) ? String(valueFor(parameter.schema, chance, api)) : nasty(chance);
}

/** A value that its schema might allow. */
function valueFor(schema: Schema, chance: Random, api: Api, depth = 0): unknown {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return depth > 5 ? null : valueFor(api.components?.schemas?.[name] ?? {}, chance, api, depth + 1);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum && schema.enum.length > 0) return chance.pick(schema.enum);
  if (schema.anyOf && schema.anyOf.length > 0)
    return valueFor(chance.pick(schema.anyOf), chance, api, depth + 1);
  if (schema.examples && schema.examples.length > 0 && chance.chance(50)) return chance.pick(schema.examples);
  switch (schema.type) {
    case 'integer':
      return chance.pick([0, 1, -1, 100, 1000, 1001, 2_147_483_648]);
    case 'number':
      return chance.whole(0, 100_000) / 100;
    case 'boolean':
      return chance.chance(50);
    case 'array':
      return depth > 5
        ? []
        : Array.from({ length: chance.whole(0, 4) }, () =>
            valueFor(schema.items ?? {}, chance, api, depth + 1),
          );
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => (schema.required ?? []).includes(name) || chance.chance(50))
          .map(([name, inner]) => [name, depth > 5 ? null : valueFor(inner, chance, api, depth + 1)]),
      );
    default:
      if (schema.format === 'date')
        return chance.pick(['2026-06-01', '0001-01-01', '9999-12-31', '2024-02-29']);
      if (schema.format === 'date-time') return '2026-06-01T08:00:00+08:00';
      if (schema.format === 'uuid') return chance.guid().toLowerCase();
      if (schema.pattern !== undefined)
        return chance.pick(['0', '1', '3701DEMO01', '999999999999999999', '12.5', 'A'.repeat(18)]);
      return chance.pick(['演示', 'CEB311Message', 'csv', 'a', nasty(chance)]);
  }
}

function jsonBody(route: Route, chance: Random, api: Api): { body: Buffer; media: string } {
  const media = 'application/json';
  if (route.bodies.length === 0) return { body: Buffer.from(chance.pick(['', '{}', nasty(chance)])), media };
  const { text, schema, media: described } = chance.pick(route.bodies);
  if (!/json/.test(described)) return formBody(text, described, chance);
  const way = chance.whole(1, 100);
  if (way <= 15) return { body: Buffer.from(text), media };
  if (way <= 40) return { body: jsonBytes(valueFor(schema, chance, api)), media };
  if (way <= 85) {
    let value: unknown = JSON.parse(text);
    for (let times = chance.whole(1, 3); times > 0; times--) value = spoilJson(value, chance);
    return { body: jsonBytes(value), media };
  }
  return { body: spoilBytes(Buffer.from(text), chance), media };
}

/** A form, or whatever else is no JSON: as it stands, with other values, or spoiled as bytes. */
function formBody(text: string, media: string, chance: Random): { body: Buffer; media: string } {
  const way = chance.whole(1, 100);
  if (way <= 20) return { body: Buffer.from(text), media };
  if (way > 60) return { body: spoilBytes(Buffer.from(text), chance), media };
  const form = new URLSearchParams(text);
  const names = [...form.keys()];
  if (names.length > 0) form.set(chance.pick(names), nasty(chance));
  if (chance.chance(20)) form.append(chance.pick([...names, 'x', '__proto__']), nasty(chance));
  return { body: Buffer.from(form.toString()), media };
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? 'null');
}

interface Corpus {
  readonly xml: readonly string[];
  readonly json: readonly string[];
  readonly csv: readonly string[];
}

const SAMPLES = new URL('../../samples/', import.meta.url);
const sample = (name: string) => readFileSync(new URL(name, SAMPLES));

const SIGNATURE =
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo/><ds:SignatureValue>AA==</ds:SignatureValue></ds:Signature>';

/** Right messages of our own making: parcels of the demo, the sample sets, the sheets of the gallery. */
function messages(): Corpus {
  const law = shippedLaw();
  const made = Array.from({ length: 12 }, (_, serial) =>
    documentsOf(parcel({ seed: 'fuzz', at: Date.parse('2026-06-01T10:00:00+08:00'), serial }, law)),
  )
    .flat()
    .map((document, index) => messageOf(senderOf(document), [document], random(`fuzz/${index}`).guid()));
  return {
    xml: [
      ...made.map(message => encodeXml(message)),
      ...['order', 'payment', 'waybill', 'list'].map(name => sample(`right-set/${name}.xml`).toString()),
      ...['nested.xml', 'export-303.xml', 'export-603.xml', 'prefix-none.xml'].map(name =>
        sample(`gallery/${name}`).toString(),
      ),
    ],
    json: [
      ...made
        .slice(0, 16)
        .map((message, index) =>
          encodeJson(index % 4 === 0 ? { ...message, signature: SIGNATURE } : message),
        ),
      sample('gallery/orders.json').toString(),
    ],
    csv: [sample('gallery/orders-utf8.csv').toString()],
  };
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function messageBody(chance: Random, corpus: Corpus): { body: Buffer; media: string } {
  const way = chance.whole(1, 100);
  if (way <= 10) return { body: Buffer.from(chance.pick(corpus.xml)), media: 'application/xml' };
  if (way <= 50) {
    let xml = chance.pick(corpus.xml);
    for (let times = chance.whole(1, 4); times > 0; times--) xml = spoilXml(xml, chance);
    return { body: Buffer.from(xml), media: 'application/xml' };
  }
  if (way <= 60)
    return {
      body: spoilBytes(Buffer.from(chance.pick(corpus.xml)), chance),
      media: 'text/xml; charset=utf-8',
    };
  if (way <= 75) {
    let value: unknown = JSON.parse(chance.pick(corpus.json));
    for (let times = chance.whole(1, 3); times > 0; times--) value = spoilJson(value, chance);
    return { body: jsonBytes(chance.chance(10) ? [value, value] : value), media: 'application/json' };
  }
  if (way <= 80)
    return { body: spoilBytes(Buffer.from(chance.pick(corpus.json)), chance), media: 'application/json' };
  if (way <= 90) return { body: spoilBytes(Buffer.from(chance.pick(corpus.csv)), chance), media: 'text/csv' };
  if (way <= 96) {
    const book = oddWorkbook(chance);
    return { body: chance.chance(50) ? book : spoilBytes(book, chance), media: XLSX };
  }
  return { body: Buffer.from(nasty(chance)), media: 'application/xml' };
}

/** Bytes that no HTTP library would send. */
function rawShot(index: number, chance: Random, keys: Keys): Shot {
  const auth = `Authorization: Bearer ${keys.sender}\r\n`;
  const raw = chance.pick([
    'GET\r\n\r\n',
    '\r\n\r\n\r\n',
    `GET /v1/cases/a HTTP/9.9\r\nHost: a\r\n\r\n`,
    `GET http://other.example/healthz HTTP/1.1\r\nHost: a\r\n\r\n`,
    `GET /healthz HTTP/1.1\r\n\r\n`,
    `GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
    `POST /v1/envelopes HTTP/1.1\r\nHost: a\r\n${auth}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
    `POST /v1/envelopes HTTP/1.1\r\nHost: a\r\n${auth}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `POST /v1/envelopes HTTP/1.1\r\nHost: a\r\n${auth}Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`,
    `POST /v1/envelopes HTTP/1.1\r\nHost: a\r\n${auth}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n`,
    `POST /v1/envelopes HTTP/1.1\r\nHost: a\r\n${auth}Content-Length: -1\r\n\r\n`,
    `POST /v1/envelopes HTTP/1.1\r\nHost: a\r\n${auth}Content-Length: 99999999999\r\n\r\n`,
    `GET /v1/receipts?after=0 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \x00\x01\xff\r\n\r\n`,
    `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
    `GET /healthz HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(3000)}\r\n`,
    `GET /healthz HTTP/1.1\r\nHost: a\r\nX : y\r\n folded\r\n\r\n`,
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    `CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n`,
    `GET /metrics HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    `POST /v1/envelopes HTTP/1.1\r\nHost: a\r\n${auth}Expect: 100-continue\r\nContent-Length: 2\r\n\r\nhi`,
    `POST /v1/envelopes HTTP/1.1\r\nHost: a\r\n${auth}Expect: tea\r\nContent-Length: 2\r\n\r\nhi`,
    `GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /nothing HTTP/1.1\r\nHost: a\r\n\r\n`,
    `OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n`,
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  ]);
  const bytes = Buffer.from(raw, 'latin1');
  return {
    index,
    method: 'RAW',
    path: '',
    headers: {},
    body: undefined,
    chunked: false,
    raw: chance.chance(20) ? spoilBytes(bytes, chance) : bytes,
  };
}
