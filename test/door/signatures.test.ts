import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paymentCompanies, zone } from '../../demo/index.ts';
import {
  createSignature,
  type Document,
  decodeXml,
  encodeJson,
  encodeXml,
  type Message,
  rsaSha256,
  type ThrowAwayIdentity,
  throwAwayIdentity,
} from '../../messages/index.ts';
import { importOrgs } from '../../server/operator.ts';
import type { Finding } from '../../shared/index.ts';
import { type Answered, AT, type Door, freshParcel, messageFor, openDoor, said } from './door.ts';

let door: Door;
const [REQUIRED, OTHER] = paymentCompanies;
type Policy = 'required' | 'if-present' | 'off';
/** Three payment companies, one per policy, and their keys. */
const POLICY: Readonly<Record<Policy, string>> = {
  required: REQUIRED.code,
  'if-present': OTHER.code,
  off: '3701DM0399',
};
const keys = new Map<Policy, { authorization: string }>();
const identities = new Map<string, ThrowAwayIdentity>();

let serial = 0x10;
function identity(algorithm: 'sm2-sm3' | 'rsa-sha256' = 'sm2-sm3', to = '2030-01-01'): ThrowAwayIdentity {
  serial += 1;
  return throwAwayIdentity({
    algorithm,
    name: '演示证书',
    serial: `0${serial.toString(16)}`.padStart(4, '0').padStart(8, '1'),
    notBefore: new Date('2025-01-01'),
    notAfter: new Date(to),
  });
}

async function register(orgCode: string, one: ThrowAwayIdentity): Promise<string> {
  const answer = await door.ask('/v1/certificates', {
    key: await door.keyFor('3701DM0101'),
    type: 'application/json',
    body: JSON.stringify({ orgCode, certificate: one.certificate.base64 }),
  });
  expect(answer.status).toBe(201);
  return String(answer.body['fingerprint']);
}

beforeAll(async () => {
  door = await openDoor();
  const payment = zone.find(one => one.code === REQUIRED.code);
  if (!payment) throw new Error('no payment company');
  await importOrgs(
    door.zone.platform.database,
    (Object.entries(POLICY) as [Policy, string][]).map(([signature, code]) => ({
      code,
      name: `演示支付${code}`,
      roles: payment.roles,
      signature,
      demo: true,
    })),
    AT,
  );
  for (const [policy, code] of Object.entries(POLICY) as [Policy, string][]) {
    keys.set(policy, await door.keyFor(code));
    const one = identity();
    identities.set(code, one);
    await register(code, one);
  }
});
afterAll(async () => {
  expect(door.alarms).toEqual([]);
  await door.close();
});

/** A payment that names this company. */
function payment(code: string): Document {
  const document = freshParcel().payment;
  return { ...document, head: { ...document.head, payCode: code, payName: `演示支付${code}` } };
}

const messageOfCompany = (code: string, ...more: string[]) => messageFor([code, ...more].map(payment));

async function signedBy(one: ThrowAwayIdentity | undefined, message: Message, rsa = false): Promise<string> {
  if (!one) throw new Error('no identity');
  return createSignature(encodeXml(message), {
    certificate: one.certificate,
    sign: one.sign,
    ...(rsa ? { profile: rsaSha256 } : {}),
  });
}

const send = (policy: Policy, body: string, type = 'application/xml') =>
  door.ask('/v1/envelopes', { key: keys.get(policy) ?? { authorization: '' }, type, body });
const findings = (answer: Answered) => answer.body['findings'] as Finding[];
const states = (answer: Answered) =>
  (answer.body['records'] as { state: string }[]).map(record => record.state);

async function refused(answer: Answered, ...codes: string[]): Promise<void> {
  expect(answer.status, answer.text.slice(0, 300)).toBe(422);
  expect(
    findings(answer)
      .filter(finding => finding.severity === 'reject')
      .map(finding => finding.code),
  ).toEqual(codes);
  for (const finding of findings(answer)) {
    expect(finding.message.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(finding.message.en).toMatch(/[a-z]{3}/);
    expect(finding.cites.length).toBeGreaterThan(0);
  }
  expect(answer.body['records']).toEqual([]);
}

const SIGNED: readonly Policy[] = ['required', 'if-present'];

describe('signatures at the door', () => {
  it.each(SIGNED)(
    '%s: a right signature by the registered key of the company named is taken',
    async policy => {
      const code = POLICY[policy];
      const xml = await signedBy(identities.get(code), messageOfCompany(code, code));
      const before = await door.counts();
      const answer = await send(policy, xml);
      expect([answer.status, findings(answer), states(answer)]).toEqual([200, [], ['current', 'current']]);
      expect((await door.counts()).documents).toBe(before.documents + 2);
      expect(
        (
          await door.ask(`/v1/envelopes/${answer.body['envelope']}/bytes`, {
            key: keys.get(policy) ?? { authorization: '' },
          })
        ).text,
      ).toBe(xml);
    },
  );

  it('RSA with SHA-256 too', async () => {
    const one = identity('rsa-sha256');
    await register(POLICY.required, one);
    const answer = await send('required', await signedBy(one, messageOfCompany(POLICY.required), true));
    expect([answer.status, findings(answer)]).toEqual([200, []]);
  });

  it('required: unsigned is refused, in any form', async () => {
    const message = messageOfCompany(POLICY.required);
    const before = await door.counts();
    await refused(await send('required', encodeXml(message)), 'signature-missing');
    await refused(await send('required', encodeJson(message), 'application/json'), 'signature-missing');
    const head = message.documents[0]?.head ?? {};
    const csv = [Object.keys(head).join(','), Object.values(head).join(',')].join('\r\n');
    await refused(await send('required', csv, 'text/csv'), 'signature-missing');
    expect((await door.counts()).documents).toBe(before.documents);
  });

  it.each(['if-present', 'off'] as const)('%s: unsigned is taken', async policy => {
    const answer = await send(policy, encodeXml(messageOfCompany(POLICY[policy])));
    expect([answer.status, findings(answer), states(answer)]).toEqual([200, [], ['current']]);
  });

  it.each(SIGNED)('%s: altered after signing is refused, with what differs', async policy => {
    const code = POLICY[policy];
    const xml = await signedBy(identities.get(code), messageOfCompany(code));
    const altered = xml.replace(/(<ceb:amountPaid>)\d/, '$19');
    expect(altered).not.toBe(xml);
    const answer = await send(policy, altered);
    await refused(answer, 'signature-digest');
    const [finding] = findings(answer);
    expect(finding?.path).toBe('Signature/SignedInfo/Reference/DigestValue');
    expect(finding?.message.zh).toMatch(/应为 .+，实为 .+/);
    // Off looks at nothing.
    expect((await send('off', altered)).status).toBe(200);
  });

  it.each(SIGNED)('%s: a signature value of another message is refused', async policy => {
    const code = POLICY[policy];
    const [one, two] = [
      await signedBy(identities.get(code), messageOfCompany(code)),
      await signedBy(identities.get(code), messageOfCompany(code)),
    ];
    const value = /<ds:SignatureValue>[^<]*<\/ds:SignatureValue>/;
    const answer = await send(policy, one.replace(value, value.exec(two)?.[0] ?? ''));
    await refused(answer, 'signature-value');
  });

  it('an unregistered certificate: refused where a signature is demanded, a warning where it is not', async () => {
    const stranger = identity();
    await refused(
      await send('required', await signedBy(stranger, messageOfCompany(POLICY.required))),
      'signature-certificate-unknown',
    );
    const warned = await send('if-present', await signedBy(stranger, messageOfCompany(POLICY['if-present'])));
    expect([warned.status, findings(warned).map(said)]).toEqual([
      200,
      ['signature-certificate-unknown warn Signature'],
    ]);
    const silent = await send('off', await signedBy(stranger, messageOfCompany(POLICY.off)));
    expect([silent.status, findings(silent)]).toEqual([200, []]);
    const altered = (await signedBy(stranger, messageOfCompany(POLICY['if-present']))).replace(
      /(<ceb:amountPaid>)\d/,
      '$19',
    );
    await refused(await send('if-present', altered), 'signature-digest');
  });

  it.each(SIGNED)('%s: the owner of the certificate must be named by every record', async policy => {
    const code = POLICY[policy];
    const foreign = POLICY.off;
    const message = messageOfCompany(code, foreign, code, foreign);
    const before = await door.counts();
    const answer = await send(policy, await signedBy(identities.get(code), message));
    await refused(answer, 'signature-certificate-owner', 'signature-certificate-owner');
    const named = message.documents.map(({ head }) => `${head['payCode']}|${head['payTransactionId']}`);
    expect(findings(answer).map(({ document, path, value }) => [document, path, value])).toEqual(
      [1, 3].map(index => [{ type: 'CEB411Message', key: named[index] }, 'PaymentHead/payCode', foreign]),
    );
    expect(findings(answer)[0]?.message.zh).toContain('第 2 份单证');
    expect(findings(answer)[0]?.message.zh).toContain(code);
    expect((await door.counts()).documents).toBe(before.documents);
  });

  it('somebody else’s certificate on one’s own documents is refused', async () => {
    const answer = await send(
      'required',
      await signedBy(identities.get(POLICY.off), messageOfCompany(POLICY.required)),
    );
    await refused(answer, 'signature-certificate-owner');
  });

  it('an order may be signed by its platform or its seller', async () => {
    const parcel = freshParcel();
    const seller = parcel.order.head['ebcCode'] ?? '';
    const one = identity();
    await register(seller, one);
    const xml = await signedBy(one, messageFor([parcel.order]));
    const answer = await door.ask('/v1/envelopes', {
      key: await door.keyFor(seller),
      type: 'application/xml',
      body: xml,
    });
    expect([answer.status, findings(answer)]).toEqual([200, []]);
  });

  it('a revoked or expired certificate no longer counts', async () => {
    const [revoked, expired] = [identity(), identity('sm2-sm3', '2026-01-01')];
    const fingerprint = await register(POLICY.required, revoked);
    await register(POLICY.required, expired);
    const message = messageOfCompany(POLICY.required);
    const operator = await door.keyFor('3701DM0101');
    expect(
      (await door.ask(`/v1/certificates/${fingerprint}`, { key: operator, method: 'DELETE' })).body,
    ).toEqual({ revoked: true });
    await refused(await send('required', await signedBy(revoked, message)), 'signature-certificate-revoked');
    await refused(await send('required', await signedBy(expired, message)), 'signature-certificate-expired');
  });

  it('a signature cannot be proven in JSON: told so, and refused where it is demanded', async () => {
    const jsonOf = (xml: string) => {
      const { frame, records } = decodeXml(Buffer.from(xml));
      if (!frame) throw new Error('unreadable');
      return encodeJson({ ...frame, documents: records.map(record => record.document) });
    };
    for (const policy of SIGNED) {
      const code = POLICY[policy];
      const json = jsonOf(await signedBy(identities.get(code), messageOfCompany(code)));
      for (const body of [json, json.replace(/"amountPaid":"\d/, '"amountPaid":"9')]) {
        const answer = await send(policy, body, 'application/json');
        if (policy === 'required') await refused(answer, 'signature-not-checked');
        else
          expect([answer.status, findings(answer).map(said)]).toEqual([
            200,
            ['signature-not-checked warn Signature'],
          ]);
      }
    }
  });

  it('the precheck says the same and stores nothing', async () => {
    const before = await door.counts();
    const message = messageOfCompany(POLICY.required, POLICY.off);
    const answer = await door.ask('/v1/precheck', {
      key: keys.get('required') ?? { authorization: '' },
      type: 'application/xml',
      body: await signedBy(identities.get(POLICY.required), message),
    });
    expect((answer.body['refused'] as Finding).code).toBe('signature-certificate-owner');
    expect(answer.body['repaired']).toBeUndefined();
    expect(await door.counts()).toEqual(before);
  });
});
