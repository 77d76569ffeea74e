import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { formatFen } from '../../shared/index.ts';
import {
  addCertificate,
  createKey,
  type Org,
  revokeCertificate,
  revokeKey,
  SCOPES,
  type Scope,
} from '../identity/index.ts';
import { addLaw, type Deposit, deposit, importOrgs, type LawKind, readGuarantee } from '../operator.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { exampleCertificate, exampleEbp } from './examples.ts';
import { checkAddition, LawBody } from './law-body.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';

const ROLES = [
  'seller',
  'platform',
  'payment',
  'logistics',
  'broker',
  'bonded-operator',
  'place-operator',
] as const;
const Code = Type.String({
  pattern: '^[0-9A-Z]{9,18}$',
  description: 'customs registration code or unified social credit code',
});
const Day = Type.String({ format: 'date' });

const OrgSchema = Type.Object(
  {
    code: Code,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    roles: Type.Array(
      Type.Object(
        { role: Type.Union(ROLES.map(role => Type.Literal(role))), from: Day, to: Type.Optional(Day) },
        { additionalProperties: false },
      ),
    ),
    suspended: Type.Optional(Type.Boolean()),
    signature: Type.Optional(
      Type.Union([Type.Literal('required'), Type.Literal('if-present'), Type.Literal('off')]),
    ),
    demo: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

type OrgBody = Omit<Org, 'signature' | 'demo'> & Partial<Pick<Org, 'signature' | 'demo'>>;

/** The enterprise register, keys, certificates, guarantee deposits and dated law: what an operator keeps. */
export async function registerRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get<{ Params: { code: string } }>(
    '/v1/registers/enterprises/:code',
    {
      schema: {
        summary: '查企业备案 / An enterprise of the register',
        tags: ['registers'],
        params: Type.Object({ code: Type.String({ examples: [exampleEbp] }) }),
        response: { 200: OrgSchema, '4xx': ProblemSchema },
      },
    },
    async request => {
      await callerOf(platform, request, 'read');
      const { orgs } = await platform.editions.newest();
      const org = orgs.get(request.params.code);
      if (!org)
        throw new HttpProblem({
          status: 404,
          code: 'enterprise-unknown',
          title: {
            zh: `备案库没有企业“${request.params.code}”。`,
            en: `No enterprise "${request.params.code}" is registered.`,
          },
          fix: {
            zh: '请核对海关注册编码或统一社会信用代码；未备案的请先登记。',
            en: 'Check the customs registration or credit code; register the enterprise first if it is new.',
          },
        });
      return org;
    },
  );

  app.put<{ Body: { enterprises: OrgBody[] } }>(
    '/v1/registers/enterprises',
    {
      schema: {
        summary: '登记企业 / Add or replace enterprises',
        tags: ['registers'],
        body: Type.Object(
          { enterprises: Type.Array(OrgSchema, { minItems: 1, maxItems: 5000 }) },
          {
            additionalProperties: false,
            examples: [
              {
                enterprises: [
                  {
                    code: '3701DEMOX9',
                    name: '演示示例卖家',
                    roles: [{ role: 'seller', from: '2020-01-01' }],
                    demo: true,
                  },
                ],
              },
            ],
          },
        ),
        response: { 200: Type.Object({ imported: Type.Integer() }), '4xx': ProblemSchema },
      },
    },
    async request => {
      await callerOf(platform, request, 'operator');
      const codes = request.body.enterprises.map(org => org.code);
      const twice = codes.findIndex((code, index) => codes.indexOf(code) < index);
      if (twice >= 0) throw new HttpProblem(namedTwice(codes[twice] ?? '', twice));
      const orgs = request.body.enterprises.map(org => ({
        signature: 'if-present' as const,
        demo: false,
        ...org,
      }));
      await importOrgs(platform.database, orgs, platform.now());
      return { imported: orgs.length };
    },
  );

  app.post<{ Body: { orgCode: string; scopes: Scope[]; test?: boolean; label: string; expiresAt?: string } }>(
    '/v1/keys',
    {
      schema: {
        summary: '发放密钥 / Make an API key (shown once)',
        tags: ['registers'],
        body: Type.Object(
          {
            orgCode: Code,
            scopes: Type.Array(Type.Union(SCOPES.map(scope => Type.Literal(scope))), { minItems: 1 }),
            test: Type.Optional(Type.Boolean()),
            label: Type.String({ minLength: 1, maxLength: 100 }),
            expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
          },
          {
            additionalProperties: false,
            examples: [
              {
                orgCode: exampleEbp,
                scopes: ['submit', 'read', 'precheck'],
                test: true,
                label: '演示 ERP 联调',
              },
            ],
          },
        ),
        response: { 201: Type.Object({ id: Type.String(), secret: Type.String() }), '4xx': ProblemSchema },
      },
    },
    async (request, reply) => {
      await callerOf(platform, request, 'operator');
      const { orgs } = await platform.editions.newest();
      const { orgCode, scopes, test = false, label, expiresAt } = request.body;
      if (!orgs.has(orgCode)) throw new HttpProblem(unknownOrg(orgCode));
      const made = await createKey(
        platform.database,
        {
          orgCode,
          scopes,
          test,
          label,
          ...(expiresAt === undefined ? {} : { expiresAt: Date.parse(expiresAt) }),
        },
        platform.now(),
      );
      return reply.code(201).send(made);
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/v1/keys/:id',
    {
      schema: {
        summary: '停用密钥 / Revoke a key',
        tags: ['registers'],
        params: Type.Object({ id: Type.String({ examples: ['kl_000000000000'] }) }),
        response: { 200: Type.Object({ revoked: Type.Boolean() }), '4xx': ProblemSchema },
      },
    },
    async request => {
      await callerOf(platform, request, 'operator');
      return { revoked: await revokeKey(platform.database, request.params.id, platform.now()) };
    },
  );

  app.post<{ Body: { orgCode: string; certificate: string } }>(
    '/v1/certificates',
    {
      schema: {
        summary: '登记证书 / Register a signing certificate',
        tags: ['registers'],
        body: Type.Object(
          {
            orgCode: Code,
            certificate: Type.String({ minLength: 50, maxLength: 20_000, description: 'PEM or base64' }),
          },
          {
            additionalProperties: false,
            examples: [{ orgCode: exampleEbp, certificate: exampleCertificate }],
          },
        ),
        response: {
          201: Type.Object({ fingerprint: Type.String(), serial: Type.String() }),
          '4xx': ProblemSchema,
        },
      },
    },
    async (request, reply) => {
      await callerOf(platform, request, 'operator');
      const { orgs } = await platform.editions.newest();
      const { orgCode, certificate } = request.body;
      if (!orgs.has(orgCode)) throw new HttpProblem(unknownOrg(orgCode));
      const made = await addCertificate(platform.database, orgCode, certificate, platform.now());
      if (!made)
        throw new HttpProblem({
          status: 422,
          code: 'certificate-unreadable',
          title: { zh: '不是可读的 X.509 证书。', en: 'This is no readable X.509 certificate.' },
          fix: {
            zh: '请提交 PEM 或 Base64 形式的证书（不是私钥或证书链）。',
            en: 'Send the certificate as PEM or base64 (no private key, no chain).',
          },
        });
      return reply.code(201).send(made);
    },
  );

  app.delete<{ Params: { fingerprint: string } }>(
    '/v1/certificates/:fingerprint',
    {
      schema: {
        summary: '注销证书 / Revoke a certificate',
        tags: ['registers'],
        params: Type.Object({ fingerprint: Type.String({ examples: ['0'.repeat(64)] }) }),
        response: { 200: Type.Object({ revoked: Type.Boolean() }), '4xx': ProblemSchema },
      },
    },
    async request => {
      await callerOf(platform, request, 'operator');
      return {
        revoked: await revokeCertificate(platform.database, request.params.fingerprint, platform.now()),
      };
    },
  );

  app.post<{ Body: Omit<Deposit, 'test'> }>(
    '/v1/guarantee/deposits',
    {
      schema: {
        summary: '缴存担保 / Book a guarantee deposit',
        tags: ['registers'],
        body: Type.Object(
          {
            account: Code,
            fen: Type.String({ pattern: '^-?\\d{1,15}$', description: 'fen; negative takes money out' }),
            entry: Type.String({
              minLength: 1,
              maxLength: 100,
              description: 'your voucher number; the same one is booked once',
            }),
          },
          {
            additionalProperties: false,
            examples: [{ account: exampleEbp, fen: '100000', entry: 'DEMO-DEPOSIT-EXAMPLE' }],
          },
        ),
        response: {
          200: Type.Object({
            booked: Type.Boolean(),
            deposit: Type.String(),
            charged: Type.String(),
            free: Type.String(),
          }),
          '4xx': ProblemSchema,
        },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'operator');
      const done = await deposit(platform.database, { ...request.body, test: caller.test }, platform.now());
      const view = await readGuarantee(platform.database, { test: caller.test }, request.body.account);
      const { deposit: paid = 0n, charged = 0n } = view ?? {};
      return {
        booked: done.booked,
        deposit: formatFen(paid),
        charged: formatFen(charged),
        free: formatFen(paid - charged),
      };
    },
  );

  app.post<{ Body: { kind: LawKind; value: unknown } }>(
    '/v1/law',
    {
      schema: {
        summary: '增补法规数据 / Add a dated value of the law',
        description:
          '带文号、生效日；只增不改 / with its document number and date of effect; only ever added to',
        tags: ['registers'],
        body: LawBody,
        response: { 200: Type.Object({ edition: Type.String() }), '4xx': ProblemSchema },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'operator');
      const { kind, value } = request.body;
      checkAddition(kind, value);
      await addLaw(platform.database, kind, value, { at: platform.now(), actor: caller.keyId });
      const { law } = await platform.editions.newest();
      return { edition: law.edition };
    },
  );
}

function namedTwice(code: string, index: number) {
  return {
    status: 422,
    code: 'enterprise-twice',
    where: `body.enterprises.${index}.code`,
    title: {
      zh: `企业“${code}”在同一请求中出现两次，未登记任何企业。`,
      en: `The enterprise "${code}" is named twice in one request; none was registered.`,
    },
    fix: {
      zh: '一家企业写一条，把各角色放进它的 roles。',
      en: 'Name an enterprise once and put all of its roles into its roles.',
    },
  };
}

function unknownOrg(code: string) {
  return {
    status: 422,
    code: 'enterprise-unknown',
    title: { zh: `备案库没有企业“${code}”。`, en: `No enterprise "${code}" is registered.` },
    fix: { zh: '请先登记企业。', en: 'Register the enterprise first.' },
  };
}
