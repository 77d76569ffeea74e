import type { Database } from '../server/store/index.ts';

/**
 * Fills a month: the export lists of the read model and their cases are copied under other keys and journal numbers (so that every copy
 * has a list number of its own) until there are at least `count`. What a preview does not read (documents, envelopes, receipts) is
 * not copied. Nobody may write meanwhile. Gives the number of lists afterwards.
 */
export async function fillMonth(database: Database, count: number): Promise<number> {
  const stored = async () =>
    Number((await database.query<{ n: bigint }>('select count(*) as n from declarations.list'))[0]?.n ?? 0);
  const base = await stored();
  if (base === 0) throw new Error('no export list to copy');
  const [top] = await database.query<{ journal: bigint }>('select journal from gateway.counter');
  const span = top?.journal ?? 0n;
  const columns = async (schema: string, table: string, changed: Readonly<Record<string, string>>) => {
    const rows = await database.query<{ name: string }>(
      'select column_name as name from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position',
      [schema, table],
    );
    return {
      into: rows.map(row => row.name).join(', '),
      from: rows.map(row => changed[row.name] ?? `b.${row.name}`).join(', '),
    };
  };
  await database.query('create table declarations.base_list as table declarations.list');
  await database.query(
    "create table declarations.base_case as select * from clearance.kase where key like 'E|%'",
  );
  const copies = Math.ceil(count / base) - 1;
  for (let copy = 1; copy <= copies; copy++) {
    const other = (column: string) => `b.${column} || '~${copy}'`;
    const raised = `${BigInt(copy) * span}`;
    const cases = await columns('clearance', 'kase', {
      key: other('key'),
      state: `regexp_replace(b.state::text, '("listJournal":\\{"\\$int":")\\d+', '\\1' ||
        ((b.state->'listJournal'->>'$int')::bigint + ${raised}))::json`,
    });
    const lists = await columns('declarations', 'list', {
      case_key: other('case_key'),
      doc_key: other('doc_key'),
    });
    await database.query(
      `insert into clearance.kase (${cases.into}) select ${cases.from} from declarations.base_case b`,
    );
    await database.query(
      `insert into declarations.list (${lists.into}) select ${lists.from} from declarations.base_list b`,
    );
  }
  await database.query('drop table declarations.base_list, declarations.base_case');
  for (const table of ['clearance.kase', 'declarations.list'])
    await database.query(`vacuum analyze ${table}`);
  await database.query('checkpoint');
  return stored();
}
