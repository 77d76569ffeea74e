import { accept, emptyBook, noEffects } from '../cases/index.ts';
import { documentsOf, messageOf, parcel, senderOf, zoneEnterprise } from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import { businessKey, checkDocument, type Document, decodeXml, encodeXml } from '../messages/index.ts';
import { judge, judgeExport } from '../rules/index.ts';
import { identityOf } from '../server/gateway/index.ts';
import { beijingDate, type Instant } from '../shared/index.ts';
import { quoteTax, taxInputOf } from '../tax/index.ts';
import { KNOWN_WORLD } from './rules.ts';

export interface Stage {
  readonly name: string;
  /** CPU microseconds of one declaration (its four documents). */
  readonly micros: number;
}

/** CPU per declaration of the pure stages, measured in this process, one after the other, each over the same parcels. */
export function measureStages(at: Instant, parcels = 400): readonly Stage[] {
  const law = shippedLaw();
  const cases = Array.from({ length: parcels }, (_, index) =>
    parcel({ seed: 'stages', at, serial: index + 1 }, law),
  );
  const documents = cases.flatMap(it => documentsOf(it));
  const bodies = [...group(documents)].map(([name, queue]) =>
    Buffer.from(
      encodeXml(messageOf(name.split(' ')[1] ?? '', queue, '00000000-0000-4000-8000-000000000000')),
    ),
  );
  const encoded = documents.map(document =>
    messageOf(senderOf(document), [document], '00000000-0000-4000-8000-000000000000'),
  );
  const per = (name: string, work: () => void): Stage => ({ name, micros: cpuOf(work) / parcels });
  return [
    per('decode XML', () => bodies.forEach(body => void decodeXml(body, { check: false }))),
    per('fields', () => documents.forEach(document => void checkDocument(document, { codes: law, at }))),
    per('identity', () => documents.forEach(document => void identityOf('SENDER', document))),
    per('tax', () => cases.forEach(it => void quoteTax(taxInputOf(it.list, beijingDate(at)), law))),
    per('judge (with tax)', () => cases.forEach(it => void judge(it, at, law, KNOWN_WORLD))),
    per('fold (with judge)', () =>
      fold(
        cases.map(it => documentsOf(it)),
        at,
      ),
    ),
    per('encode XML', () => encoded.forEach(message => void encodeXml(message))),
  ];
}

function group(documents: readonly Document[]): Map<string, Document[]> {
  const groups = new Map<string, Document[]>();
  for (const document of documents) {
    const name = `${document.type} ${senderOf(document)}`;
    groups.set(name, [...(groups.get(name) ?? []), document].slice(-100));
  }
  return groups;
}

function fold(sets: readonly (readonly Document[])[], at: Instant): void {
  const law = shippedLaw();
  const book = emptyBook();
  const setting = {
    law,
    stance: 'authority' as const,
    test: false,
    enterprise: zoneEnterprise,
    match: (text: string) => text,
    judge,
    judgeExport,
  };
  for (const set of sets) {
    const buyer = set.find(document => document.type === 'CEB621Message')?.head['buyerIdNumber'] ?? '';
    const account = `${beijingDate(at).slice(0, 4)}|${buyer}`;
    if (!book.quota.has(account)) book.quota.set(account, { used: 0n, weights: {}, entries: [] });
  }
  for (const document of sets.flat())
    accept(
      book,
      noEffects(),
      {
        document,
        key: businessKey(document),
        sender: senderOf(document),
        at,
        identity: identityOf('x', document),
        envelopeId: 'bench',
        record: 0,
        findings: [],
      },
      setting,
    );
}

/** CPU microseconds of `work`: best of five after a warm-up, because the machine is shared. */
function cpuOf(work: () => void): number {
  work();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, user + system);
  }
  return best;
}
