/**
 * Bounds of the reader. They protect the service and are far above what the annex allows; what exceeds the annex but not the bound
 * is read and told as a finding.
 */
export interface Limits {
  /** Size of the message as received, in bytes. */
  readonly bytes: number;
  /** Nesting of elements (or JSON values). A signed message needs about eight. */
  readonly depth: number;
  readonly records: number;
  /** Lines of one record: the lists of 507, 509, 607, 701, 711, 792 are unbounded in the annex. */
  readonly lines: number;
  /** Elements (or JSON values) in the whole message. */
  readonly elements: number;
  /** Length of one value, in UTF-16 units: 900 carries a whole message in one. */
  readonly value: number;
  /** Findings that refuse, in the whole message: what has more is no attempt at a message. */
  readonly faults: number;
}

export const defaultLimits: Limits = {
  bytes: 50 * 1024 * 1024,
  depth: 64,
  records: 500_000,
  lines: 500_000,
  elements: 5_000_000,
  value: 8 * 1024 * 1024,
  faults: 50_000,
};
