import type { Answer } from '../../cases/index.ts';
import { copyRows, type Tx } from '../store/index.ts';
import type { Realm } from './realm.ts';

/**
 * Writes answers as pages: those of one batch to one organisation lie together, numbered without a gap, and are sealed at once. The
 * order of answers to an organisation is that of the fold.
 * @param from `feed`: the counter before this batch
 */
export async function writeAnswers(
  tx: Tx,
  realm: Realm,
  answers: readonly Answer[],
  { feed, confirm }: { feed: bigint; confirm: (provisional: bigint) => bigint },
): Promise<void> {
  const pages = new Map<string, Answer[]>();
  for (const answer of answers) {
    const page = pages.get(answer.org);
    if (page) page.push(answer);
    else pages.set(answer.org, [answer]);
  }
  let last = feed;
  const rows = [...pages].map(([org, page]) => {
    const first = last + 1n;
    last += BigInt(page.length);
    const items = page.map(answer => [
      confirm(answer.journal).toString(),
      answer.type,
      answer.key,
      answer.caseKey ?? null,
    ]);
    const records = page.map(answer => answer.render(confirm));
    const sealed = realm.sealer.seal(Buffer.from(JSON.stringify(records)));
    return [last, first, org, realm.test, JSON.stringify(items), realm.sealer.current, sealed];
  });
  await copyRows(tx, 'gateway.answer (seq, first, org_code, test, items, data_key, sealed)', rows);
}
