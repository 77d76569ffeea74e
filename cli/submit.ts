import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { JudgedCase } from '../cases/index.ts';
import type { Finding } from '../shared/index.ts';
import { EXIT, Stop } from './exit.ts';
import { casesTable, findingText } from './findings.ts';
import { contentTypeOf } from './read-files.ts';
import { askServer } from './server-client.ts';
import { table } from './table.ts';

export interface SubmitOptions {
  readonly server: string;
  readonly key?: string;
  readonly type?: string;
  readonly json?: boolean;
}

interface Answered {
  readonly envelope: string;
  readonly state: string;
  readonly type?: string;
  readonly findings: Finding[];
  readonly records: { index: number; type: string; key: string; state: string; findings: Finding[] }[];
  readonly cases?: JudgedCase[];
}

const STATES: Readonly<Record<string, string>> = {
  current: '已入库 accepted',
  duplicate: '重复 duplicate',
  refused: '退回 refused',
  stored: '暂存 stored',
  deleted: '已删除 deleted',
  superseded: '已变更 superseded',
  quarantined: '隔离待查 quarantined',
};

/** `quantong submit FILE…`: sends files to a server's door and shows what became of every record and case. */
export async function submitCommand(files: readonly string[], options: SubmitOptions): Promise<number> {
  const answers: { file: string; answer: Answered }[] = [];
  for (const file of files) {
    const body = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      throw new Stop(
        EXIT.unreadable,
        `读不到文件 ${file}（${error.code}）`,
        `cannot read ${file} (${error.code})`,
      );
    });
    const query = options.type === undefined ? '' : `&type=${encodeURIComponent(options.type)}`;
    const answer = await askServer(options.server, options.key, `/v1/envelopes?wait=decision${query}`, {
      method: 'POST',
      type: contentTypeOf(file),
      body,
      also: [422],
    });
    answers.push({ file: basename(file), answer: answer as Answered });
  }
  if (options.json) process.stdout.write(`${JSON.stringify(answers, null, 2)}\n`);
  else show(answers);
  if (answers.some(({ answer }) => answer.state === 'refused')) return EXIT.unreadable;
  const cases = lastOf(answers);
  const refused = answers.some(({ answer }) =>
    answer.records.some(record => record.state === 'refused' || record.state === 'quarantined'),
  );
  return !refused && cases.every(judged => judged.outcome === 'release' || judged.outcome === 'wait')
    ? EXIT.pass
    : EXIT.refused;
}

/** Every case as it stood after the last file that touched it. */
function lastOf(answers: readonly { answer: Answered }[]): JudgedCase[] {
  return [
    ...new Map(
      answers.flatMap(({ answer }) => answer.cases ?? []).map(judged => [judged.key, judged]),
    ).values(),
  ];
}

function show(answers: readonly { file: string; answer: Answered }[]): void {
  const rows = answers.flatMap(({ file, answer }) =>
    answer.records.length === 0
      ? [[file, answer.type ?? '?', '', answer.state, answer.findings.map(findingText).join('\n')]]
      : answer.records.map(record => [
          file,
          record.type,
          record.key,
          STATES[record.state] ?? record.state,
          record.findings.map(findingText).join('\n'),
        ]),
  );
  process.stdout.write(
    `${table(['文件 file', '类型 type', '编号 key', '结果 state', '说明 findings'], rows, [20, 16, 34, 18, 70])}\n`,
  );
  const cases = lastOf(answers);
  if (cases.length > 0) process.stdout.write(`${casesTable(cases)}\n`);
}
