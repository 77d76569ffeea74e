import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, Stop } from './exit.ts';
import { askServer } from './server-client.ts';
import { table } from './table.ts';

export interface SummaryOptions {
  readonly month: string;
  readonly ebc: string;
  readonly server: string;
  readonly key?: string;
  readonly preview?: boolean;
  readonly out?: string;
  readonly submit?: boolean;
  readonly byRange?: boolean;
  readonly flag: string;
  readonly byName?: boolean;
  readonly dxpId?: string;
  readonly json?: boolean;
}

interface Amounts {
  readonly [currency: string]: string;
}
interface Size {
  readonly lists: number;
  readonly lines: number;
  readonly amounts: Amounts;
}
interface Plan {
  readonly month: string;
  readonly ebcCode: string;
  readonly deadline: { readonly by: string; readonly provisional: boolean };
  readonly formCount: number;
  readonly declared: Size;
  readonly statistics: Size;
  readonly applications: readonly {
    readonly copNo: string;
    readonly customsCode: string;
    readonly agentCode: string;
    readonly forms: readonly {
      readonly trafMode: string;
      readonly ownerCode?: string;
      readonly country: string;
      readonly portCode: string;
      readonly lists: number;
      readonly items: readonly { readonly qty1: string; readonly lines: number }[];
      readonly amounts: Amounts;
    }[];
  }[];
  readonly leftOutCounts: Readonly<Record<string, number>>;
  readonly leftOut: readonly {
    readonly caseKey: string;
    readonly reason: string;
    readonly message: { readonly zh: string; readonly en: string };
  }[];
}
interface Made {
  readonly plan: Plan;
  readonly messages: readonly { readonly copNo: string; readonly xml: string }[];
  readonly submitted: readonly { readonly state: string; readonly envelope: string }[];
}

/**
 * `quantong summary`: previews a month's summary declaration, writes the official applications into a folder, or sends them.
 * @returns 0; 1 when something was sent and refused
 */
export async function summaryCommand(options: SummaryOptions): Promise<number> {
  const makes = options.out !== undefined || options.submit === true;
  if (!makes || options.preview) return preview(options);
  if (!options.dxpId)
    throw new Stop(
      EXIT.usage,
      '生成报文需要 --dxp-id（贵企业的传输编号）',
      'making messages needs --dxp-id, your exchange number',
    );
  const made = (await askServer(options.server, options.key, '/v1/summaries', {
    method: 'POST',
    type: 'application/json',
    body: JSON.stringify({
      ...asked(options),
      by: options.byRange ? 'range' : 'lists',
      dxpId: options.dxpId,
      submit: options.submit ?? false,
    }),
  })) as Made;
  const files = options.out === undefined ? [] : await writeAll(options.out, made);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...made, files }, null, 2)}\n`);
  } else {
    show(made.plan);
    for (const file of files) process.stdout.write(`已写 / written: ${file}\n`);
    for (const done of made.submitted)
      process.stdout.write(`已报送 / sent: ${done.envelope} ${done.state}\n`);
  }
  return made.submitted.some(done => done.state === 'refused') ? EXIT.refused : EXIT.pass;
}

function asked({ month, ebc, flag, byName }: SummaryOptions) {
  return { month, ebcCode: ebc, summaryFlag: flag, itemNameFlag: byName ? '1' : '0' };
}

async function preview(options: SummaryOptions): Promise<number> {
  const query = new URLSearchParams(asked(options));
  const plan = (await askServer(options.server, options.key, `/v1/summaries?${query}`, {
    method: 'GET',
  })) as Plan;
  if (options.json) process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
  else show(plan);
  return EXIT.pass;
}

async function writeAll(folder: string, made: Made): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const [index, { copNo, xml }] of made.messages.entries()) {
    const file = join(folder, `CEB701_${copNo}_${String(index + 1).padStart(3, '0')}.xml`);
    await writeFile(file, xml);
    files.push(file);
  }
  return files;
}

/** Left-out lists that are named on the screen; the JSON has more. */
const NAMED = 20;

function show(plan: Plan): void {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(
    `汇总申报 ${plan.month} 收发货人 ${plan.ebcCode} / summary of ${plan.month}, consignor ${plan.ebcCode}`,
  );
  const sure = plan.deadline.provisional ? '（该年放假安排未公布，暂定 / days off not published yet）' : '';
  say(`最迟 / by: ${plan.deadline.by}${sure}`);
  say(
    `申报 / declared: ${sizeText(plan.declared)} → ${plan.formCount} 份报关单 forms；统计 / statistics only: ${sizeText(plan.statistics)}`,
  );
  const rows = plan.applications.flatMap(application =>
    application.forms.map(form => [
      application.copNo,
      `${application.customsCode}→${form.portCode}`,
      form.trafMode,
      form.ownerCode ?? '',
      form.country,
      String(form.lists),
      String(form.items.length),
      amountText(form.amounts),
    ]),
  );
  if (rows.length > 0)
    say(
      table(
        [
          '申请编号 application',
          '关别 customs',
          '运输 mode',
          '生产销售单位 unit',
          '运抵国 country',
          '清单 lists',
          '项 items',
          '金额 amount',
        ],
        rows,
      ),
    );
  const total = Object.values(plan.leftOutCounts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return;
  const counts = Object.entries(plan.leftOutCounts).map(([reason, count]) => `${reason} ${count}`);
  say(`未列入 / left out: ${total}（${counts.join('，')}）`);
  for (const { caseKey, message } of plan.leftOut.slice(0, NAMED))
    say(`· ${caseKey}: ${message.zh} / ${message.en}`);
  if (total > NAMED) say(`… 其余 ${total - NAMED} 份见 --json / see --json for the rest`);
}

function sizeText(size: Size): string {
  return `${size.lists} 份清单 lists, ${size.lines} 项 lines, ${amountText(size.amounts) || '0'}`;
}

function amountText(amounts: Amounts): string {
  return Object.entries(amounts)
    .map(([currency, amount]) => `${amount} [${currency}]`)
    .join(', ');
}
