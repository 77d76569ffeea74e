import type { Answer } from '../../cases/index.ts';
import { jsons, numbers, pack, type Tx, texts } from '../store/index.ts';
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
  if (pages.size === 0) return;
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
    return { last, first, org, items: JSON.stringify(items), sealed };
  });
  // Not by COPY: bytes would travel there as hexadecimal text, at twice the size and many times the cost.
  const { blob, begins, sizes } = pack(rows.map(row => row.sealed));
  await tx.query({
    name: 'write-answers',
    text: `insert into gateway.answer (seq, first, org_code, test, items, data_key, sealed)
     select seq, first, org, $1, items, $2, substring($3::bytea from b for s)
     from unnest($4::bigint[], $5::bigint[], $6::text[], string_to_array($7::text, chr(31))::json[], $8::int[], $9::int[])
       as u (seq, first, org, items, b, s)`,
    values: [
      realm.test,
      realm.sealer.current,
      blob,
      numbers(rows.map(row => row.last)),
      numbers(rows.map(row => row.first)),
      texts(rows.map(row => row.org)),
      jsons(rows.map(row => row.items)),
      numbers(begins),
      numbers(sizes),
    ],
  });
}
