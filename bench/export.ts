import {
  arrivalOf,
  carriageOf,
  departureOf,
  type ExportWish,
  exportDocumentsOf,
  exportParcel,
  logisticsCompanies,
  messageOf,
  random,
  senderOf,
} from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import { type Document, encodeXml } from '../messages/index.ts';
import type { ExportCase, ExportMode } from '../rules/index.ts';
import type { Instant } from '../shared/index.ts';
import { fireAll } from './gun.ts';
import type { Shot } from './load.ts';
import { standUp } from './standing.ts';

/** What is sent of export parcels, step after step: a step begins when the one before is answered. */
export interface ExportLoad {
  /** Orders (303), waybills (505) and lists (603), in messages of 1 to 100 records of one type. */
  readonly declared: readonly Shot[];
  /** Arrivals (507) of up to `PER_BILL` parcels. */
  readonly arrived: readonly Shot[];
  /** Departures (509) of the same. */
  readonly departed: readonly Shot[];
}

const PER_BILL = 500;
const RECORDS_MAX = 100;
const MODES: readonly ExportMode[] = ['9610', '9710', '1210', '9810', '1239'];

/** Right export parcels of every mode, that leave carrier by carrier, `PER_BILL` under a bill. Made before the clock starts. */
export function makeExportLoad({
  parcels,
  at,
  seed,
  wish,
}: {
  parcels: number;
  at: Instant;
  seed: string;
  /** What all parcels shall be; left out: of every mode. */
  wish?: (serial: number) => Partial<ExportWish>;
}): ExportLoad {
  const law = shippedLaw();
  const chance = random(seed);
  const queues = new Map<string, Document[]>();
  const declared: Shot[] = [];
  const shotOf = (documents: readonly Document[]): Shot => {
    const sender = documents[0] ? senderOf(documents[0]) : '';
    const body = Buffer.from(encodeXml(messageOf(sender, documents, chance.guid())));
    return { sender, body, records: documents.length };
  };
  const bills: ExportCase[][] = [];
  for (let serial = 1; serial <= parcels; serial++) {
    const bill = Math.floor((serial - 1) / PER_BILL);
    const parcel = exportParcel(
      {
        seed,
        at,
        serial,
        mode: MODES[serial % MODES.length] ?? '9610',
        logistics: logisticsCompanies[bill % logisticsCompanies.length] ?? logisticsCompanies[0],
        carriage: carriageOf(`${seed}/${bill}`),
        ...wish?.(serial),
      },
      law,
    );
    bills[bill] = [...(bills[bill] ?? []), parcel];
    for (const document of exportDocumentsOf(parcel)) {
      const name = `${document.type} ${senderOf(document)}`;
      const queue = [...(queues.get(name) ?? []), document];
      const full = queue.length >= chance.whole(1, RECORDS_MAX);
      if (full) declared.push(shotOf(queue));
      queues.set(name, full ? [] : queue);
    }
  }
  for (const queue of queues.values()) if (queue.length > 0) declared.push(shotOf(queue));
  // The papers of two loads must not take each other for a repetition.
  const own = chance.whole(10_000_000, 99_999_999);
  const paper = (kind: string, bill: number) => ({ seed, at, copNo: `${kind}${own}${bill}` });
  return {
    declared,
    arrived: bills.map((of, bill) => shotOf([arrivalOf(of, paper('BYD', bill))])),
    departed: bills.map((of, bill) => shotOf([departureOf(of, paper('BLJ', bill))])),
  };
}

export interface ExportFigures {
  /** Export parcels declared, released on arrival and departed. */
  readonly journeys: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Seconds of each step. */
  readonly steps: { readonly declared: number; readonly arrived: number; readonly departed: number };
  /** CPU microseconds per journey. */
  readonly cpu: { readonly server: number; readonly database: number };
  readonly serverMiB: number;
  /** Cases by their status at the end. */
  readonly ended: Readonly<Record<string, number>>;
}

/** Whole export journeys through the door of a server and PostgreSQL of their own. A few of another seed run before, unmeasured. */
export async function measureExport({ parcels }: { parcels: number }): Promise<ExportFigures> {
  const at = Date.now() - 3_600_000;
  const load = makeExportLoad({ parcels, at, seed: `export-${parcels}` });
  const early = makeExportLoad({
    parcels: Math.ceil(parcels / 5),
    at: at - 86_400_000,
    seed: 'export-early',
  });
  const standing = await standUp();
  try {
    const send = async (shots: readonly Shot[]) => {
      const left = [...shots].reverse();
      return (await fireAll(standing.gun, () => left.pop())).seconds;
    };
    for (const shots of [early.declared, early.arrived, early.departed]) await send(shots);
    const statuses = async () => {
      const rows = await standing.database.query<{ status: string; n: bigint }>(
        'select status, count(*) as n from clearance.kase group by status',
      );
      return new Map(rows.map(row => [row.status, Number(row.n)]));
    };
    const [warm, before] = [await statuses(), standing.cpu()];
    const steps = {
      declared: await send(load.declared),
      arrived: await send(load.arrived),
      departed: await send(load.departed),
    };
    const after = standing.cpu();
    const ended = Object.fromEntries(
      [...(await statuses())].map(([status, n]) => [status, n - (warm.get(status) ?? 0)]),
    );
    const journeys = ended['departed'] ?? 0;
    const seconds = steps.declared + steps.arrived + steps.departed;
    return {
      journeys,
      seconds,
      perSecond: journeys / seconds,
      steps,
      cpu: {
        server: (after.server - before.server) / journeys,
        database: (after.database - before.database) / journeys,
      },
      serverMiB: standing.serverMiB(),
      ended,
    };
  } finally {
    await standing.stop();
  }
}
