import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageOf, type Parcel, senderOf } from '../../demo/index.ts';
import {
  createSignature,
  type Document,
  encodeReport,
  encodeTransport,
  encodeXml,
  readTransport,
  throwAwayIdentity,
} from '../../messages/index.ts';
import { addCertificate } from '../../server/identity/index.ts';
import {
  type CustomsPlace,
  customsPlace,
  NOON,
  nextGuid,
  nextParcel,
  sendDocument,
  sendParcel,
} from '../customs-place.ts';
import { expectReplayEqual } from '../exactness/replayed.ts';

let here: CustomsPlace;
beforeAll(async () => {
  here = await customsPlace({ twin: false });
});
afterAll(() => here.close());

const NS = ' xmlns="http://www.chinaport.gov.cn/ceb"';
const record = (name: string, fields: Readonly<Record<string, string>>) =>
  `<${name}>${Object.entries({ guid: nextGuid().toLowerCase(), ...fields })
    .map(([field, value]) => `<${field}>${value}</${field}>`)
    .join('')}</${name}>`;
const message = (type: string, records: string, { ns = NS, encoding = 'UTF-8' } = {}) =>
  `<?xml version="1.0" encoding="${encoding}" standalone="yes"?><${type}${ns} version="1.0" guid="${nextGuid()}">${records}</${type}>`;

let moment = 0;
/** Times of customs, each later than the one before. */
const later = () => `20260601130${String(++moment).padStart(4, '0')}00`;

const onList = (one: Parcel, status: string, more: Readonly<Record<string, string>> = {}) =>
  record('InventoryReturn', {
    customsCode: one.list.head['customsCode'] ?? '',
    ebpCode: one.list.head['ebpCode'] ?? '',
    ebcCode: one.list.head['ebcCode'] ?? '',
    agentCode: one.list.head['agentCode'] ?? '',
    copNo: one.list.head['copNo'] ?? '',
    preNo: 'B20260601000000001',
    returnStatus: status,
    returnTime: later(),
    returnInfo: '演示',
    ...more,
  });
const say622 = (one: Parcel, status: string, more: Readonly<Record<string, string>> = {}) =>
  here.customs(message('CEB622Message', onList(one, status, more)));

async function atCustoms(): Promise<Parcel> {
  const one = nextParcel();
  await sendParcel(here.city, one);
  expect((await here.view(one.key))?.status).toBe('forwarded');
  return one;
}

const statusOf = async (one: Parcel) => (await here.view(one.key))?.status;
const used = async () => {
  const [row] = await here.city.platform.database.query<{ used: bigint; charged: bigint }>(
    `select (select coalesce(sum(used), 0)::bigint from ledgers.quota) as used,
            (select coalesce(sum(charged), 0)::bigint from ledgers.guarantee) as charged`,
  );
  return [row?.used, row?.charged];
};

let numbered = 0;
const newNumber = () => `43012026I${String(++numbered).padStart(9, '0')}`;

describe('receipts of customs in every shape', () => {
  it('find the list by the declarant’s number, whatever guid they bear; the same twice in one message is told once', async () => {
    const one = await atCustoms();
    const twice = onList(one, '120');
    const ack = await here.customs(message('CEB622Message', twice + twice));
    expect(ack.outcome.results.map(result => result.state)).toEqual(['received', 'duplicate']);
    expect(ack.outcome.results[0]?.cases).toEqual([one.key]);
    // The same word under another guid.
    const again = twice.replace(/<guid>.*?<\/guid>/, `<guid>${nextGuid().toLowerCase()}</guid>`);
    await here.customs(message('CEB622Message', again));
    const told = await here.told(senderOf(one.list));
    expect(told.filter(line => line === '622 120')).toHaveLength(1);
  });

  it('come without namespace, in GB2312, with 14 digits of time, inside a transport message', async () => {
    const one = await atCustoms();
    await here.customs(message('CEB622Message', onList(one, '120'), { ns: '' }));
    const order = record('OrderReturn', {
      ebpCode: one.order.head['ebpCode'] ?? '',
      ebcCode: one.order.head['ebcCode'] ?? '',
      orderNo: one.order.head['orderNo'] ?? '',
      returnStatus: '120',
      returnTime: '20260601131000',
      returnInfo: 'NAME',
    });
    const [head = '', tail = ''] = message('CEB312Message', order, { encoding: 'gb2312' }).split('NAME');
    const bytes = Buffer.concat([
      Buffer.from(head),
      Buffer.from([0xd2, 0xd1, 0xca, 0xd5]),
      Buffer.from(tail),
    ]);
    const ack = await here.customs(bytes);
    expect(ack.outcome.results).toMatchObject([{ state: 'received', cases: [one.key] }]);
    const wrapped = encodeTransport({
      copMsgId: nextGuid(),
      senderId: 'DXPEDCCEB0000002',
      receiverIds: ['DXPENT0000000001'],
      createdAt: NOON,
      msgType: 'CEB622Message',
      data: Buffer.from(message('CEB622Message', onList(one, '399'))),
    });
    await here.customs(wrapped);
    const told = await here.told(senderOf(one.list));
    expect(told.slice(-2)).toEqual(['622 120', '622 399']);
    expect(await here.told(senderOf(one.order))).toContain('312 120');
    expect(await statusOf(one)).toBe('forwarded');
  });

  it('out of order: an older word changes nothing, and “accepted” never stands over a decision', async () => {
    const one = await atCustoms();
    const invtNo = newNumber();
    const early = later();
    const [before] = await used();
    await say622(one, '800', { invtNo });
    await say622(one, '500', { returnTime: early });
    await say622(one, '2');
    await say622(one, '120', { returnTime: early });
    expect(await statusOf(one)).toBe('released');
    const [after] = await used();
    expect(after).toBeGreaterThan(before ?? 0n);
    await say622(one, '800', { invtNo });
    expect((await used())[0]).toBe(after);
    expect(await here.view(one.key)).toMatchObject({ invtNo, outcome: 'release' });
  });

  it('two states with one time: the further one counts', async () => {
    const one = await atCustoms();
    const time = later();
    await here.customs(
      message(
        'CEB622Message',
        onList(one, '800', { returnTime: time }) + onList(one, '399', { returnTime: time }),
      ),
    );
    expect(await statusOf(one)).toBe('released');
  });

  it.each(['23', '600', '500', '300', 'abc'])(
    'a state %s is shown and leaves the decision with customs',
    async status => {
      const one = await atCustoms();
      await say622(one, status);
      expect(await statusOf(one)).toBe('forwarded');
      expect(await here.told(senderOf(one.list))).toContain(`622 ${status}`);
      await say622(one, '800');
      expect(await statusOf(one)).toBe('released');
    },
  );

  it.each(['100', '-451', '-621004'])(
    'after %s the list may be declared again and goes to customs again',
    async status => {
      const one = await atCustoms();
      await say622(one, status, { returnInfo: '[Code:1313;Desc:演示]' });
      expect(await here.view(one.key)).toMatchObject({ status: 'rejected', outcome: 'reject' });
      const list: Document = {
        ...one.list,
        head: { ...one.list.head, guid: nextGuid(), appTime: '20260601140000' },
      };
      const ack = await sendDocument(here.city, list);
      expect(ack.outcome.results).toMatchObject([{ state: 'current' }]);
      expect(await statusOf(one)).toBe('forwarded');
      await say622(one, '800');
      expect(await statusOf(one)).toBe('released');
    },
  );

  it('an order that customs refuses is not there any more and may be sent again under its number', async () => {
    const one = nextParcel();
    await sendDocument(here.city, one.order);
    const { ebpCode = '', ebcCode = '', orderNo = '' } = one.order.head;
    await here.customs(
      message(
        'CEB312Message',
        record('OrderReturn', {
          ebpCode,
          ebcCode,
          orderNo,
          returnStatus: '100',
          returnTime: later(),
          returnInfo: '[Code:-301010;Desc:演示]',
        }),
      ),
    );
    const order = { ...one.order, head: { ...one.order.head, guid: nextGuid(), appTime: '20260601140000' } };
    expect((await sendDocument(here.city, order)).outcome.results).toMatchObject([{ state: 'current' }]);
  });

  it('payments and waybills are told to their senders', async () => {
    const one = await atCustoms();
    const time = later();
    const answer = { returnStatus: '120', returnTime: time, returnInfo: '演示' };
    const { payCode = '', payTransactionId = '' } = one.payment.head;
    const { logisticsCode = '', logisticsNo = '' } = one.waybill.head;
    await here.customs(
      message('CEB412Message', record('PaymentReturn', { payCode, payTransactionId, ...answer })),
    );
    await here.customs(
      message('CEB512Message', record('LogisticsReturn', { logisticsCode, logisticsNo, ...answer })),
    );
    expect((await here.told(senderOf(one.payment))).at(-1)).toBe('412 120');
    expect((await here.told(senderOf(one.waybill))).at(-1)).toBe('512 120');
  });

  it('a tax bill is found by the number that customs gave', async () => {
    const one = await atCustoms();
    const invtNo = newNumber();
    await say622(one, '800', { invtNo });
    const bill = `<Tax><TaxHeadRd><guid>${nextGuid().toLowerCase()}</guid><returnTime>${later()}</returnTime><invtNo>${invtNo}</invtNo><taxNo>${invtNo}01</taxNo><customsTax>0</customsTax><valueAddedTax>1.5</valueAddedTax><consumptionTax>0</consumptionTax><status>1</status><entDutyNo></entDutyNo><orderNo>X</orderNo></TaxHeadRd></Tax>`;
    const ack = await here.customs(message('CEB816Message', bill));
    expect(ack.outcome.results).toMatchObject([{ state: 'received', cases: [one.key] }]);
    expect((await here.told(senderOf(one.list))).at(-1)).toBe('816 1');
  });

  it('a local port’s own receipts (mo, jkfResult) are read too', async () => {
    const one = await atCustoms();
    const result = (type: string, company: string, no: string, mark: string) =>
      `<jkfResult><companyCode>${company}</companyCode><businessNo>${no}</businessNo><businessType>${type}</businessType><declareType>1</declareType><chkMark>${mark}</chkMark><noticeDate>2026-06-01</noticeDate><noticeTime>15:02</noticeTime><resultList><jkfResultDetail><resultInfo>22001:演示</resultInfo></jkfResultDetail></resultList></jkfResult>`;
    const { ebpCode = '', orderNo = '' } = one.order.head;
    const { agentCode = '', copNo = '' } = one.list.head;
    const ack = await here.customs(
      `<?xml version="1.0" encoding="UTF-8"?><mo version="1.0.0"><head><businessType>RESULT</businessType></head><body><list>${result('IMPORTORDER', ebpCode, orderNo, '1')}${result('PERSONAL_GOODS_DECLAR', agentCode, copNo, '2')}</list></body></mo>`,
    );
    expect(ack.outcome.results).toMatchObject([
      { state: 'received', cases: [one.key] },
      { state: 'received', cases: [one.key] },
    ]);
    expect(await statusOf(one)).toBe('rejected');
  });

  it('a revocation takes effect when customs grants it; refused, it may be asked for again', async () => {
    const one = await atCustoms();
    const invtNo = newNumber();
    await say622(one, '399', { invtNo });
    const { head } = one.list;
    const pick = (...names: string[]) => Object.fromEntries(names.map(name => [name, head[name] ?? '']));
    const cancel = (appTime: string): Document => ({
      type: 'CEB623Message',
      head: {
        guid: nextGuid(),
        appType: '1',
        appTime,
        appStatus: '2',
        ...pick('customsCode', 'orderNo', 'ebpCode', 'ebpName', 'ebcCode', 'ebcName'),
        ...pick('logisticsNo', 'logisticsCode', 'logisticsName'),
        copNo: `C${head['copNo']}`,
        invtNo,
        ...pick('buyerIdType', 'buyerIdNumber', 'buyerName', 'buyerTelephone', 'agentCode', 'agentName'),
        reason: '演示：买家取消',
      },
      lines: [],
    });
    const answer = (status: string) =>
      here.customs(
        message(
          'CEB624Message',
          record('InvtCancelReturn', {
            ...pick('customsCode', 'agentCode', 'ebpCode', 'ebcCode'),
            copNo: `C${head['copNo']}`,
            preNo: 'C20260601000000001',
            invtNo,
            returnStatus: status,
            returnTime: later(),
            returnInfo: '演示',
          }),
        ),
      );
    const first = await sendDocument(here.city, cancel('20260601140000'));
    expect(first.outcome.results, JSON.stringify(first.records[0]?.findings)).toMatchObject([
      { state: 'current' },
    ]);
    expect(await statusOf(one)).toBe('forwarded');
    await answer('100');
    expect(await statusOf(one)).toBe('forwarded');
    expect((await sendDocument(here.city, cancel('20260601141000'))).outcome.results).toMatchObject([
      { state: 'current' },
    ]);
    await answer('120');
    await answer('399');
    await answer('800');
    expect(await statusOf(one)).toBe('revoked');
    expect((await here.told(senderOf(one.list))).slice(-3)).toEqual(['624 120', '624 399', '624 800']);
  });

  it('a format-check receipt (900) names the CopMsgId: its documents may be sent again', async () => {
    const one = await atCustoms();
    await here.city.platform.exchange.fill();
    const [row] = await here.city.platform.database.query<{ message: string }>(
      "select message from clearance.forward where type = 'CEB621Message' and key = $1",
      [one.key],
    );
    const ack = await here.customs(
      message(
        'CEB900Message',
        record('MessageReturn', {
          returnStatus: '-1',
          returnInfo: '报文格式校验异常',
          returnTime: later(),
          oriCopMsgId: row?.message ?? '',
          oriMessageType: 'CEB621Message',
          oriBizMessage: '-',
        }),
      ),
    );
    expect(ack.outcome.results).toMatchObject([{ state: 'received', cases: [one.key] }]);
    expect(await statusOf(one)).toBe('rejected');
    expect((await here.told(senderOf(one.list))).at(-1)).toBe('900 -1');
  });

  it('what matches nothing is kept and says so', async () => {
    const ack = await say622(nextParcel(), '120');
    expect(ack.outcome.results).toMatchObject([{ state: 'received', cases: [] }]);
    expect(ack.records[0]?.findings.map(finding => finding.code)).toEqual(['customs-unmatched']);
  });

  it('a signed message waits whole for its last record, and goes byte for byte', async () => {
    const one = nextParcel();
    const sender = senderOf(one.order);
    const two: Document = {
      ...one.order,
      head: { ...one.order.head, guid: nextGuid(), orderNo: `${one.order.head['orderNo']}X` },
    };
    const bad: Document = { ...two, head: { ...two.head, goodsValue: 'viel' } };
    const identity = throwAwayIdentity({
      algorithm: 'sm2-sm3',
      name: '演示证书',
      serial: '10000017',
      notBefore: new Date('2025-01-01'),
      notAfter: new Date('2030-01-01'),
    });
    const { database } = here.city.platform;
    await addCertificate(database, sender, identity.certificate.base64, NOON - 1000);
    const signed = (documents: readonly Document[]) =>
      createSignature(encodeXml(messageOf(sender, documents, nextGuid())), {
        certificate: identity.certificate,
        sign: identity.sign,
      });
    const hand = async (xml: string) =>
      here.city.platform.flow.submit({
        caller: here.city.callerOf(sender, { scopes: ['submit'] }),
        bytes: Buffer.from(xml),
        contentType: 'application/xml',
      });
    await here.round();
    const before = here.lying().length;
    const held = await hand(await signed([one.order, bad]));
    expect(held.outcome.results.map(result => result.state)).toEqual(['current', 'refused']);
    expect(held.findings.map(finding => finding.code)).toContain('held-by-neighbour');
    await here.round();
    expect(here.lying().length).toBe(before);
    const xml = await signed([one.order, two]);
    const whole = await hand(xml);
    expect(whole.outcome.results.map(result => result.state)).toEqual(['duplicate', 'current']);
    await here.round();
    const [message] = await database.query<{ sealed: Buffer; data_key: number; verbatim: boolean }>(
      'select sealed, data_key, verbatim from exchange.outbox order by seq desc limit 1',
    );
    expect(message?.verbatim).toBe(true);
    expect(
      here.city.platform
        .sealer()
        .open(message?.data_key ?? 0, message?.sealed ?? Buffer.alloc(0))
        .toString(),
    ).toBe(xml);
    expect(here.lying().length).toBe(before + 1);
  });

  it('a technical answer of the exchange is kept with its message', async () => {
    const { database } = here.city.platform;
    const [row] = await database.query<{ id: string }>('select id from exchange.outbox order by seq limit 1');
    const report = encodeReport({
      receiverId: 'DXPENT0000000001',
      responses: [
        {
          code: '2001',
          info: '接收方不存在',
          results: [],
          day: '2026-06-01',
          about: {
            copMsgId: (row?.id ?? '').toUpperCase(),
            senderId: 'DXPENT0000000001',
            receiverIds: ['X'],
            createdAt: NOON,
            msgType: 'CEB311Message',
          },
        },
      ],
    });
    expect(readTransport(Buffer.from(report))).toMatchObject({ kind: 'report' });
    writeFileSync(join(here.folder, 'receive', 'report.xml'), report);
    await here.round();
    expect(
      await database.query("select trouble ->> 'code' as code from exchange.outbox where id = $1", [row?.id]),
    ).toEqual([{ code: '2001' }]);
  });

  const samples = process.env['CEB_SAMPLES_DIR'];
  if (samples === undefined)
    console.warn('CEB_SAMPLES_DIR is not given: the published receipts are not taken in.');
  it.skipIf(samples === undefined)('published receipts are taken in, every one', async () => {
    const names = readdirSync(samples ?? '').filter(name =>
      /^(imp-(312|412|512|622|624|626|818)|exp-(304|506|604)|any-900|dxp-envelope-receipt)/.test(name),
    );
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const ack = await here.customs(readFileSync(join(samples ?? '', name)));
      expect(ack.outcome.state, name).toBe('done');
      const states = new Set(ack.outcome.results.map(result => result.state));
      expect(
        [...states].every(state => state === 'received' || state === 'duplicate'),
        name,
      ).toBe(true);
    }
  });

  it('everything replays to the letter', async () => {
    await expectReplayEqual(here.city);
  }, 60_000);
});
