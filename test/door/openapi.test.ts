import SwaggerParser from '@apidevtools/swagger-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleEbp } from '../../server/api/examples.ts';
import { seedExamples } from '../../server/api/index.ts';
import { type Door, openDoor } from './door.ts';

interface Schema {
  readonly $ref?: string;
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
  readonly format?: string;
}

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
    readonly example?: unknown;
    readonly examples?: Readonly<Record<string, { value: unknown }>>;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<
        string,
        { schema: Schema; example?: unknown; examples?: Readonly<Record<string, { value: unknown }>> }
      >
    >;
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: Schema }>> }>
  >;
}

interface Api {
  readonly openapi: string;
  readonly security?: readonly unknown[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let door: Door;
let api: Api;
let key: { authorization: string };

beforeAll(async () => {
  door = await openDoor();
  await seedExamples(door.zone.platform);
  key = await door.keyFor(exampleEbp);
  api = (await door.ask('/openapi.json')).body as unknown as Api;
});
afterAll(() => door.close());

const operations = () =>
  Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

describe('/openapi.json', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(api.openapi).toMatch(/^3\.1\./);
    await SwaggerParser.validate(
      structuredClone(api) as unknown as Parameters<typeof SwaggerParser.validate>[0],
    );
  });

  it('says of every operation what it does, who may, and what it answers', () => {
    expect(operations().length).toBeGreaterThan(25);
    for (const { path, method, operation } of operations()) {
      const name = `${method} ${path}`;
      expect(operation.summary, name).toBeTruthy();
      expect(operation.tags?.length, name).toBe(1);
      expect(operation.security ?? api.security, name).toBeDefined();
      expect(
        Object.keys(operation.responses).some(status => status.startsWith('2')),
        name,
      ).toBe(true);
      for (const parameter of operation.parameters ?? [])
        if (parameter.in === 'path') expect(exampleOf(parameter), `${name} ${parameter.name}`).toBeDefined();
    }
  });

  it('has an XML, a JSON and a CSV example of the message routes', () => {
    for (const path of ['/v1/envelopes', '/v1/precheck'])
      for (const media of ['application/xml', 'application/json', 'text/csv'])
        expect(
          bodiesOf(api.paths[path]?.['post']).some(body => body.media === media),
          `${path} ${media}`,
        ).toBe(true);
  });

  it.each([
    ['its own organisation', exampleEbp],
    ['an operator', '3701DM0701'],
  ])('has only examples that work, for %s', async (_, org) => {
    const own = await door.keyFor(org);
    // Removing comes last and asks for what is not there, but nothing may hang on the order.
    let tried = 0;
    for (const { path, method, operation } of operations()) {
      const bodies = operation.requestBody ? bodiesOf(operation) : [undefined];
      expect(bodies.length, `${method} ${path}: body examples`).toBeGreaterThan(0);
      for (const body of bodies) {
        const answer = await door.ask(addressOf(path, operation), {
          key: own,
          method,
          ...(body ? { type: body.media, body: body.text } : {}),
        });
        tried += 1;
        expect(
          answer.status,
          `${method} ${addressOf(path, operation)} ${body?.media ?? ''}: ${answer.text.slice(0, 300)}`,
        ).toBeLessThan(300);
        expect(
          operation.responses[String(answer.status)],
          `${method} ${path} declares ${answer.status}`,
        ).toBeDefined();
      }
    }
    expect(tried).toBeGreaterThan(28);
    expect(door.alarms).toEqual([]);
  });

  it('seeds the examples once, as one judged parcel', async () => {
    const before = await door.counts();
    await seedExamples(door.zone.platform);
    expect(await door.counts()).toEqual(before);
    const parcel = await door.ask(addressOf('/v1/cases/{id}', api.paths['/v1/cases/{id}']?.['get']), { key });
    expect((parcel.body['documents'] as unknown[]).length).toBe(4);
  });
});

function exampleOf(parameter: NonNullable<Operation['parameters']>[number]): unknown {
  return (
    parameter.example ??
    Object.values(parameter.examples ?? {})[0]?.value ??
    parameter.schema.examples?.[0] ??
    parameter.schema.example
  );
}

function addressOf(path: string, operation: Operation | undefined): string {
  let address = path;
  const query = new URLSearchParams();
  for (const parameter of operation?.parameters ?? []) {
    const example = exampleOf(parameter);
    if (parameter.in === 'path')
      address = address.replace(`{${parameter.name}}`, encodeURIComponent(String(example)));
    if (parameter.in === 'query' && example !== undefined) query.set(parameter.name, String(example));
  }
  return query.size > 0 ? `${address}?${query}` : address;
}

function bodiesOf(operation: Operation | undefined): { media: string; text: string }[] {
  return Object.entries(operation?.requestBody?.content ?? {}).flatMap(
    ([media, { schema, example, examples }]) =>
      [
        ...(example === undefined ? [] : [example]),
        ...Object.values(examples ?? {}).map(one => one.value),
        ...(schema.examples ?? []),
        ...(schema.example === undefined ? [] : [schema.example]),
      ].map(value => ({
        media,
        text: typeof value === 'string' ? value : JSON.stringify(value),
      })),
  );
}
