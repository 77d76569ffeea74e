import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase, type OwnDatabase } from '../../test/fresh-database.ts';
import { copyRows, jsons, numbers, texts, together } from './index.ts';

/** What PostgreSQL can hold as text: no NUL, no half of a surrogate pair. Signs that mean something to COPY and arrays come often. */
const sign = fc.oneof(
  fc.constantFrom(
    '\\',
    '\t',
    '\n',
    '\r',
    '"',
    '{',
    '}',
    ',',
    "'",
    ' ',
    '\\N',
    '\\.',
    'null',
    'NULL',
    '\u001f',
    '\u0008',
    '\u00a0',
    '中',
    '𠮷',
  ),
  fc.string({ maxLength: 4, unit: 'binary' }),
);
const text = fc
  .array(sign, { maxLength: 6 })
  .map(signs => signs.join(''))
  .filter(value => !value.includes('\u0000') && !/\p{Surrogate}/u.test(value));

describe('values on their way into the database', () => {
  let own: OwnDatabase;
  beforeAll(async () => {
    own = await emptyDatabase();
    await own.database.query('create table odd (n bigint, t text, b bytea, f boolean)');
  });
  afterAll(() => own.drop());

  it('come out of COPY as they went in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
            fc.option(text),
            fc.uint8Array(),
            fc.boolean(),
          ),
          { maxLength: 20 },
        ),
        async rows => {
          const back = await own.database.transaction(async tx => {
            await tx.query('truncate odd');
            await copyRows(tx, 'odd (n, t, b, f)', rows);
            return tx.query<{ n: bigint; t: string | null; b: Buffer; f: boolean }>(
              'select n, t, b, f from odd order by ctid',
            );
          });
          expect(back.rows.map(({ n, t, b, f }) => [n, t, [...b], f])).toEqual(
            rows.map(([n, t, b, f]) => [n, t, [...b], f]),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('come out of arrays as they went in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async values => {
        const [row] = await own.database.query<{ t: string[]; j: unknown[]; n: bigint[] }>(
          'select $1::text[] as t, string_to_array($2::text, chr(31))::json[] as j, $3::bigint[] as n',
          [
            texts(values),
            jsons(values.map(value => JSON.stringify({ value }))),
            numbers(values.map((_, index) => index)),
          ],
        );
        expect(row?.t).toEqual(values);
        expect(row?.j).toEqual(values.map(value => ({ value })));
        expect(row?.n.map(Number)).toEqual(values.map((_, index) => index));
      }),
      { numRuns: 60 },
    );
  });

  it('what failed first is told, and nothing runs on after it', async () => {
    const failed = own.database.transaction(async tx => {
      await together([
        tx.query('select 1'),
        copyRows(tx, 'odd (n, t, b, f)', [[1, 'x', null, 'not a boolean']]),
        tx.query('select 2'),
      ]);
    });
    await expect(failed).rejects.toMatchObject({ code: '22P02' });
    expect(await own.database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
