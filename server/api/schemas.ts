import { Type } from 'typebox';

/** The schemas of the public answers: one definition for validation, types and /openapi.json. */
export const Bilingual = Type.Object({ zh: Type.String(), en: Type.String() });

export const DocumentRef = Type.Object({ type: Type.String(), key: Type.String() });

export const Cite = Type.Object({
  text: Type.String(),
  article: Type.String(),
  from: Type.String(),
  verified: Type.Boolean(),
});

const Nullable = Type.Union([Type.String(), Type.Null()]);

export const Finding = Type.Object(
  {
    rule: Type.String(),
    code: Type.String({ description: 'stable' }),
    severity: Type.Union([Type.Literal('reject'), Type.Literal('hold'), Type.Literal('warn')]),
    document: DocumentRef,
    path: Type.String({ description: 'InventoryHead/orderNo, InventoryList[2]/qty1; lines count from 1' }),
    value: Nullable,
    other: Type.Optional(Type.Object({ document: DocumentRef, path: Type.String(), value: Nullable })),
    cites: Type.Array(Cite),
    message: Bilingual,
    repair: Type.Optional(Type.Object({ document: DocumentRef, path: Type.String(), value: Nullable })),
    cell: Type.Optional(
      Type.String({ description: 'B7: the cell, when the document came in a spreadsheet' }),
    ),
  },
  {
    $id: 'Finding',
    description: 'One thing that is said about a document: where, why (clause), and how to mend it.',
  },
);

const FindingRef = Type.Unsafe<unknown>({ $ref: 'Finding#' });

export const Outcome = Type.Union([
  Type.Literal('release'),
  Type.Literal('reject'),
  Type.Literal('hold'),
  Type.Literal('wait'),
]);

const Amount = Type.String({ description: 'CNY, decimal text' });

export const TaxLine = Type.Object({
  gnum: Type.String(),
  dutiable: Amount,
  duty: Amount,
  consumption: Amount,
  vat: Amount,
  total: Amount,
  consumptionApplies: Type.Boolean(),
  composite: Type.Optional(Type.String({ description: 'composite rate applied, 0.091' })),
  basis: Type.String({
    description: 'line: own row of rates; standard: statutory rate of its kind; unknown; given',
  }),
  steps: Type.Array(
    Type.Object({ title: Bilingual, formula: Type.String(), result: Type.String(), cites: Type.Array(Cite) }),
  ),
});

export const Tax = Type.Object(
  {
    treatment: Type.Union([Type.Literal('preferential'), Type.Literal('full'), Type.Literal('not-cbec')]),
    reason: Bilingual,
    dutiable: Amount,
    duty: Amount,
    consumption: Amount,
    vat: Amount,
    total: Amount,
    lines: Type.Array(TaxLine),
    steps: Type.Array(
      Type.Object({
        title: Bilingual,
        formula: Type.String(),
        result: Type.String(),
        cites: Type.Array(Cite),
      }),
    ),
  },
  { $id: 'Tax', description: 'Tax of an order: every step with its numbers and the law.' },
);

const TaxRef = Type.Unsafe<unknown>({ $ref: 'Tax#' });

export const JudgedCase = Type.Object(
  {
    key: Type.String({ description: 'ebpCode|orderNo; of an export E|ebpCode|orderNo' }),
    mode: Type.String(),
    documents: Type.Array(DocumentRef),
    outcome: Outcome,
    findings: Type.Array(FindingRef),
    afterRepair: Type.Optional(Type.Object({ outcome: Outcome, findings: Type.Array(FindingRef) })),
    notJudged: Type.Optional(Type.Array(Type.Object({ rule: Type.String(), why: Bilingual }))),
    tax: Type.Optional(TaxRef),
  },
  { $id: 'JudgedCase', additionalProperties: true },
);

export const CaseView = Type.Object(
  {
    key: Type.String(),
    mode: Type.String(),
    status: Type.String({
      description:
        'collecting, released, rejected, held, inspection, revoked, returned, expired; exports also reviewed (审结，等待运抵), departed (离境); forwarded (已转发海关) where customs decides',
    }),
    outcome: Outcome,
    version: Type.Integer(),
    documents: Type.Array(
      Type.Object({
        type: Type.String(),
        key: Type.String(),
        sender: Type.String(),
        at: Type.String(),
        appType: Type.String(),
      }),
    ),
    findings: Type.Array(FindingRef),
    waitsSince: Type.Optional(Type.String()),
    invtNo: Type.Optional(Type.String()),
    releasedAt: Type.Optional(Type.String()),
    billNo: Type.Optional(Type.String({ description: 'export: the bill it leaves under' })),
    arrivedAt: Type.Optional(
      Type.String({ description: 'export: when its arrival at the supervised place was told (507)' }),
    ),
    departedAt: Type.Optional(Type.String({ description: 'export: when its departure was told (509)' })),
    leftAt: Type.Optional(Type.String({ description: 'export: leaveTime of the departure, as written' })),
    inspect: Type.Optional(
      Type.Object(
        { reason: Type.String(), by: Type.String(), at: Type.String() },
        { description: 'export: an officer inspects the goods when they arrive' },
      ),
    ),
    priority: Type.Optional(Type.Object({ reason: Type.String(), by: Type.String(), at: Type.String() })),
    customs: Type.Optional(
      Type.Object(
        {
          preNo: Type.Optional(Type.String()),
          said: Type.Array(
            Type.Object({ document: Type.String(), status: Type.String(), at: Type.String() }),
          ),
        },
        { description: 'where customs decides: its last word on each document' },
      ),
    ),
    tax: Type.Optional(TaxRef),
    decisions: Type.Array(
      Type.Object({
        version: Type.Integer(),
        at: Type.String(),
        outcome: Outcome,
        by: Type.String(),
        law: Type.String({ description: 'digest of the edition of the law that decided' }),
        reason: Type.Optional(Type.String()),
        findings: Type.Array(FindingRef),
      }),
    ),
  },
  { $id: 'CaseView', additionalProperties: true },
);

export const RecordAnswer = Type.Object({
  index: Type.Integer({ description: 'counts from 0 in message order' }),
  type: Type.String(),
  key: Type.String(),
  state: Type.String({
    description: 'current (accepted), duplicate, refused, stored, deleted, superseded, quarantined',
  }),
  cases: Type.Array(Type.String()),
  findings: Type.Array(FindingRef),
});

export const EnvelopeAnswer = Type.Object(
  {
    envelope: Type.String(),
    receivedAt: Type.String(),
    state: Type.Union([Type.Literal('done'), Type.Literal('kept'), Type.Literal('refused')]),
    media: Type.String(),
    type: Type.Optional(Type.String()),
    test: Type.Boolean(),
    digest: Type.String({ description: 'SHA-256 of the bytes as received' }),
    findings: Type.Array(FindingRef),
    records: Type.Array(RecordAnswer),
    cases: Type.Optional(Type.Array(Type.Unsafe<unknown>({ $ref: 'CaseView#' }))),
  },
  { $id: 'EnvelopeAnswer' },
);
