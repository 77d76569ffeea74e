import { readFile } from 'node:fs/promises';
import {
  type Advice,
  type AdviceQuestion,
  advise,
  faultOfQuestion,
  type ModeAdvice,
  type TaxSide,
} from '../advice/index.ts';
import { shippedLaw } from '../law/index.ts';
import { type Cite, formatFixed5, toExactJson } from '../shared/index.ts';
import { EXIT, Stop } from './exit.ts';
import { askServer } from './server-client.ts';
import { table, terminalWidth } from './table.ts';

export interface AdviseOptions {
  readonly json?: boolean;
  readonly date?: string;
  readonly server?: string;
  readonly key?: string;
}

/**
 * `quantong advise FILE`: the possible ways of export for an order (JSON as for POST /v1/advice), with reasons, papers, days, tax.
 * @returns 0; 1 when no way is open
 */
export async function adviseCommand(file: string, options: AdviseOptions): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Stop(
      EXIT.unreadable,
      `读不到文件 ${file}（${error.code}）`,
      `cannot read ${file} (${error.code})`,
    );
  });
  const question = checked(text, file, options.date);
  if (options.server !== undefined) {
    const answer = await askServer(options.server, options.key, '/v1/advice', {
      method: 'POST',
      type: 'application/json',
      body: JSON.stringify(question),
    });
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return EXIT.pass;
  }
  const advice = answered(question);
  if (options.json) process.stdout.write(`${toExactJson(shown(advice))}\n`);
  else show(advice);
  return advice.best ? EXIT.pass : EXIT.refused;
}

function checked(text: string, file: string, date: string | undefined): AdviceQuestion {
  let question: unknown;
  try {
    question = JSON.parse(text);
  } catch (error) {
    throw new Stop(EXIT.unreadable, `${file} 不是 JSON：${(error as Error).message}`, `${file} is no JSON`);
  }
  const given = date === undefined ? question : { ...(question as object), date };
  const fault = faultOfQuestion(given);
  if (fault)
    throw new Stop(EXIT.unreadable, `${file} ${fault.where} ${fault.zh}`, `${fault.where} ${fault.en}`);
  return given as AdviceQuestion;
}

function answered(question: AdviceQuestion): Advice {
  try {
    return advise(question, Date.now(), shippedLaw());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Stop(EXIT.unreadable, `该日期没有已载入的法规：${error.message}`, error.message);
  }
}

/** Amounts as decimal text, as the server gives them. */
function shown({ valueCny, modes, ...rest }: Advice) {
  return {
    ...rest,
    ...(valueCny === undefined ? {} : { valueCny: formatFixed5(valueCny, 2) }),
    modes: modes.map(({ tax, ...mode }) => ({
      ...mode,
      tax: tax.map(({ cny, ...side }) => ({
        ...side,
        ...(cny === undefined ? {} : { cny: formatFixed5(cny, 2) }),
      })),
    })),
  };
}

const POSSIBLE = { yes: '可行 yes', no: '不可行 no', depends: '视情况 depends' } as const;

function show(advice: Advice): void {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(
    `按 ${advice.on} 的规定 / by the law of ${advice.on}` +
      (advice.valueCny === undefined ? '' : `；货值 value ${formatFixed5(advice.valueCny, 2)} CNY`),
  );
  const wide = Math.max(terminalWidth() - 60, 60);
  const widths = [28, 16, Math.floor(wide / 2), Math.ceil(wide / 2)];
  const order = ['yes', 'depends', 'no'];
  const sorted = [...advice.modes].sort((a, b) => order.indexOf(a.possible) - order.indexOf(b.possible));
  const rows = sorted.map(mode => [mode.title.zh, POSSIBLE[mode.possible], reasonText(mode), taxText(mode)]);
  say(table(['方式 mode', '能否 possible', '原因 reasons', '税收 tax'], rows, widths));
  for (const text of advice.assumptions) say(`注意 note: ${text.zh} / ${text.en}`);
  if (!advice.best) {
    say('现有条件下没有可行方式。/ As things are, no way is open.');
    return;
  }
  const best = advice.modes.find(mode => mode.mode === advice.best?.mode);
  say(`建议 / best: ${best?.title.zh} ${best?.title.en}`);
  say(`  ${advice.best.why.zh} / ${advice.best.why.en}`);
  for (const paper of best?.documents ?? [])
    say(`  单证 paper: ${paper.text.zh} / ${paper.text.en}${law(paper.cites)}`);
  for (const day of best?.deadlines ?? [])
    say(`  期限 day: ${day.text.zh}${day.by ? ` ${day.by}` : ''} / ${day.text.en}${law(day.cites)}`);
  for (const side of best?.tax ?? [])
    say(`  税收 tax: ${sideText(side)} ${side.why.zh} / ${side.why.en}${law(side.cites)}`);
}

/** What closes a way or leaves it open; a way that is open says so by all its conditions. */
function reasonText({ reasons, possible }: ModeAdvice): string {
  const told = possible === 'yes' ? reasons : reasons.filter(it => it.holds !== 'yes');
  return told
    .map(it => `${it.holds === 'yes' ? '✓' : it.holds === 'no' ? '✗' : '?'} ${it.text.zh}`)
    .join('\n');
}

function taxText({ tax }: ModeAdvice): string {
  return tax.map(sideText).join('\n');
}

function sideText(side: TaxSide): string {
  const sign = side.open === 'yes' ? '✓' : side.open === 'no' ? '✗' : '?';
  const amount = side.cny === undefined || side.open === 'no' ? '' : ` ${formatFixed5(side.cny, 2)} CNY`;
  return `${sign} ${side.title.zh}${amount}`;
}

function law(cites: readonly Cite[]): string {
  if (cites.length === 0) return '';
  return `  § ${cites.map(cite => `${cite.text} ${cite.article}${cite.verified ? '' : '（未核实）'}`).join('; ')}`;
}
