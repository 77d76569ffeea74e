import {
  type Acceptance,
  type ActVerdict,
  accept,
  actOnCase,
  type CaseState,
  type Decision,
  emptyBook,
  expireCase,
  type GuaranteeEntry,
  listNumber,
  noEffects,
  type OfficerAct,
  type QuotaEntry,
  quotaAccountOf,
  type Setting,
} from '../../cases/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { businessKey, type Document, type Fields } from '../../messages/index.ts';
import { judge, judgeExport } from '../../rules/index.ts';
import { DAY_MS, type Instant } from '../../shared/index.ts';
import { ACCEPTED, registered } from '../right-sets.ts';

/** A receipt as told: type, status (or the state of a tax bill), and its text. */
export interface Told {
  readonly org: string;
  readonly type: string;
  readonly key: string;
  readonly status: string;
  readonly head: Fields;
  readonly lines: readonly Fields[];
}

/** A platform without database: documents go through the pure fold one by one, and everything that comes out is kept. */
export interface Life {
  now: Instant;
  readonly told: Told[];
  readonly decisions: Decision[];
  readonly quota: QuotaEntry[];
  readonly guarantee: GuaranteeEntry[];
  send(document: Document, sender?: string): Acceptance;
  act(act: Partial<OfficerAct> & Pick<OfficerAct, 'verb'>): ActVerdict;
  expire(key: string): boolean;
  state(key: string): CaseState | undefined;
  invtNo(key: string): string;
  /** `622 120`, in order, since the last call. */
  news(): readonly string[];
  used(document: Document): bigint;
  charged(): bigint;
  days(count: number): void;
}

export const GUARANTOR = '3701960D02';

export function life(more: Partial<Setting> & { depositFen?: bigint } = {}): Life {
  const { depositFen = 100_000_000n, ...given } = more;
  const setting: Setting = {
    law: shippedLaw(),
    stance: 'authority',
    test: false,
    enterprise: registered,
    match: text => `#${text}`,
    judge,
    judgeExport,
    ...given,
  };
  const book = emptyBook();
  book.guarantee.set(GUARANTOR, { deposit: depositFen, charged: 0n });
  let journal = 0n;
  let heard = 0;
  const account = (document: Document, at: Instant) =>
    quotaAccountOf(setting, document.head['buyerIdNumber'] ?? '', at);
  const open = (name: string) => {
    if (!book.quota.has(name)) book.quota.set(name, { used: 0n, weights: {}, entries: [] });
  };
  const fold = <T>(work: (effects: ReturnType<typeof noEffects>) => T): T => {
    for (const held of book.documents.values())
      if (held.document.type === 'CEB621Message') open(account(held.document, it.now));
    const effects = noEffects(journal);
    const result = work(effects);
    journal += BigInt(effects.journal);
    it.decisions.push(...effects.decisions);
    it.quota.push(...effects.quota);
    it.guarantee.push(...effects.guarantee);
    for (const answer of effects.answers)
      for (const { head, lines } of answer.render(number => number))
        it.told.push({
          org: answer.org,
          type: answer.type,
          key: answer.key,
          status: head['returnStatus'] ?? `bill ${head['status']}`,
          head,
          lines,
        });
    return result;
  };
  const it: Life = {
    now: ACCEPTED,
    told: [],
    decisions: [],
    quota: [],
    guarantee: [],
    send(document, sender = 'SENDER') {
      if (document.type === 'CEB621Message') open(account(document, it.now));
      return fold(effects =>
        accept(
          book,
          effects,
          {
            document,
            key: businessKey(document),
            sender,
            at: it.now,
            identity: JSON.stringify([sender, document]),
            envelopeId: 'E',
            record: 0,
            findings: [],
          },
          setting,
        ),
      );
    },
    act: given =>
      fold(effects =>
        actOnCase(
          book,
          effects,
          { caseKey: '', officer: '演示关员', reason: '演示', at: it.now, ...given },
          setting,
        ),
      ),
    expire: key => fold(effects => expireCase(book, effects, key, { at: it.now, law: setting.law })),
    state: key => book.cases.get(key),
    invtNo(key) {
      const state = book.cases.get(key);
      return (state && listNumber(state)) ?? '';
    },
    news() {
      const fresh = it.told.slice(heard).map(({ type, status }) => `${type.slice(3, 6)} ${status}`);
      heard = it.told.length;
      return fresh;
    },
    used: document => book.quota.get(account(document, it.now))?.used ?? 0n,
    charged: () => book.guarantee.get(GUARANTOR)?.charged ?? 0n,
    days(count) {
      it.now += count * DAY_MS;
    },
  };
  return it;
}

let guids = 0;

/** The document with other fields, as a record of its own. */
export function but(document: Document, head: Readonly<Record<string, string>>): Document {
  guids += 1;
  const guid = `DEMO9999-0000-4000-8000-${String(guids).padStart(12, '0')}`;
  return { ...document, head: { ...document.head, guid, ...head } };
}

const REPEATED = [
  'customsCode',
  'orderNo',
  'ebpCode',
  'ebpName',
  'ebcCode',
  'ebcName',
  'logisticsNo',
  'logisticsCode',
  'logisticsName',
  'buyerIdType',
  'buyerIdNumber',
  'buyerName',
  'buyerTelephone',
  'agentCode',
  'agentName',
] as const;

function applied(list: Document, copNo: string, invtNo: string): Fields {
  const repeated = REPEATED.map(name => [name, list.head[name] ?? ''] as const);
  return {
    guid: '',
    appType: '1',
    appTime: '20250620100000',
    appStatus: '2',
    ...Object.fromEntries(repeated),
    copNo,
    invtNo,
    reason: '演示',
  };
}

/** The application to revoke this list (623). */
export function revocation(list: Document, invtNo: string, copNo = 'CX1'): Document {
  return but({ type: 'CEB623Message', head: applied(list, copNo, invtNo), lines: [] }, {});
}

/** The application to return goods of this list (625): line number and quantity; left out: everything. */
export function refund(
  list: Document,
  invtNo: string,
  lines: readonly (readonly [gnum: string, qty: string])[] = list.lines.map(line => [
    line['gnum'] ?? '',
    line['qty'] ?? '',
  ]),
  copNo = 'TH1',
): Document {
  return but(
    {
      type: 'CEB625Message',
      head: applied(list, copNo, invtNo),
      lines: lines.map(([gnum, qty]) => {
        const of = list.lines.find(line => line['gnum'] === gnum) ?? {};
        return { gnum, gcode: of['gcode'] ?? '', gname: of['gname'] ?? '', qty, unit: of['unit'] ?? '' };
      }),
    },
    {},
  );
}
