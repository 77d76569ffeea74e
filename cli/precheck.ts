import { writeFile } from 'node:fs/promises';
import { type JudgedCase, type PrecheckAnswer, precheck } from '../cases/index.ts';
import { shippedLaw } from '../law/index.ts';
import { annotateSheet, businessKey, encodeXml } from '../messages/index.ts';
import { judge } from '../rules/index.ts';
import { withCells } from '../server/gateway/index.ts';
import { toExactJson } from '../shared/index.ts';
import { EXIT } from './exit.ts';
import { casesTable, findingText } from './findings.ts';
import { type FileRead, readFiles } from './read-files.ts';
import { askServer } from './server-client.ts';
import { table } from './table.ts';

export interface PrecheckOptions {
  readonly json?: boolean;
  readonly server?: string;
  readonly key?: string;
  readonly type?: string;
  readonly date?: string;
  readonly repaired?: string;
  readonly annotated?: string;
}

/** `quantong precheck FILE…`: judges files without keeping anything. Gives the exit code. */
export async function precheckCommand(files: readonly string[], options: PrecheckOptions): Promise<number> {
  const at = options.date === undefined ? Date.now() : Date.parse(`${options.date}T12:00:00+08:00`);
  const reads = await readFiles(files, { at, ...(options.type === undefined ? {} : { type: options.type }) });
  // What would refuse the message whole (a broken signature, a faulty tail) is told with it, and its records are judged all the same.
  const readable = reads.filter(read => !read.decoded.refused);
  const answer = await answered(readable, at, options);
  if (options.annotated !== undefined) await writeAnnotated(options.annotated, readable, answer);
  if (options.json) process.stdout.write(`${JSON.stringify(report(reads, answer), null, 2)}\n`);
  else show(reads, answer);
  if (reads.length > readable.length) return EXIT.unreadable;
  const whole = readable.every(read => !read.refusal);
  return whole && answer.cases.every(judged => judged.outcome === 'release') ? EXIT.pass : EXIT.refused;
}

async function answered(reads: readonly FileRead[], at: number, options: PrecheckOptions): Promise<Answered> {
  if (options.server !== undefined) return judgeThere(options.server, options.key, reads);
  const answer = judgeHere(reads, at);
  if (options.repaired !== undefined) await writeRepaired(options.repaired, reads, answer);
  return answer;
}

type Answered = Pick<PrecheckAnswer, 'cases' | 'causes'>;

function judgeHere(reads: readonly FileRead[], at: number): PrecheckAnswer {
  const records = reads.flatMap(read => read.decoded.records).map((record, index) => ({ ...record, index }));
  const answer = precheck({ records, law: shippedLaw(), at, judge, worldOf: () => ({ stance: 'precheck' }) });
  return { ...answer, cases: answer.cases.map(it => ({ ...it, findings: withCells(it.findings, reads) })) };
}

/** Writes each spreadsheet as XLSX with its faulty cells marked and explained. */
async function writeAnnotated(folder: string, reads: readonly FileRead[], answer: Answered): Promise<void> {
  const said = answer.cases.flatMap(judged => judged.findings);
  for (const { sheet, decoded, file, bytes, media } of reads) {
    if (!sheet || (media !== 'csv' && media !== 'xlsx')) continue;
    const perRecord = decoded.records.map(({ document }) =>
      said.filter(
        it =>
          it.path !== '' && it.document.type === document.type && it.document.key === businessKey(document),
      ),
    );
    const book = await annotateSheet(bytes, perRecord, {
      kind: media,
      ...(sheet.type ? { type: sheet.type } : {}),
    });
    await writeFile(`${folder}/${file.replace(/\.[^.]+$/, '')}.annotated.xlsx`, book);
  }
}

/** The server judges with its registers and ledgers; documents of all files go together, so that they find each other. */
async function judgeThere(
  server: string,
  key: string | undefined,
  reads: readonly FileRead[],
): Promise<Answered> {
  const messages = reads.map(({ decoded }) => ({
    ...decoded.frame,
    documents: decoded.records.map(({ document: { head, lines } }) => ({ head, lines })),
  }));
  const body = await askServer(server, key, '/v1/precheck', {
    method: 'POST',
    type: 'application/json',
    body: JSON.stringify(messages),
  });
  const { cases, causes } = body as { cases: JudgedCase[]; causes: PrecheckAnswer['causes'] };
  return { cases, causes };
}

/** Writes each unsigned message with every offered repair made. Signed ones only their signer may change. */
async function writeRepaired(
  folder: string,
  reads: readonly FileRead[],
  answer: PrecheckAnswer,
): Promise<void> {
  let at = 0;
  for (const read of reads) {
    const documents = answer.repaired.slice(at, at + read.decoded.records.length);
    at += read.decoded.records.length;
    const { frame } = read.decoded;
    if (!frame || frame.signature !== undefined) continue;
    await writeFile(
      `${folder}/${read.file.replace(/\.[^.]+$/, '')}.repaired.xml`,
      encodeXml({ ...frame, documents }),
    );
  }
}

function report(reads: readonly FileRead[], answer: Answered) {
  return {
    files: reads.map(({ file, media, decoded }) => ({
      file,
      media,
      type: decoded.frame?.type,
      encoding: decoded.encoding,
      records: decoded.records.length,
      findings: decoded.findings,
      ...(decoded.refused ? { refused: decoded.refused } : {}),
    })),
    cases: JSON.parse(toExactJson(answer.cases)) as unknown,
    causes: answer.causes,
  };
}

function show(reads: readonly FileRead[], answer: Answered): void {
  const print = (text: string) => process.stdout.write(`${text}\n`);
  print(
    table(
      ['文件 file', '格式', '类型 type', '编码', '单证', '说明 remarks'],
      reads.map(({ file, media, decoded }) => [
        file,
        media,
        decoded.frame?.type ?? '?',
        decoded.encoding.used,
        String(decoded.records.length),
        decoded.refused
          ? findingText(decoded.refused)
          : decoded.findings.map(findingText).join('\n') || '已解码 decoded',
      ]),
      [26, 7, 16, 9, 6, 76],
    ),
  );
  if (answer.cases.length === 0) return;
  print(casesTable(answer.cases));
  if (answer.causes.length > 0)
    print(
      table(
        ['次数', '代码 code', '原因 cause'],
        answer.causes.map(cause => [
          String(cause.count),
          `${cause.rule}/${cause.code}`,
          `${cause.example.zh}\n${cause.example.en}`,
        ]),
        [8, 40, 90],
      ),
    );
  const silent = [
    ...new Map(
      answer.cases.flatMap(judged => judged.notJudged ?? []).map(entry => [entry.rule, entry.why]),
    ).values(),
  ];
  for (const why of silent) print(`· ${why.zh} ${why.en}`);
  const passes = answer.cases.filter(judged => judged.outcome === 'release').length;
  const mended = answer.cases.filter(
    judged => judged.outcome !== 'release' && judged.afterRepair?.outcome === 'release',
  ).length;
  print(
    `共 ${answer.cases.length} 票：可放行 ${passes}，按建议修改后可放行 ${mended} / ${answer.cases.length} cases: ${passes} would pass, ${mended} more after the offered repairs`,
  );
}
