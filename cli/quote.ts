import { readFile } from 'node:fs/promises';
import { shippedLaw } from '../law/index.ts';
import { formatFen, formatFixed5, parseFixed5, toExactJson } from '../shared/index.ts';
import { answerQuote, type QuoteQuestion, type TaxQuote } from '../tax/index.ts';
import { EXIT, Stop } from './exit.ts';
import { askServer } from './server-client.ts';
import { table } from './table.ts';

export interface QuoteOptions {
  readonly json?: boolean;
  readonly date?: string;
  readonly server?: string;
  readonly key?: string;
}

/** `quantong quote FILE`: the tax of an order (JSON as for POST /v1/tax/quote), every step with its law. */
export async function quoteCommand(file: string, options: QuoteOptions): Promise<number> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Stop(
      EXIT.unreadable,
      `读不到文件 ${file}（${error.code}）`,
      `cannot read ${file} (${error.code})`,
    );
  });
  const question = checked(text, file);
  const asked = options.date === undefined ? question : { ...question, date: options.date };
  if (options.server !== undefined) {
    const answer = await askServer(options.server, options.key, '/v1/tax/quote', {
      method: 'POST',
      type: 'application/json',
      body: JSON.stringify(asked),
    });
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return EXIT.pass;
  }
  const quote = answered(asked);
  if (options.json) process.stdout.write(`${toExactJson(quote)}\n`);
  else show(quote);
  return quote.treatment === 'not-cbec' ? EXIT.refused : EXIT.pass;
}

function answered(question: QuoteQuestion): TaxQuote {
  try {
    return answerQuote(question, Date.now(), shippedLaw());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Stop(EXIT.unreadable, `无法计算：${reason}`, reason);
  }
}

/** The server checks the same by its schema; here each fault is named by its place. */
function checked(text: string, file: string): QuoteQuestion {
  let question: QuoteQuestion;
  try {
    question = JSON.parse(text) as QuoteQuestion;
  } catch (error) {
    throw new Stop(EXIT.unreadable, `${file} 不是 JSON：${(error as Error).message}`, `${file} is no JSON`);
  }
  const lines: unknown = question?.lines;
  if (!Array.isArray(lines) || lines.length === 0)
    throw new Stop(EXIT.unreadable, `${file} 没有商品行 lines`, `${file} has no "lines"`);
  const decimal = (value: unknown, where: string) => {
    if (value === undefined) return;
    if (typeof value !== 'string' || (parseFixed5(value) ?? -1n) < 0n)
      throw new Stop(
        EXIT.unreadable,
        `${where} 须为不带负号、最多五位小数的文本`,
        `${where} must be a decimal text with at most five places`,
      );
  };
  for (const [index, line] of question.lines.entries()) {
    if (line.totalPrice === undefined)
      throw new Stop(EXIT.unreadable, `lines[${index}] 缺 totalPrice`, `lines[${index}] lacks totalPrice`);
    for (const name of ['totalPrice', 'qty', 'qty1', 'qty2'] as const)
      decimal(line[name], `lines[${index}].${name}`);
    if (line.gcode !== undefined && !/^\d{10}$/.test(line.gcode))
      throw new Stop(
        EXIT.unreadable,
        `lines[${index}].gcode 须为 10 位数字`,
        `lines[${index}].gcode must be ten digits`,
      );
  }
  decimal(question.openDiscount, 'openDiscount');
  decimal(question.buyerOnlyDiscount, 'buyerOnlyDiscount');
  decimal(question.freight, 'freight');
  decimal(question.insurance, 'insurance');
  decimal(question.yearUsed, 'yearUsed');
  return question;
}

function show(quote: TaxQuote): void {
  const rows = quote.lines.map(line => [
    line.gnum,
    formatFixed5(line.dutiable, 2),
    formatFen(line.duty),
    formatFen(line.consumption),
    formatFen(line.vat),
    formatFen(line.total),
    line.composite ?? '',
  ]);
  rows.push([
    '合计',
    formatFixed5(quote.dutiable, 2),
    formatFen(quote.duty),
    formatFen(quote.consumption),
    formatFen(quote.vat),
    formatFen(quote.total),
    '',
  ]);
  process.stdout.write(`${quote.treatment}: ${quote.reason.zh} / ${quote.reason.en}\n`);
  process.stdout.write(
    `${table(['行', '完税价格 dutiable', '关税 duty', '消费税 consumption', '增值税 VAT', '税款 total', '综合税率 composite'], rows)}\n`,
  );
  for (const step of [
    ...quote.steps,
    ...quote.lines.flatMap(line =>
      line.steps.map(it => ({
        ...it,
        title: {
          ...it.title,
          zh: it.title.zh.startsWith('第') ? it.title.zh : `第${line.gnum}项${it.title.zh}`,
        },
      })),
    ),
  ]) {
    const cites = step.cites
      .map(cite => `${cite.text} ${cite.article}${cite.verified ? '' : '（未核实）'}`)
      .join('; ');
    process.stdout.write(
      `· ${step.title.zh} ${step.title.en}: ${step.formula} = ${step.result}${cites ? `  § ${cites}` : ''}\n`,
    );
  }
}
