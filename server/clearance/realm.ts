import type { Sealer } from '../identity/index.ts';
import { bucketOf, numbers, texts } from '../store/index.ts';
import type { Contents } from './contents.ts';

/** Whose data: live and test share no row, because every key of test data carries a prefix. */
export interface Realm {
  readonly test: boolean;
  readonly sealer: Sealer;
  readonly contents: Contents;
  /** Customs decides (stance precheck): documents are also found by the numbers that customs' receipts name. */
  readonly foreign?: boolean;
}

const TEST = 'test!';

export function scoped(realm: Pick<Realm, 'test'>, key: string): string {
  return realm.test ? TEST + key : key;
}

export function unscoped(key: string): string {
  return key.startsWith(TEST) ? key.slice(TEST.length) : key;
}

/** Keys as the arrays of a query: buckets and keys. */
export function keyArrays(realm: Realm, keys: Iterable<string>): [string, string] {
  const names = [...keys].map(key => scoped(realm, key));
  return [numbers(names.map(bucketOf)), texts(names)];
}
