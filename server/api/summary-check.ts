import type { JudgedCase, PrecheckAnswer } from '../../cases/index.ts';
import { businessKey, type Document } from '../../messages/index.ts';
import { type Finding, outcomeOf } from '../../shared/index.ts';
import { checkApplications, follow } from '../declarations/index.ts';
import type { Acknowledgement } from '../flow.ts';
import type { StoredEnvelope } from '../gateway/index.ts';
import type { Caller } from '../identity/index.ts';
import type { Platform } from '../platform.ts';
import { rereadEnvelope } from '../work.ts';
import { seesAll } from './eyes.ts';
import { showAcknowledgement } from './show.ts';

type Asker = Pick<Caller, 'test' | 'orgCode' | 'scopes'>;

/** What speaks against the lists that summary applications (701) name, by the application's business key. Other documents cost nothing. */
export async function findingsOnApplications(
  platform: Platform,
  caller: Asker,
  all: readonly Document[],
  at: number,
): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const documents = all.filter(document => document.type === APPLICATION);
  if (documents.length === 0) return new Map();
  await follow(platform);
  const { law } = await platform.editions.newest();
  const said = await checkApplications(platform, {
    test: caller.test,
    party: seesAll(caller) ? undefined : caller.orgCode,
    documents,
    at,
    law,
  });
  return new Map(documents.map((document, index) => [businessKey(document), said[index] ?? []]));
}

/** The answer to a message that has just come: of summary applications also what is known of their lists. */
export async function acknowledged(platform: Platform, caller: Asker, done: Acknowledgement) {
  const shown = showAcknowledgement(done);
  if (done.envelope.type !== APPLICATION) return shown;
  const documents = done.read.decoded.records.map(record => record.document);
  return {
    ...shown,
    records: await remarked(platform, caller, shown.records, documents, done.envelope.receivedAt),
  };
}

/** The same for a stored message, as its sender may know it today. */
export async function withRemarks<R extends Remarked>(
  platform: Platform,
  stored: StoredEnvelope,
  records: readonly R[],
): Promise<readonly R[]> {
  if (stored.type !== APPLICATION || platform.sealer().isDestroyed(stored.data_key)) return records;
  const { law } = await platform.editions.newest();
  const { read } = await rereadEnvelope(platform, stored, law);
  const asker = { test: stored.test, orgCode: stored.org_code, scopes: [] };
  const documents = read.decoded.records.map(record => record.document);
  return remarked(platform, asker, records, documents, Number(stored.received_at));
}

const APPLICATION = 'CEB701Message';

interface Remarked {
  readonly type: string;
  readonly key: string;
  readonly state: string;
  readonly findings: readonly Finding[];
}

/** What was accepted stays accepted: a failure here takes nothing back. */
async function remarked<R extends Remarked>(
  platform: Platform,
  caller: Asker,
  records: readonly R[],
  documents: readonly Document[],
  at: number,
): Promise<readonly R[]> {
  let said: ReadonlyMap<string, readonly Finding[]>;
  try {
    said = await findingsOnApplications(platform, caller, documents, at);
  } catch (error) {
    platform.alarm('check of a summary application', error);
    return records;
  }
  return records.map(record =>
    record.type === APPLICATION && record.state === 'current'
      ? { ...record, findings: [...record.findings, ...(said.get(record.key) ?? [])] }
      : record,
  );
}

/** Adds what the read model knows to what the documents say by themselves. */
export function withApplications(
  answer: PrecheckAnswer,
  said: ReadonlyMap<string, readonly Finding[]>,
): PrecheckAnswer {
  if ([...said.values()].every(findings => findings.length === 0)) return answer;
  const causes = new Map(answer.causes.map(cause => [cause.code, { ...cause }]));
  for (const finding of [...said.values()].flat()) {
    const { code, rule, message } = finding;
    const cause = causes.get(code) ?? { code, rule, count: 0, example: message };
    causes.set(code, { ...cause, count: cause.count + 1 });
  }
  return {
    ...answer,
    cases: answer.cases.map(judged => withFindings(judged, said)),
    causes: [...causes.values()].sort((a, b) => b.count - a.count),
  };
}

function withFindings(judged: JudgedCase, said: ReadonlyMap<string, readonly Finding[]>): JudgedCase {
  const more = judged.documents.flatMap(({ type, key }) =>
    type === APPLICATION ? (said.get(key) ?? []) : [],
  );
  if (more.length === 0) return judged;
  const findings = [...judged.findings, ...more];
  return { ...judged, findings, outcome: judged.outcome === 'wait' ? 'wait' : outcomeOf(findings) };
}
