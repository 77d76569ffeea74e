import { type Server, seedExamples, startServer } from '../server/api/index.ts';
import { readConfig } from '../server/config.ts';
import type { Platform } from '../server/platform.ts';
import { beijingDate } from '../shared/index.ts';
import { readDemoKeys, runDay, seedZone } from './demo.ts';
import { runCustoms } from './demo-customs.ts';
import { customsTable } from './demo-customs-table.ts';
import { runMonth } from './demo-month.ts';
import { dayTables } from './demo-tables.ts';
import { galleryTable } from './gallery.ts';

export interface StartOptions {
  readonly demo: boolean;
  readonly port?: string;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * `quantong start`: database, migrations, and — in a new, non-productive data folder — the demo zone with its day; then serves until
 * stopped. A second start finds everything as it was left.
 */
export async function startCommand(options: StartOptions): Promise<void> {
  const begun = performance.now();
  const config = readConfig({
    ...process.env,
    ...(options.port === undefined ? {} : { PORT: options.port }),
  });
  say('泉通 Quantong · 跨境电商综合服务平台 / cross-border e-commerce service platform');
  const server = await startServer({ config, settleThread: true, say: line => say(`· ${line}`) });
  const { platform } = server;
  const stop = async (signal: string) => {
    say(`\n${signal}：正在停止，处理完手上的报文 / stopping, finishing what is under way`);
    await server.stop();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop('SIGINT'));
  process.once('SIGTERM', () => void stop('SIGTERM'));
  say(`· 就绪 / ready: ${server.url} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);

  const { orgs } = await platform.editions.newest();
  if (orgs.size === 0 && options.demo && !config.production) {
    say(
      '· 空库：建立演示综试区（企业、商品、人员均为虚构）/ empty database: seeding the demo zone (everyone and everything in it is invented)',
    );
    try {
      await showDemo(server);
    } catch (error) {
      // A server that stays up after a failed start would look like one that is still starting.
      await server.stop();
      throw error;
    }
  } else {
    const [kept] = await platform.database.query<{ envelopes: bigint; cases: bigint }>(
      "select (select count(*) from gateway.envelope) as envelopes, (select count(*) from clearance.kase where status <> 'new') as cases",
    );
    say(
      `· 沿用已有数据：${orgs.size} 家企业，${kept?.envelopes ?? 0} 条报文，${kept?.cases ?? 0} 票 / data kept: ${orgs.size} enterprises, ${kept?.envelopes ?? 0} messages, ${kept?.cases ?? 0} cases`,
    );
  }
  const keys = readDemoKeys(config.dataDir);
  say(`\n启动用时 / started in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  say(
    `服务地址 / serving at ${server.url}\n接口说明 / interface: ${server.url}/openapi.json\n停止 / stop: Ctrl-C`,
  );
  if (keys) {
    say(`演示密钥 / demo keys: ${config.dataDir}/demo-keys.json`);
    say(`试试 / try:  curl -s -H "Authorization: Bearer ${keys.operator}" ${server.url}/v1/queue`);
    const month = beijingDate(platform.now()).slice(0, 7);
    say(
      `        curl -s -H "Authorization: Bearer ${keys.operator}" "${server.url}/v1/trades?month=${month}"`,
    );
    say(
      `        npx quantong precheck samples/faulty-set/*.xml --server ${server.url} --key ${keys.operator}`,
    );
  }
}

async function showDemo(server: Server): Promise<void> {
  const { platform } = server;
  const keys = await seedZone(platform);
  await seedExamples(platform);
  const { day, cases } = await runDay(server, keys);
  heading('一、演示日的审结', '1. the demo day, decided');
  say(dayTables(day, cases));
  const { month, summary, trades } = await runMonth(server, keys, { day, cases });
  heading(
    `二、汇总申报：${month} 结关的 9610 清单（B）→ 申请 701 → 海关回执 702 → 结果 792`,
    `2. summary declaration: 9610 lists (B) closed in ${month} → application 701 → receipt 702 → result 792`,
  );
  say(summary);
  heading(
    '三、报关单以 CSV 交来；报关单、汇总、清单，同一笔贸易只计一次',
    '3. declaration forms come as CSV; form, summary and list: each trade counts once',
  );
  say(trades);
  await showCustoms(platform);
  heading('五、报文样式库（样例为自编）', '5. format gallery (our own samples)');
  say(await galleryTable(platform.now()));
}

function heading(zh: string, en: string): void {
  say(`\n■ ${zh}\n  ${en}`);
}

/** The act needs a database of its own, which is made only in the embedded PostgreSQL. */
async function showCustoms(platform: Platform): Promise<void> {
  heading(
    '四、转报海关：目录交换、离线海关替身、各种异常回执',
    '4. forwarded to customs: exchange folders, the offline twin of customs, its answers in odd shapes',
  );
  if (platform.config.databaseUrl !== undefined) {
    say('  只在内置数据库上演示 / shown only on the embedded database');
    return;
  }
  say(
    '  另起一个由海关决定的平台（QUANTONG_STANCE=precheck），演示后即删除 / on a second platform, removed afterwards',
  );
  say(customsTable(await runCustoms(platform)));
}
