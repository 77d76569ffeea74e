import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deposits, documentsOf, messageOf, type Parcel, parcel, senderOf, zone } from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import { type CaseView, readCases } from '../server/clearance/index.ts';
import { type Files, openTwin, type TwinOptions, twinDefaults } from '../server/exchange/index.ts';
import { type ExchangeRunner, runExchange } from '../server/exchange-desk.ts';
import type { Acknowledgement } from '../server/flow.ts';
import { readFeed } from '../server/gateway/index.ts';
import { type TestZone, testZone } from './zone.ts';

export const law = shippedLaw();
export const NOON = Date.parse('2026-06-01T12:00:00+08:00');

export interface CustomsPlace {
  readonly city: TestZone;
  readonly folder: string;
  /** The exchange (and the twin, where there is one) take their turn; the clock goes on by 300 ms. */
  round(times?: number): Promise<void>;
  /** The process that serves the folders begins anew. */
  restart(files?: Files): Promise<void>;
  view(caseKey: string): Promise<CaseView | undefined>;
  /** Receipts in the feed of an organisation, as `622 800`, oldest first. */
  told(org: string): Promise<readonly string[]>;
  /** Bytes from customs, by the door. */
  customs(bytes: string | Uint8Array): Promise<Acknowledgement>;
  /** Names of the files that wait for the e-port client. */
  lying(): readonly string[];
  close(): Promise<void>;
}

export interface PlaceOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly twin?: Partial<TwinOptions> | false;
  readonly settle?: string;
}

/** A zone where customs decides, with the folders of the e-port client and the twin of customs on their other side. */
export async function customsPlace({ env = {}, twin: wish = {} }: PlaceOptions = {}): Promise<CustomsPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'quantong-customs-'));
  mkdirSync(join(folder, 'send'));
  mkdirSync(join(folder, 'receive'));
  const city = await testZone({
    enterprises: zone,
    deposits,
    at: NOON,
    env: {
      QUANTONG_STANCE: 'precheck',
      QUANTONG_EXCHANGE_DIR: folder,
      QUANTONG_EXCHANGE_SETTLE_MS: '0',
      ...env,
    },
  });
  const { platform } = city;
  let runner: ExchangeRunner = await runExchange(platform, platform.exchange);
  const openTheTwin = () =>
    openTwin({
      folder,
      store: join(folder, 'twin'),
      setting: twinDefaults,
      law,
      now: () => city.now,
      ...(wish || {}),
    });
  let twin = wish === false ? undefined : await openTheTwin();
  return {
    city,
    folder,
    async round(times = 1) {
      for (let n = 0; n < times; n++) {
        await runner.round();
        await twin?.round();
        city.now += 300;
      }
    },
    async restart(files) {
      runner = await runExchange(platform, platform.exchange, files);
      if (twin) twin = await openTheTwin();
    },
    async view(caseKey) {
      const [view] = await readCases(platform.database, platform.realm(false), [caseKey]);
      return view;
    },
    async told(org) {
      const items = await readFeed(platform.database, platform.sealer(), {
        orgCode: org,
        test: false,
        after: 0n,
        limit: 1000,
      });
      return items.flatMap(item =>
        item.records.map(({ head }) => `${item.type.slice(3, 6)} ${head['returnStatus'] ?? head['status']}`),
      );
    },
    customs: bytes =>
      platform.flow.submit({
        caller: city.callerOf('customs', { scopes: ['submit', 'customs'] }),
        bytes: Buffer.from(bytes),
        contentType: 'application/xml',
      }),
    lying: () =>
      readdirSync(join(folder, 'send'), { withFileTypes: true }).flatMap(entry =>
        entry.isFile() ? entry.name : [],
      ),
    async close() {
      await city.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let serial = 0;

/** A guid that no other message of the tests has. */
export function nextGuid(): string {
  serial += 1;
  return `4D8A2C10-7E5B-4F3A-9C61-${String(serial).padStart(12, '0')}`;
}

/** A right parcel of its own. */
export function nextParcel(): Parcel {
  serial += 1;
  return parcel({ seed: 'customs', at: NOON - 3_600_000, serial }, law);
}

export function sendDocument(city: TestZone, document: Document): Promise<Acknowledgement> {
  return city.send(messageOf(senderOf(document), [document], nextGuid()));
}

/** Hands the four documents of a parcel in, each by its own sender. */
export async function sendParcel(city: TestZone, one: Parcel): Promise<void> {
  for (const document of documentsOf(one)) await sendDocument(city, document);
}
