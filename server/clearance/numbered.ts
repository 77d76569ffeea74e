import { exportCaseOfListKey, journalOfExport } from '../../cases/index.ts';
import { numbers as arrayOf, bucketOf, type Database, rowsOf, texts } from '../store/index.ts';
import { type Realm, scoped, unscoped } from './realm.ts';

/**
 * Which cases the numbers of export lists mean, as far as they are known: a number of this platform holds the journal number of its list;
 * one that customs gave has a routing row. The case may have another number by now: whoever asks compares it with the case's own.
 */
export async function readNumbered(
  database: Database,
  realm: Pick<Realm, 'test'>,
  invtNos: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const routes = invtNos.map(number => scoped(realm, `I|${number}`));
  const given = await rowsOf<{ key: string; cases: readonly string[] }>(
    database,
    `select r.key, r.cases from unnest($1::smallint[], $2::text[]) as u (bucket, key)
     join clearance.routing r on r.bucket = u.bucket and r.key = u.key`,
    [arrayOf(routes.map(bucketOf)), texts(routes)],
  );
  for (const { key, cases } of given) {
    const last = cases.at(-1);
    if (last !== undefined) found.set(unscoped(key).slice('I|'.length), last);
  }
  const journals = new Map<bigint, string[]>();
  for (const number of invtNos) {
    const journal = journalOfExport(number);
    if (journal !== undefined && !found.has(number))
      journals.set(journal, [...(journals.get(journal) ?? []), number]);
  }
  const own = await rowsOf<{ journal: bigint; key: string }>(
    database,
    "select journal, key from clearance.document where journal = any($1::bigint[]) and type = 'CEB603Message'",
    [arrayOf([...journals.keys()])],
  );
  for (const { journal, key } of own) {
    const caseKey = exportCaseOfListKey(unscoped(key));
    if ((key !== unscoped(key)) !== realm.test || caseKey === undefined) continue;
    for (const number of journals.get(journal) ?? []) found.set(number, caseKey);
  }
  return found;
}
