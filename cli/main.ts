import { Command, CommanderError } from 'commander';
import { readConfig } from '../server/config.ts';
import { createKey, SCOPES, type Scope } from '../server/identity/index.ts';
import { openPlatform, type Platform } from '../server/platform.ts';
import { type AdviseOptions, adviseCommand } from './advise.ts';
import { type BackupOptions, backupCommand, type RestoreOptions, restoreCommand } from './backup.ts';
import { type CertificateOptions, verifyCertificateCommand } from './certificate.ts';
import { destroyCommand, listDataKeys, rotateCommand } from './data-keys.ts';
import { EXIT, Stop } from './exit.ts';
import { importLawFile, LAW_FILES, type LawOptions } from './law.ts';
import { importOrgFile, ORG_HEADER, ROLES } from './orgs.ts';
import { type PrecheckOptions, precheckCommand } from './precheck.ts';
import { type QuoteOptions, quoteCommand } from './quote.ts';
import { replayCommand } from './replay.ts';
import { startCommand } from './start.ts';
import { type SubmitOptions, submitCommand } from './submit.ts';
import { type SummaryOptions, summaryCommand } from './summary.ts';
import {
  type TwinCommandOptions,
  twinCommand,
  type WatchOptions,
  watchCommand,
  watchDefaults,
} from './watch.ts';

const program = new Command('quantong')
  .description('泉通：跨境电商综合服务平台 / cross-border e-commerce service platform')
  .showHelpAfterError()
  .exitOverride()
  .addHelpText(
    'after',
    `
退出码 / exit codes: 0 全部可过 all would pass · 1 有退单或待核 something refused or held · 2 读不了 unreadable input · 3 用法错误 wrong usage
环境 / environment: PORT, DATA_DIR (默认 ./data), DATABASE_URL (不设则用内置 PostgreSQL / embedded when unset), QUANTONG_KEY

例 / examples:
  quantong start                                       启动（首次带演示数据）/ start, with a demo zone the first time
  quantong precheck samples/faulty-set/*.xml           四单一起预检，无需服务器 / check a parcel's four documents, no server needed
  quantong precheck orders.xlsx --json | jq .cases     给程序读 / for programs
  quantong org import enterprises.csv                  登记企业 / register enterprises
  quantong key create --org 3701DM0101 --scopes submit,read
  quantong submit order.xml payment.xml --server http://127.0.0.1:8080 --key qt_live_…`,
  );

program
  .command('start')
  .description('启动平台 / start the platform')
  .option('--port <port>', '端口 / port (default: PORT or 8080)')
  .option('--no-demo', '不建演示数据 / do not seed the demo zone')
  .action(async (options: { port?: string; demo: boolean }) => startCommand(options));

program
  .command('submit')
  .description('向服务器报送文件 / send files to a server')
  .argument('<file...>', 'XML, JSON, CSV or XLSX')
  .option('--server <url>', '服务器 / server', 'http://127.0.0.1:8080')
  .option('--key <secret>', '密钥 / API key (default: QUANTONG_KEY)')
  .option('--type <type>', '表格的报文类型 / message type of a spreadsheet, CEB311Message')
  .option('--json', '给程序读 / for machines')
  .action(async (files: string[], options: SubmitOptions) => end(await submitCommand(files, options)));

program
  .command('precheck')
  .description(
    '预检：会不会被退、为什么、怎么改 / what would be refused, why, and how to mend it; nothing is stored',
  )
  .argument(
    '<file...>',
    'XML, JSON, CSV or XLSX; 同一包裹的单证可分在几个文件 / the documents of a parcel may lie in several files',
  )
  .option('--server <url>', '用服务器的备案与台账判断 / judge with a server’s registers and ledgers')
  .option('--key <secret>', '密钥 / API key (default: QUANTONG_KEY)')
  .option('--type <type>', '表格的报文类型 / message type of a spreadsheet')
  .option('--date <date>', '按该日法规判断 / judge by the law of that day (YYYY-MM-DD)')
  .option(
    '--repaired <folder>',
    '把修好的报文写到该目录（未签名者）/ write the repaired messages there (unsigned ones)',
  )
  .option(
    '--annotated <folder>',
    '把表格标注出错单元格后写到该目录 / write spreadsheets there with their faulty cells marked',
  )
  .option('--json', '给程序读 / for machines')
  .addHelpText(
    'after',
    '\n不连服务器时，备案、额度、担保等规则不判，并会说明。/ Without a server, rules on registers, limits and guarantee are not judged, and it says so.',
  )
  .action(async (files: string[], options: PrecheckOptions) => end(await precheckCommand(files, options)));

program
  .command('quote')
  .description('算税，任意日期，逐步列明依据 / tax on any date, every step with its law')
  .argument(
    '<file>',
    'JSON: {"lines":[{"gcode":"3304990039","totalPrice":"425","qty1":"0.02","unit1":"035"}],"freight":"10"}',
  )
  .option('--date <date>', '法规日期 / law date (YYYY-MM-DD)')
  .option('--server <url>', '用服务器的法规数据 / use a server’s law')
  .option('--key <secret>', '密钥 / API key')
  .option('--json', '给程序读 / for machines')
  .action(async (file: string, options: QuoteOptions) => end(await quoteCommand(file, options)));

program
  .command('advise')
  .description('出口方式建议：能走哪些、为什么、单证期限与税收 / the possible ways of export for an order')
  .argument(
    '<file>',
    'JSON: {"buyer":"consumer","currency":"502","goods":[{"gcode":"6109100021","total":"30"}],"wantsRefund":false,"inputInvoice":false,"pilotZone":true}',
  )
  .option('--date <date>', '法规日期 / law date (YYYY-MM-DD)')
  .option('--server <url>', '用服务器的法规数据 / use a server’s law')
  .option('--key <secret>', '密钥 / API key')
  .option('--json', '给程序读 / for machines')
  .action(async (file: string, options: AdviseOptions) => end(await adviseCommand(file, options)));

program
  .command('summary')
  .description(
    '汇总申报：上月结关清单归并为报关单（701） / summary declaration: a month’s closed lists merged into forms',
  )
  .requiredOption('--month <month>', '结关月份 / month of closing (YYYY-MM)')
  .requiredOption('--ebc <code>', '收发货人代码 / consignor of the lists')
  .option('--server <url>', '服务器 / server', 'http://127.0.0.1:8080')
  .option('--key <secret>', '密钥 / API key (default: QUANTONG_KEY)')
  .option(
    '--preview',
    '只预览：归并结果、未列入及原因 / show what would come out, what not and why (the default)',
  )
  .option('--out <folder>', '把官方报文写到该目录 / write the official messages there')
  .option('--submit', '随即报送 / send them at once')
  .option('--by-range', '按时间段而非清单号申请 / name the month instead of every list')
  .option(
    '--flag <flag>',
    '1 按收发货人，2 并按生产销售单位 / 1 by consignor only, 2 by producing unit too',
    '2',
  )
  .option('--by-name', '不同商品名分开归并 / keep goods of different names apart')
  .option('--dxp-id <id>', '传输编号 / your exchange number')
  .option('--json', '给程序读 / for machines')
  .action(async (options: SummaryOptions) => end(await summaryCommand(options)));

program
  .command('watch')
  .description(
    '值守交换目录：send 中的文件报出，回执放入 receive / serve exchange folders: files in "send" go out, receipts come into "receive"',
  )
  .argument('<folder>', '含 send、receive 的目录 / folder with send and receive')
  .option(
    '--as <side>',
    'enterprise 企业目录 / an enterprise’s folders; zone 与海关的通道 / the zone’s channel to customs',
    'enterprise',
  )
  .option('--server <url>', '服务器 / server', 'http://127.0.0.1:8080')
  .option(
    '--key <secret>',
    '密钥 / API key (default: QUANTONG_KEY); zone 需 customs 权限 / needs the scope customs for zone',
  )
  .option('--dxp-id <id>', '本方交换编号 / our own exchange id', watchDefaults.dxpId)
  .option('--customs-import <id>', '海关进口接收编号 / customs’ id for imports', watchDefaults.customsImport)
  .option('--customs-export <id>', '海关出口接收编号 / customs’ id for exports', watchDefaults.customsExport)
  .option('--ic-card <number>', 'IC 卡号 / card number in AddInfo')
  .option('--settle <ms>', '文件静置多久才取 / how long a file must stand still', '1000')
  .option('--every <ms>', '间隔 / pause between rounds', '1000')
  .option('--all', '首次也取以前的回执 / also the receipts from before')
  .option('--once', '只走一轮 / one round only')
  .addHelpText(
    'after',
    '\n取走的文件在 send/done 或 send/failed，旁有 .json 说明；随时中断都不会重复报送。/ Taken files lie in send/done or send/failed with a .json beside; stopped at any moment, nothing is sent twice.',
  )
  .action((folder: string, options: WatchOptions) => watchCommand(folder, options));

program
  .command('twin')
  .description(
    '海关离线替身，用于演示和联调 / an offline twin of customs, for demonstrations and integration',
  )
  .argument('<folder>', '含 send、receive 的目录 / folder with send and receive')
  .option('--accept <ms>', '受理回执延迟 / delay of the first receipt', '200')
  .option('--decide <ms>', '审结放行延迟 / delay of the decision', '1000')
  .option('--refuse <share>', '退单比例 0–1 / share of lists that are refused', '0')
  .option('--codes <list>', '退单代码 / codes of those refusals', '1322')
  .option('--strict <rules>', '这些规则有任何提示即退单 / rules whose slightest word refuses')
  .option('--outage <from/to...>', '中断时段 / outages, two moments each')
  .option('--every <ms>', '间隔 / pause between rounds', '500')
  .option('--once', '只走一轮 / one round only')
  .action((folder: string, options: TwinCommandOptions) => twinCommand(folder, options));

program
  .command('certificate')
  .description('通道中断证明 / certificates of attempts while the channel to customs was down')
  .command('verify')
  .description('验证证明 / check one')
  .argument('<file>', 'JSON')
  .option('--public-key <file>', '平台公钥 PEM / the platform’s public key; left out: asked from the server')
  .option('--server <url>', '服务器 / server', 'http://127.0.0.1:8080')
  .action(async (file: string, options: CertificateOptions) =>
    end(await verifyCertificateCommand(file, options)),
  );

const org = program.command('org').description('企业备案 / the enterprise register');
org
  .command('import')
  .description('从 CSV 或 JSON 登记企业 / register enterprises from CSV or JSON')
  .argument('<file>', `CSV 表头 / header: ${ORG_HEADER}`)
  .addHelpText(
    'after',
    `\n角色 / roles: ${ROLES.join(', ')}\n一家企业多个角色写多行；deposit 为担保金额（元）/ one row per role; deposit in CNY`,
  )
  .action(async (file: string) => {
    await withPlatform(async platform => {
      const { orgs, deposits } = await importOrgFile(platform, file);
      process.stdout.write(
        `已登记 ${orgs.length} 家企业，入账 ${deposits.length} 笔担保 / ${orgs.length} enterprises registered, ${deposits.length} deposits booked\n`,
      );
    });
  });

const key = program.command('key').description('接口密钥 / API keys');
key
  .command('create')
  .description('发放密钥，只显示一次 / make a key; it is shown once')
  .requiredOption('--org <code>', '企业代码 / enterprise code')
  .option('--scopes <list>', `权限 / scopes: ${SCOPES.join(',')}`, 'submit,read,precheck')
  .option('--test', '测试密钥：数据与正式隔离 / test key: its data never touch live data')
  .option('--label <text>', '说明 / label', 'command line')
  .option('--json', '给程序读 / for machines')
  .action(async (options: { org: string; scopes: string; test?: boolean; label: string; json?: boolean }) => {
    const scopes = options.scopes.split(',').map(scope => scope.trim());
    const wrong = scopes.find(scope => !(SCOPES as readonly string[]).includes(scope));
    if (wrong !== undefined)
      throw new Stop(
        EXIT.usage,
        `没有权限“${wrong}”，可用：${SCOPES.join('、')}`,
        `unknown scope "${wrong}"`,
      );
    await withPlatform(async platform => {
      const { orgs } = await platform.editions.newest();
      if (!orgs.has(options.org))
        throw new Stop(
          EXIT.usage,
          `备案库没有企业“${options.org}”，请先 org import`,
          `enterprise "${options.org}" is not registered; use org import first`,
        );
      const made = await createKey(
        platform.database,
        {
          orgCode: options.org,
          scopes: scopes as Scope[],
          test: options.test ?? false,
          label: options.label,
        },
        platform.now(),
      );
      process.stdout.write(options.json ? `${JSON.stringify(made)}\n` : `${made.id}\n${made.secret}\n`);
    });
  });

const law = program.command('law').description('法规数据 / the law’s data');
law
  .command('import')
  .description(
    '载入正面清单、税率、商品编码或价格区间（CSV），带文号与生效日 / load the positive list, rates, commodity codes or price bands',
  )
  .argument('<file>', 'CSV')
  .requiredOption('--kind <kind>', LAW_FILES.join(', '))
  .requiredOption('--document <title>', '文号 / number and title of the document that sets it')
  .requiredOption('--from <date>', '生效日 / in force from (YYYY-MM-DD)')
  .option('--edition <name>', '版本名 / name of the edition')
  .option(
    '--complete',
    '正面清单全文：不在其中即不在清单 / the whole positive list: what is absent is not listed',
  )
  .option('--verified', '已核对原文 / read in the primary source')
  .action(async (file: string, options: LawOptions) => {
    await withPlatform(async platform => {
      const rows = await importLawFile(platform, file, options);
      process.stdout.write(`已载入 ${rows} 行 / ${rows} rows loaded\n`);
    });
  });

const dataKey = program
  .command('data-key')
  .description(
    '数据密钥：轮换，或以销毁密钥的方式删除数据 / data keys: rotate, or delete data by destroying their key',
  );
dataKey
  .command('list')
  .description('列出数据密钥 / list them')
  .action(() =>
    withPlatform(async platform => void process.stdout.write(`${await listDataKeys(platform)}\n`)),
  );
dataKey
  .command('rotate')
  .description('启用新密钥，旧数据仍可读 / a new key for new data; old data stay readable')
  .action(() => withPlatform(rotateCommand));
dataKey
  .command('destroy')
  .description('销毁已停用的密钥，其下数据永久不可读 / destroy a retired key: its data are gone for ever')
  .argument('<id>', '编号 / id')
  .action((id: string) => withPlatform(platform => destroyCommand(platform, id)));

program
  .command('replay')
  .description('把全部输入重放到空库并比对 / feed the whole journal into an empty database and compare')
  .option('--json', '给程序读 / for machines')
  .action(async (options: { json?: boolean }) => {
    let code = 0;
    await withPlatform(async platform => {
      code = await replayCommand(platform, options);
    });
    end(code);
  });

program
  .command('backup')
  .description(
    '备份内置数据库（不停机），并开始归档日志 / back up the embedded database while it runs, and archive its log from then on',
  )
  .argument('<folder>', '备份目录 / where backups and the log archive go')
  .option('--no-keys', '不含主密钥 / leave the master key out')
  .option('--keep <n>', '只保留最近 n 份 / keep the newest n backups and the log they need')
  .option('--json', '给程序读 / for machines')
  .action(async (folder: string, options: BackupOptions) => end(await backupCommand(folder, options)));

program
  .command('restore')
  .description(
    '恢复内置数据库到某一时点（先停止平台；原库另存） / put the embedded database back as it was at a moment; stop the platform first, the present database is kept aside',
  )
  .argument('<folder>', '备份目录 / folder given to backup')
  .option(
    '--to <time>',
    '时点，不写时区即北京时间 / the moment, Beijing time unless it names its zone (default: all there is)',
  )
  .option('--json', '给程序读 / for machines')
  .action(async (folder: string, options: RestoreOptions) => end(await restoreCommand(folder, options)));

function end(code: number): void {
  process.exitCode = code;
}

/** Opens the platform's database (attaching to a running server's) for one command. */
async function withPlatform(work: (platform: Platform) => Promise<void>): Promise<void> {
  const platform = await openPlatform({
    config: readConfig(process.env),
    say: line => process.stderr.write(`${line}\n`),
  });
  try {
    await work(platform);
  } finally {
    await platform.close();
  }
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage;
  else if (error instanceof Stop) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.code;
  } else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = EXIT.unreadable;
  }
}
