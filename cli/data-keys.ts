import { destroyDataKey, rotateDataKey } from '../server/identity/index.ts';
import type { Platform } from '../server/platform.ts';
import { EXIT, Stop } from './exit.ts';
import { table } from './table.ts';

/** `quantong data-key list`: the keys under which personal data are sealed, and how many messages lie under each. */
export async function listDataKeys(platform: Platform): Promise<string> {
  const rows = await platform.database.query<{
    id: number;
    purpose: string;
    created: string;
    state: string;
    messages: bigint;
  }>(
    `select k.id, k.purpose, to_char(k.created_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as created,
            case when k.destroyed_at is not null then '已销毁 destroyed' when k.retired_at is not null then '已停用 retired' else '在用 current' end as state,
            (select count(*) from gateway.envelope e where e.data_key = k.id) as messages
     from identity.data_key k order by k.id`,
  );
  return table(
    ['编号 id', '用途 purpose', '建立 created', '状态 state', '报文 messages'],
    rows.map(row => [String(row.id), row.purpose, row.created, row.state, row.messages.toString()]),
  );
}

/** `quantong data-key rotate`: new data are sealed under a new key; what was sealed stays readable. */
export async function rotateCommand(platform: Platform): Promise<void> {
  await rotateDataKey(platform.database, platform.masterKey, platform.now());
}

/** `quantong data-key destroy ID`: deletes for ever what was sealed under a retired key. */
export async function destroyCommand(platform: Platform, id: string): Promise<void> {
  if (!/^\d{1,5}$/.test(id)) throw new Stop(EXIT.usage, `“${id}”不是密钥编号`, `"${id}" is no key id`);
  await destroyDataKey(platform.database, Number(id), platform.now()).catch((error: Error) => {
    throw new Stop(EXIT.usage, error.message, 'see quantong data-key list');
  });
}
