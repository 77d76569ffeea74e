import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answeredDocuments, answeredType, derivedGuid } from '../cases/index.ts';
import { encodeXml, localSigner, unwrapTransport } from '../messages/index.ts';
import { beijingDate, DAY_MS, parseStamp } from '../shared/index.ts';
import type { Config } from './config.ts';
import {
  type CertificateSigner,
  type ChannelState,
  diskFiles,
  type FailedSending,
  type Files,
  type Forwardable,
  fillOutbox,
  type InFile,
  issueCertificates,
  loadSigner,
  markSent,
  nextMessages,
  noteReceived,
  noteTrouble,
  openTwin,
  postPaymentTo,
  type QueueState,
  readChannel,
  readQueueState,
  reportChannel,
  SILENT_MS,
  sendAgain,
  type Taken,
  technicalAnswers,
  twinDefaults,
  uploadPayments,
  type ZonePort,
  zoneChannel,
} from './exchange/index.ts';
import type { Acknowledgement, Flow, FlowParts } from './flow.ts';
import { findEnvelope, KeyUsed } from './gateway/index.ts';
import type { Caller } from './identity/index.ts';
import { isDatabaseAway } from './store/index.ts';
import { rereadEnvelope } from './work.ts';

/** The platform's desk for the exchange with customs: fills the queue, hands it out, takes what comes back. */
export interface ExchangeDesk extends ZonePort {
  /** Puts what was cleared into messages; gives their number. */
  fill(): Promise<number>;
  /** Certifies what waits while the channel is down; gives the number of certificates, at most some hundreds at once. */
  certify(): Promise<number>;
  channel(): Promise<ChannelState>;
  queue(): Promise<QueueState>;
  signer(): Promise<CertificateSigner>;
}

type DeskParts = FlowParts & { readonly flow: Flow; readonly config: Config; readonly masterKey: Buffer };

const CUSTOMS_CALLER: Caller = {
  keyId: 'exchange',
  orgCode: 'customs',
  orgName: '海关 / customs',
  scopes: ['submit', 'customs'],
  test: false,
  signature: 'if-present',
};

/** @see ExchangeDesk */
export function exchangeDesk(parts: DeskParts): ExchangeDesk {
  const { database, now } = parts;
  const startedAt = now();
  let signer: Promise<CertificateSigner> | undefined;
  const signerOnce = () => {
    signer ??= loadSigner(database, parts.masterKey, now()).catch(error => {
      signer = undefined;
      throw error;
    });
    return signer;
  };
  return {
    signer: signerOnce,
    channel: () => readChannel(database, now()),
    queue: () => readQueueState(database),
    fill: () => fillOutbox({ database, sealer: parts.sealer, now, prepare: id => prepare(parts, id) }),
    async certify() {
      const channel = await readChannel(database, now());
      // Nobody has served the folders yet, or this process is too young to know whether somebody does.
      if (channel.up || channel.since === undefined || (channel.silent && now() - startedAt < SILENT_MS))
        return 0;
      return issueCertificates(database, await signerOnce(), channel, now());
    },
    next: limit => nextMessages(database, parts.sealer(), limit),
    sent: ids => markSent(database, ids, now()),
    report: state => reportChannel(database, state, now()),
    take: file => takeFromCustoms(parts, file),
  };
}

/** Reads an envelope again as it would go to customs. */
async function prepare(parts: DeskParts, envelopeId: string): Promise<Forwardable | undefined> {
  const stored = await findEnvelope(parts.database, envelopeId);
  if (!stored || parts.sealer().isDestroyed(stored.data_key)) return undefined;
  const { law, orgs } = await parts.editions.newest();
  const { read, envelope } = await rereadEnvelope(parts, stored, law);
  const { frame, records } = read.decoded;
  if (!frame) return undefined;
  const signed = frame.signature !== undefined;
  const documents = records.map(record => record.document);
  const { signature: _signature, ...unsigned } = frame;
  return {
    type: frame.type,
    signed,
    count: records.length,
    bytes:
      read.media === 'xml'
        ? Buffer.from(unwrapTransport(envelope.bytes) ?? envelope.bytes)
        : Buffer.from(encodeXml({ ...frame, documents })),
    repeated: stored.results
      .filter(result => result.state === 'duplicate')
      .map(({ index, type, key }) => ({ record: index, type, key })),
    write: chosen =>
      Buffer.from(
        encodeXml({
          ...unsigned,
          guid: unsigned.guid || derivedGuid('forward', envelopeId, chosen.join(' ')),
          version: unsigned.version || '1.0',
          transfer: unsigned.transfer ?? {
            copCode: stored.org_code,
            copName: orgs.get(stored.org_code)?.name ?? stored.org_code,
            dxpMode: 'DXP',
            dxpId: parts.config.dxpId,
          },
          documents: chosen.flatMap(index => documents[index] ?? []),
        }),
      ),
    dueOf: chosen => {
      const at = Number(stored.received_at);
      const on = beijingDate(at);
      const importMs = Number(law.number('declaration.import-days', on).value) * DAY_MS;
      const exportMs = Number(law.number('declaration.export-hours', on).value) * 3_600_000;
      if (/^CEB(213|215|303|403|505|507|509|603|605|607|701)/.test(frame.type)) return at + exportMs;
      const entered = chosen.flatMap(index => parseStamp(documents[index]?.head['ieDate'] ?? '') ?? []);
      return Math.min(at, ...entered) + importMs;
    },
  };
}

/** A file from customs: the exchange's technical answer, or receipts, which are inputs like any message. */
async function takeFromCustoms(parts: DeskParts, file: InFile): Promise<Taken> {
  const { database, now } = parts;
  try {
    const technical = technicalAnswers(file.bytes);
    if (technical) {
      for (const answer of technical)
        if (!/^0*$/.test(answer.code)) await noteTrouble(database, answer.copMsgId, answer, now());
      await noteReceived(database, now());
      return { state: 'done', said: { technical } };
    }
    const done = await parts.flow.submit({
      caller: CUSTOMS_CALLER,
      bytes: file.bytes,
      contentType: 'application/xml',
      idempotencyKey: file.key,
    });
    await noteReceived(database, now());
    const { state, refusal, results } = done.outcome;
    if (state === 'refused')
      return { state: 'failed', why: refusal ? `${refusal.message.zh} / ${refusal.message.en}` : 'refused' };
    await sendAgain(database, failedSendings(done), now());
    return { state: 'done', said: { envelope: done.envelope.id, results } };
  } catch (error) {
    if (error instanceof KeyUsed) return { state: 'done', said: { envelope: error.envelopeId } };
    if (isDatabaseAway(error)) return { state: 'later', why: '数据库暂不可用 / the database is away' };
    throw error;
  }
}

/** Uploads payment data that customs asked for; undefined when no address or key is configured. */
export function paymentUploader(
  parts: Pick<DeskParts, 'database' | 'sealer' | 'now' | 'config'>,
): (() => Promise<{ readonly done: number; readonly failed: number }>) | undefined {
  const { paymentUploadUrl, paymentKeyFile, paymentCertNo } = parts.config;
  if (!paymentUploadUrl || !paymentKeyFile || !paymentCertNo) return undefined;
  const key = createPrivateKey(readFileSync(paymentKeyFile));
  const signer = { certNo: paymentCertNo, sign: localSigner(key, 'sm2-sm3') };
  const post = postPaymentTo(paymentUploadUrl);
  return () =>
    uploadPayments({ database: parts.database, sealer: parts.sealer(), signer, post, at: parts.now() });
}

/** The declarations that did not reach customs, by what customs says of them: state 4. */
function failedSendings(done: Acknowledgement): readonly FailedSending[] {
  return done.read.decoded.records.flatMap(({ index, document }): FailedSending[] => {
    const result = done.outcome.results[index];
    if (document.head['returnStatus'] !== '4' || result?.state !== 'received') return [];
    const type = answeredType(document.type);
    const [caseKey] = result.cases;
    if (type === 'CEB621Message') return caseKey === undefined ? [] : [{ type, caseKey }];
    return answeredDocuments({ document }).map(({ type: of, key }) => ({ type: of, key }));
  });
}

/** Runs the exchange in this process: the folders to customs, and where asked the twin of customs on their other side. */
export interface ExchangeRunner {
  round(): Promise<void>;
}

const SERVING_LOCK = 7_301_008;

/** @param files tests fill the disk or end the process with it */
export async function runExchange(
  parts: DeskParts,
  desk: ExchangeDesk,
  files: Files = diskFiles,
): Promise<ExchangeRunner> {
  const { config, now } = parts;
  const folder = config.exchangeDir;
  const zone =
    folder === undefined
      ? undefined
      : zoneChannel({
          files,
          folder,
          ids: {
            own: config.dxpId,
            customsImport: config.dxpCustomsImport,
            customsExport: config.dxpCustomsExport,
          },
          port: desk,
          now,
          settleMs: config.exchangeSettleMs,
        });
  const { law } = await parts.editions.newest();
  const twin =
    folder === undefined || !config.twin
      ? undefined
      : await openTwin({
          folder,
          store: join(folder, '.twin', 'store'),
          setting: { ...twinDefaults, refuseShare: config.twinRefuseShare },
          law,
          now,
        });
  return {
    round: () =>
      parts.database.transaction(async tx => {
        // Several processes may share the folders: one of them serves at a time.
        const { rows } = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
          SERVING_LOCK,
        ]);
        if (!rows[0]?.mine) return;
        await desk.fill();
        await zone?.round();
        await desk.certify();
        await twin?.round();
      }, 1),
  };
}
