import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { EnterpriseRole } from '../rules/index.ts';
import type { Org } from '../server/identity/index.ts';
import { deposit, importOrgs } from '../server/operator.ts';
import type { Platform } from '../server/platform.ts';
import { parseFixed5, toFen } from '../shared/index.ts';
import { EXIT, Stop } from './exit.ts';

export const ROLES: readonly EnterpriseRole[] = [
  'seller',
  'platform',
  'payment',
  'logistics',
  'broker',
  'bonded-operator',
  'place-operator',
];

/** One row of the file: an enterprise in one role. Several rows of one code give it several roles. */
interface Row {
  readonly code: string;
  readonly name: string;
  readonly role: EnterpriseRole;
  readonly from: string;
  readonly to?: string;
  readonly suspended: boolean;
  readonly signature: Org['signature'];
  readonly deposit?: string;
}

export interface OrgFile {
  readonly orgs: readonly Org[];
  /** Fen to be deposited per guarantor. */
  readonly deposits: readonly { readonly code: string; readonly fen: bigint }[];
}

export const ORG_HEADER = 'code,name,role,from,to,suspended,signature,deposit';

/**
 * Reads the register file of `quantong org import`: CSV with the header `code,name,role,from,to,suspended,signature,deposit`
 * (the last four may be missing or blank), or JSON `[{code, name, roles: [{role, from, to?}], …}]`. Stops at the first fault with its line.
 */
export function readOrgFile(text: string): OrgFile {
  return text.trimStart().startsWith('[') ? fromJson(text) : fromCsv(text);
}

function fault(line: number, zh: string, en: string): Stop {
  return new Stop(EXIT.unreadable, `第 ${line} 行：${zh}`, `line ${line}: ${en}`);
}

function fromCsv(text: string): OrgFile {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count_less: true,
    });
  } catch (error) {
    throw new Stop(EXIT.unreadable, `CSV 读不通：${(error as Error).message}`, 'unreadable CSV');
  }
  const read = rows.map((row, index) => rowOf(row, index + 2));
  const orgs = new Map<string, Org>();
  const deposits: { code: string; fen: bigint }[] = [];
  for (const row of read) {
    const before = orgs.get(row.code);
    const role = { role: row.role, from: row.from, ...(row.to === undefined ? {} : { to: row.to }) };
    orgs.set(row.code, {
      code: row.code,
      name: row.name,
      roles: [...(before?.roles ?? []), role],
      suspended: row.suspended || (before?.suspended ?? false),
      signature: row.signature,
      demo: false,
    });
    if (row.deposit !== undefined)
      deposits.push({ code: row.code, fen: toFen(parseFixed5(row.deposit) ?? 0n) });
  }
  return { orgs: [...orgs.values()], deposits };
}

function rowOf(row: Record<string, string>, line: number): Row {
  const {
    code = '',
    name = '',
    role = '',
    from = '2000-01-01',
    to,
    suspended = '',
    signature = '',
    deposit: paid,
  } = row;
  if (!/^[0-9A-Z]{9,18}$/.test(code))
    throw fault(
      line,
      `企业代码“${code}”不是 10 位海关编码或 18 位统一社会信用代码`,
      `"${code}" is no enterprise code`,
    );
  if (name === '') throw fault(line, '缺企业名称', 'the name is missing');
  const known = ROLES.find(candidate => candidate === role);
  if (!known)
    throw fault(
      line,
      `角色“${role}”未知，可用：${ROLES.join('、')}`,
      `unknown role "${role}"; use one of ${ROLES.join(', ')}`,
    );
  const day = /^\d{4}-\d{2}-\d{2}$/;
  if (from !== '' && !day.test(from))
    throw fault(line, `生效日“${from}”须为 YYYY-MM-DD`, `"${from}" is no date`);
  if (to && !day.test(to)) throw fault(line, `失效日“${to}”须为 YYYY-MM-DD`, `"${to}" is no date`);
  if (paid && parseFixed5(paid) === undefined)
    throw fault(line, `担保金额“${paid}”不是数字`, `"${paid}" is no amount`);
  return {
    code,
    name,
    role: known,
    from: from || '2000-01-01',
    ...(to ? { to } : {}),
    suspended: /^(1|true|yes|是)$/i.test(suspended),
    signature: signature === 'required' || signature === 'off' ? signature : 'if-present',
    ...(paid ? { deposit: paid } : {}),
  };
}

function fromJson(text: string): OrgFile {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new Stop(EXIT.unreadable, `JSON 读不通：${(error as Error).message}`, 'unreadable JSON');
  }
  if (!Array.isArray(list))
    throw new Stop(EXIT.unreadable, '应为企业数组', 'an array of enterprises is expected');
  const deposits: { code: string; fen: bigint }[] = [];
  const orgs = list.map((entry: Partial<Org> & { deposit?: string }, index): Org => {
    const rows = (entry.roles ?? []).map(({ role, from, to }) =>
      rowOf(
        {
          code: entry.code ?? '',
          name: entry.name ?? '',
          role,
          from: from ?? '',
          ...(to ? { to } : {}),
          ...(entry.signature ? { signature: entry.signature } : {}),
        },
        index + 1,
      ),
    );
    const [first] = rows;
    if (!first) throw fault(index + 1, '企业没有角色 roles', 'the enterprise has no roles');
    if (entry.deposit !== undefined)
      deposits.push({ code: first.code, fen: toFen(parseFixed5(entry.deposit) ?? 0n) });
    return {
      code: first.code,
      name: first.name,
      roles: rows.map(({ role, from, to }) => ({ role, from, ...(to === undefined ? {} : { to }) })),
      suspended: entry.suspended ?? false,
      signature: first.signature,
      demo: entry.demo ?? false,
    };
  });
  return { orgs, deposits };
}

/** `quantong org import FILE`. */
export async function importOrgFile(platform: Platform, file: string): Promise<OrgFile> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Stop(
      EXIT.unreadable,
      `读不到文件 ${file}（${error.code}）`,
      `cannot read ${file} (${error.code})`,
    );
  });
  const read = readOrgFile(text);
  await importOrgs(platform.database, read.orgs, platform.now());
  for (const { code, fen } of read.deposits)
    await deposit(
      platform.database,
      { account: code, fen: fen.toString(), entry: `import-${platform.now()}-${code}`, test: false },
      platform.now(),
    );
  return read;
}
