import type { Law } from '../../../law/index.ts';
import { type Document, joinKey } from '../../../messages/index.ts';
import type { Fixed5, Instant } from '../../../shared/index.ts';

/** Milliseconds after which customs speaks: accepted (2), checked (120 or 100), decided (399, 800). */
export interface Delays {
  readonly accept: number;
  readonly check: number;
  readonly decide: number;
}

/** How this twin of customs behaves. Nothing here is taken from the platform's own tables. */
export interface TwinSetting {
  readonly delays: Delays;
  /** Share of declarations (0 to 1) that are refused whatever they say, chosen by their own key: the same ones every time. */
  readonly refuseShare: number;
  /** Codes of those refusals, one after another by the same choice. */
  readonly refuseCodes: readonly string[];
  /** Rules whose slightest word refuses, also a warning or a question. */
  readonly strictRules: readonly string[];
  readonly seed: string;
  /** Lines of one part of a summary result (792); a larger result is split. */
  readonly resultLinesMax: number;
}

export const twinDefaults: TwinSetting = {
  delays: { accept: 200, check: 500, decide: 1000 },
  refuseShare: 0,
  refuseCodes: ['1322'],
  strictRules: [],
  seed: 'twin',
  resultLinesMax: 500,
};

/** A receipt that customs will speak: to whom, when. `to` is the exchange id; undefined: the message came without transport. */
export interface Planned {
  readonly id: string;
  readonly due: Instant;
  readonly to: string | undefined;
  readonly documents: readonly Document[];
}

/** A list as customs holds it. */
export interface HeldList {
  readonly document: Document;
  readonly to: string | undefined;
  readonly preNo: string;
  readonly invtNo: string;
  state: 'kept' | 'reviewed' | 'released' | 'refused' | 'cancelled' | 'departed';
  /** Instant of its last receipt: a later one is never due before. */
  last: Instant;
  /** When it was told to be closed (899). */
  departedAt?: Instant;
  /** Number of the summary that holds it. */
  summarisedBy?: string;
}

/** What customs knows: only what came through the folder. */
export interface TwinState {
  /** Accepted documents by `type key`. */
  readonly documents: Map<string, Document>;
  readonly lists: Map<string, HeldList>;
  readonly listByNumber: Map<string, string>;
  /** `logisticsCode|logisticsNo` → keys of the lists that name it. */
  readonly listsByWaybill: Map<string, string[]>;
  /** `ebpCode|orderNo` → payment keys that name the order. */
  readonly paymentsByOrder: Map<string, string[]>;
  readonly arrived: Set<string>;
  readonly departed: Set<string>;
  /** Year and buyer's number → dutiable value released. */
  readonly yearUsed: Map<string, Fixed5>;
  /** Which case used a waybill number. */
  readonly waybillUse: Map<string, { caseKey: string; at: Instant }>;
  /** `agentCode|copNo` of a summary application → its number and the lists of its parts that were found right, by part. */
  readonly summaries: Map<string, { readonly sumNo: string; readonly parts: Map<string, readonly string[]> }>;
  /** Declaration forms made so far. */
  forms: number;
  inputs: number;
}

export function newTwinState(): TwinState {
  return {
    documents: new Map(),
    lists: new Map(),
    listByNumber: new Map(),
    listsByWaybill: new Map(),
    paymentsByOrder: new Map(),
    arrived: new Set(),
    departed: new Set(),
    yearUsed: new Map(),
    waybillUse: new Map(),
    summaries: new Map(),
    forms: 0,
    inputs: 0,
  };
}

/** One receipt in the making, before receipts of one moment are put into messages. */
export interface Speech {
  readonly document: Document;
  readonly due: Instant;
  readonly to: string | undefined;
}

/** One record on customs' desk: what it knows, when it came, from whom, and what is being said. */
export interface Desk {
  readonly state: TwinState;
  readonly setting: TwinSetting;
  readonly law: Law;
  readonly at: Instant;
  readonly to: string | undefined;
  /** Number of the message and of the record in it. */
  readonly input: string;
  readonly speeches: Speech[];
}

export function waybillKey(logisticsCode: string | undefined, logisticsNo: string | undefined): string {
  return joinKey([logisticsCode, logisticsNo]);
}
