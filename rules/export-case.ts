import type { Law } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import type { Bilingual, Finding, Fixed5, Instant, LawDate, NotJudged } from '../shared/index.ts';
import type { World } from './case.ts';

/** The export supervision modes: retail direct, special area, special area outside the pilot cities, B2B direct, overseas warehouse. */
export type ExportMode = '9610' | '1210' | '1239' | '9710' | '9810';

/** The documents of an export parcel as the rules name them. `receipt` is demanded for dates before 15 December 2024 only. */
export type ExportPart = 'order' | 'waybill' | 'list' | 'receipt';

/** The documents of one export parcel, complete: what the rules judge. */
export interface ExportCase {
  /** Case key: `E|ebpCode|orderNo` of the inventory. */
  readonly key: string;
  readonly mode: ExportMode;
  readonly list: Document; // CEB603Message
  readonly order: Document; // CEB303Message
  readonly waybill: Document; // CEB505Message
  readonly receipt?: Document; // CEB403Message
}

/** What is there of an export parcel while it waits for the rest. */
export interface IncompleteExportCase {
  readonly key: string;
  readonly mode?: ExportMode;
  readonly list?: Document;
  readonly order?: Document;
  readonly waybill?: Document;
  readonly receipt?: Document;
}

/** What a running platform knows beyond the documents; every part but the stance may be absent (see `World`). */
export interface ExportWorld extends Pick<World, 'enterprise' | 'waybillUse' | 'stance'> {}

/** What an export rule is given. `at` is the instant of acceptance, `on` its Beijing date. */
export interface ExportQuestion {
  readonly case: ExportCase;
  readonly at: Instant;
  readonly on: LawDate;
  readonly law: Law;
  readonly world: ExportWorld;
  /** FOB value of the list in CNY at the dated rate; undefined when a rate is missing (rules that need it then say so). */
  readonly valueCny?: Fixed5;
}

/** One export rule, one folder; fields as in `Rule`. */
export interface ExportRule {
  readonly id: string;
  readonly title: Bilingual;
  readonly stage?: 'goods' | 'comparison';
  readonly reads?: readonly ExportPart[];
  readonly needs: readonly (keyof ExportWorld)[];
  judge(question: ExportQuestion): readonly Finding[];
  unjudged?(question: ExportQuestion): Bilingual | undefined;
}

/** The answer of all export rules on one case. */
export interface ExportJudgement {
  readonly findings: readonly Finding[];
  readonly notJudged: readonly NotJudged[];
  readonly valueCny?: Fixed5;
}
