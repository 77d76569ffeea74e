import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enterprisePort, ServerAway, zonePort } from '../../cli/watch-ports.ts';
import { deposits, documentsOf, messageOf, senderOf, zone } from '../../demo/index.ts';
import { encodeTransport, encodeXml, readTransport, throwAwayIdentity } from '../../messages/index.ts';
import {
  defaultIds,
  diskFiles,
  enterpriseChannel,
  openTwin,
  twinDefaults,
  uploadPayments,
  verifyPayExInfo as verify179,
  verifyCertificate,
  zoneChannel,
} from '../../server/exchange/index.ts';
import { law, NOON, nextGuid, nextParcel } from '../customs-place.ts';
import { type HttpZone, httpZone } from '../http-zone.ts';

const visible = (folder: string) =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isFile() ? entry.name : []));

function folders(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quantong-watch-'));
  mkdirSync(join(folder, 'send'));
  mkdirSync(join(folder, 'receive'));
  return folder;
}

describe('an enterprise that talks to us by folder', () => {
  let http: HttpZone;
  beforeAll(async () => {
    http = await httpZone({ enterprises: zone, deposits, at: NOON });
  });
  afterAll(() => http.close());

  const secretOf = async (org: string) => (await http.keyFor(org)).authorization.slice('Bearer '.length);
  const channelOf = async (folder: string, org: string, server = http.url) => {
    const port = enterprisePort({ server, key: await secretOf(org) });
    return enterpriseChannel({
      files: diskFiles,
      folder,
      port,
      now: () => http.zone.now,
      settleMs: 0,
      dxpId: 'DXPZONE',
    });
  };

  it('hands its files in and gets its receipts in the form of its own files', async () => {
    const one = nextParcel();
    for (const document of documentsOf(one)) {
      const org = senderOf(document);
      const folder = folders();
      const channel = await channelOf(folder, org);
      await channel.round();
      const xml = encodeXml(messageOf(org, [document], nextGuid()));
      const wrapped = encodeTransport({
        copMsgId: nextGuid(),
        senderId: 'DXPENT0000000009',
        receiverIds: ['DXPZONE'],
        createdAt: NOON,
        msgType: document.type,
        data: Buffer.from(xml),
      });
      const isList = document.type === 'CEB621Message';
      writeFileSync(join(folder, 'send', 'a.xml'), isList ? wrapped : xml);
      expect(await channel.round()).toMatchObject({ taken: 1, failed: 0 });
      // Begun anew: nothing is sent or given twice.
      await (await channelOf(folder, org)).round();
      expect(visible(join(folder, 'send', 'done'))).toEqual(['a.xml', 'a.xml.json']);
      const names = visible(join(folder, 'receive'));
      const texts = names.map(name => readFileSync(join(folder, 'receive', name)));
      if (isList) {
        expect(names.map(name => name.slice(0, 13)).sort()).toEqual(['CEB622Message', 'CEB816Message']);
        for (const text of texts)
          expect(readTransport(text)).toMatchObject({
            kind: 'message',
            message: { senderId: 'DXPZONE', receiverIds: ['DXPENT0000000009'] },
          });
      } else {
        expect(names).toHaveLength(1);
        expect(texts[0]?.toString()).toContain('returnStatus>2<');
      }
      rmSync(folder, { recursive: true });
    }
  });

  it('is told why a file failed; a server that is away loses nothing', async () => {
    const one = nextParcel();
    const org = senderOf(one.order);
    const folder = folders();
    const gone = await channelOf(folder, org, 'http://127.0.0.1:1');
    await expect(gone.round()).rejects.toThrow(ServerAway);
    const channel = await channelOf(folder, org);
    await channel.round();
    writeFileSync(join(folder, 'send', 'broken.xml'), '<ceb:CEB311Message');
    writeFileSync(join(folder, 'send', 'right.xml'), encodeXml(messageOf(org, [one.order], nextGuid())));
    expect(
      await (await channelOf(folder, org, 'http://127.0.0.1:1')).round().catch(() => 'away'),
    ).not.toMatchObject({
      taken: 1,
    });
    expect(await channel.round()).toMatchObject({ taken: 1, failed: 1 });
    const note = JSON.parse(readFileSync(join(folder, 'send', 'failed', 'broken.xml.json'), 'utf8')) as {
      why: string;
    };
    expect(note.why).toMatch(/[\u4e00-\u9fff]/);
    rmSync(folder, { recursive: true });
  });
});

describe('an outage of the channel to customs', () => {
  let http: HttpZone;
  beforeAll(async () => {
    http = await httpZone({ enterprises: zone, deposits, at: NOON, env: { QUANTONG_STANCE: 'precheck' } });
  });
  afterAll(() => http.close());

  /** Lists of some minutes of a day with 200,000 of them: three, or as many as are asked for (1440 are the whole day). */
  const MINUTES = Number(process.env['OUTAGE_MINUTES'] ?? 3);
  const LISTS = Math.round((200_000 / 1440) * MINUTES);
  /** A turn takes some hundred messages along; more lists want more turns. */
  const TURNS_MAX = 20 + Math.ceil(LISTS / 20);

  it(
    'intake goes on, every waiting declaration is certified, the queue drains by deadline, nothing is lost or doubled',
    async () => {
      const { zone: city, url } = http;
      const { platform } = city;
      const folder = folders();
      const key = (await http.keyFor('3701DM0701')).authorization.slice('Bearer '.length);
      const channel = zoneChannel({
        files: diskFiles,
        folder,
        ids: { own: 'DXPENT0000000001', ...defaultIds },
        port: zonePort({ server: url, key }),
        now: () => city.now,
        settleMs: 0,
      });
      const twin = await openTwin({
        folder,
        store: join(folder, 'twin'),
        setting: twinDefaults,
        law,
        now: () => city.now,
      });
      const parcels = Array.from({ length: LISTS }, () => nextParcel());
      console.info(`outage: ${LISTS} lists, ${MINUTES} minutes of a day with 200,000`);
      const turn = async () => {
        // What the server's own clock does.
        await platform.exchange.fill();
        await channel.round();
        await twin.round();
        city.now += 1000;
      };
      const groups = new Map<string, ReturnType<typeof documentsOf>[number][]>();
      const send = async (some: typeof parcels) => {
        groups.clear();
        for (const document of some.flatMap(one => documentsOf(one))) {
          const name = `${document.type} ${senderOf(document)}`;
          groups.set(name, [...(groups.get(name) ?? []), document]);
        }
        for (const documents of groups.values())
          for (let from = 0; from < documents.length; from += 100) {
            const part = documents.slice(from, from + 100);
            const [first] = part;
            if (first) await city.send(messageOf(senderOf(first), part, nextGuid()));
          }
      };
      const third = Math.ceil(LISTS / 3);
      /** Turns until customs has released so many. */
      const untilReleased = async (count: number) => {
        for (let n = 0; n < TURNS_MAX; n++) {
          await turn();
          const [row] = await platform.database.query<{ n: bigint }>(
            "select count(*) as n from clearance.kase where status = 'released'",
          );
          if (Number(row?.n) >= count) return;
        }
      };
      await send(parcels.slice(0, third));
      await untilReleased(third);

      // The folder goes away; declarations keep coming.
      const wentAt = city.now;
      renameSync(join(folder, 'send'), join(folder, 'away'));
      await turn();
      await send(parcels.slice(third, 2 * third));
      for (let n = 0; n < 3; n++) await turn();
      const down = (await (await fetch(`${url}/status`)).json()) as {
        channel: { up: boolean; why: string };
        queue: { length: number };
        intake: { open: boolean };
      };
      expect(down).toMatchObject({ channel: { up: false }, intake: { open: true } });
      expect(down.channel.why).toContain('ENOENT');
      expect(down.queue.length).toBeGreaterThan(0);
      const page = await fetch(`${url}/status`, { headers: { accept: 'text/html' } });
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(await page.text()).toContain('中断 / down');
      while ((await platform.exchange.certify()) > 0);
      const broker = senderOf(
        parcels[third]?.list ??
          documentsOf(nextParcel())[3] ?? { type: 'CEB621Message', head: {}, lines: [] },
      );
      const mine = await http.keyFor(broker);
      const { certificates } = (await (
        await fetch(`${url}/v1/exchange/certificates?limit=500`, { headers: mine })
      ).json()) as { certificates: { seq: number; statement: string; signature: string }[] };
      const [certificate] = certificates;
      if (!certificate) throw new Error('no certificate');
      const { publicKey } = (await (await fetch(`${url}/v1/exchange/key`)).json()) as { publicKey: string };
      expect(verifyCertificate(certificate, publicKey)).toMatchObject({
        declarant: broker,
        channel: { state: 'down' },
      });
      expect(
        verifyCertificate(
          { ...certificate, statement: certificate.statement.replace('down', 'up') },
          publicKey,
        ),
      ).toBeUndefined();
      const checked = await fetch(`${url}/v1/exchange/certificates/verify`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ statement: certificate.statement, signature: certificate.signature }),
      });
      expect(await checked.json()).toMatchObject({ valid: true });
      const [waiting] = await platform.database.query<{ records: bigint; certified: bigint }>(
        `select (select count(*) from clearance.forward f join exchange.outbox o on o.id = f.message where o.sent_at is null) as records,
              (select count(*) from exchange.certificate) as certified`,
      );
      expect(waiting?.certified).toBe(waiting?.records);

      const backAt = city.now;
      renameSync(join(folder, 'away'), join(folder, 'send'));
      await send(parcels.slice(2 * third));
      await untilReleased(LISTS);
      await turn();
      const [left] = await platform.database.query<Record<string, bigint>>(
        `select (select count(*) from exchange.outbox where sent_at is null) as unsent,
              (select count(*) from clearance.forward where message is null) as waiting,
              (select count(*) from clearance.forward) as forwarded,
              (select count(*) from (select type, key from clearance.forward group by type, key having count(*) > 1) d) as doubled,
              (select count(*) from clearance.kase where status = 'released') as released`,
      );
      expect(left).toEqual({
        unsent: 0n,
        waiting: 0n,
        forwarded: BigInt(4 * LISTS),
        doubled: 0n,
        released: BigInt(LISTS),
      });
      // What waited when the channel came back went out by deadline.
      const order = await platform.database.query<{ due: bigint; sent_at: bigint }>(
        'select due, sent_at from exchange.outbox where created_at >= $1 and created_at < $2 order by sent_at, due',
        [wentAt, backAt],
      );
      expect(order.length).toBeGreaterThan(10);
      expect(order.map(({ due }) => due)).toEqual(order.map(({ due }) => due).sort((x, y) => Number(x - y)));
      expect(visible(join(folder, 'send'))).toEqual([]);
      expect(await (await fetch(`${url}/status`)).json()).toMatchObject({
        channel: { up: true },
        queue: { length: 0 },
      });
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('quantong_exchange_channel_up 1');
      rmSync(folder, { recursive: true });
    },
    120_000 + LISTS * 30,
  );
});

describe('announcement 179', () => {
  it('keeps the originals, takes the question and uploads within two minutes, signed', async () => {
    const http = await httpZone({ enterprises: zone, deposits, at: NOON });
    const { platform } = http.zone;
    const org = '3701DM0101';
    const key = await http.keyFor(org, { scopes: ['submit'] });
    const original = {
      initalRequest: '<xml><body>演示"请求"</body></xml>',
      initalResponse: '{"code":"SUCCESS"}',
      ebpCode: org,
      payCode: '3701DM0301',
      payTransactionId: 'DEMOPAY1',
      totalAmount: '5.00',
      currency: '142',
      verDept: '3',
      payType: '4',
      tradingTime: '20260601120000',
      orders: [
        {
          orderNo: 'DEMO179',
          goodsInfo: [{ gname: '演示面霜', itemLink: 'https://shop.example/1' }],
          recpAccount: org,
          recpCode: org,
          recpName: '演示平台',
        },
      ],
    };
    const put = (body: unknown) =>
      fetch(`${http.url}/v1/payments/originals`, {
        method: 'PUT',
        headers: { ...key, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await put(original)).status).toBe(200);
    expect((await put({ ...original, ebpCode: '3701DM0102' })).status).toBe(403);
    const long = { gname: '演示', itemLink: `https://shop.example/${'x'.repeat(1900)}` };
    const goodsInfo = Array.from({ length: 99 }, () => long);
    const many = Array.from({ length: 10 }, (_, n) => ({
      ...original.orders[0],
      orderNo: `LONG${n}`,
      goodsInfo,
    }));
    expect((await put({ ...original, orders: many })).status).toBe(413);
    const askFor = async (openReq: string, path = '/v1/179/platDataOpen') => {
      const answer = await fetch(`${http.url}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ openReq }),
      });
      return (await answer.json()) as { code: string };
    };
    const question = JSON.stringify({ orderNo: 'DEMO179', sessionID: 'DEMO-S1', serviceTime: NOON });
    expect((await askFor(question)).code).toBe('10000');
    expect((await askFor(question, `/v1/179/${org}/platDataOpen`)).code).toBe('10000');
    expect((await askFor(question, '/v1/179/3701DM0102/platDataOpen')).code).toBe('20000');
    expect((await askFor('{"orderNo":"NONE","sessionID":"DEMO-S2"}')).code).toBe('20000');
    expect((await askFor('no json')).code).toBe('20000');

    const uploads: string[] = [];
    const customs = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        uploads.push(new URLSearchParams(Buffer.concat(parts).toString()).get('payExInfoStr') ?? '');
        response.end(
          JSON.stringify(
            uploads.length === 1
              ? { code: '20000', message: '演示：请重试' }
              : { code: '10000', message: '上传成功', total: 0, serviceTime: NOON },
          ),
        );
      });
    });
    await new Promise<void>(resolve => customs.listen(0, '127.0.0.1', resolve));
    const identity = throwAwayIdentity({
      algorithm: 'sm2-sm3',
      name: '演示平台',
      serial: '03000000000cde6f',
      notBefore: new Date(0),
      notAfter: new Date(4e12),
    });
    const { postPaymentTo } = await import('../../server/exchange/index.ts');
    const post = postPaymentTo(`http://127.0.0.1:${(customs.address() as AddressInfo).port}/grab`);
    const upload = () =>
      uploadPayments({
        database: platform.database,
        sealer: platform.sealer(),
        signer: { certNo: '03000000000cde6f', sign: identity.sign },
        post,
        at: http.zone.now,
      });
    expect(await upload()).toEqual({ done: 0, failed: 0 });
    expect(await upload()).toEqual({ done: 0, failed: 0 });
    http.zone.now += 5000;
    expect(await upload()).toEqual({ done: 1, failed: 0 });
    expect(uploads).toHaveLength(2);
    for (const text of uploads) expect(verify179(text, identity.certificate.publicKey)).toBe(true);
    expect(JSON.parse(uploads[1] ?? '')).toMatchObject({
      sessionID: 'DEMO-S1',
      payExchangeInfoHead: { initalRequest: original.initalRequest, totalAmount: 5 },
    });
    const [row] = await platform.database.query<{ sealed: Buffer }>('select sealed from exchange.payment');
    expect(row?.sealed.includes('SUCCESS')).toBe(false);

    // Nobody proves who he is who asks: a flood of questions on one order does not become a flood of uploads.
    const asked: string[] = [];
    for (let n = 0; n < 15; n++)
      asked.push((await askFor(`{"orderNo":"DEMO179","sessionID":"FLOOD-${n}"}`)).code);
    expect(asked.filter(answer => answer === '10000')).toHaveLength(10);
    // A destroyed key takes its own originals away and stops nobody else's upload.
    await put({ ...original, orders: [{ ...original.orders[0], orderNo: 'DEMO179-2' }] });
    expect((await askFor('{"orderNo":"DEMO179-2","sessionID":"DEMO-S3"}')).code).toBe('10000');
    const [gone] = await platform.database.query<{ data_key: number }>(
      "update exchange.payment set data_key = 99 where order_no = 'DEMO179' returning data_key",
    );
    const after = await uploadPayments({
      database: platform.database,
      sealer: {
        ...platform.sealer(),
        current: platform.sealer().current,
        isDestroyed: id => id === gone?.data_key,
      },
      signer: { certNo: '03000000000cde6f', sign: identity.sign },
      post,
      at: http.zone.now,
    });
    expect(after).toEqual({ done: 1, failed: 10 });
    customs.close();
    await http.close();
  });
});
