import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { checkDocument, type Document, type Fields } from '../messages/index.ts';
import type { Finding } from '../shared/index.ts';
import {
  ACCEPTED,
  caseOf,
  documentsOf,
  FULL_WORLD,
  GOODS,
  RIGHT_SETS,
  rightSet,
  type Wanted,
} from '../test/right-sets.ts';
import { type ImportCase, judge, type World } from './index.ts';

const law = shippedLaw();

function findings(
  documents: readonly Document[],
  like: ImportCase,
  world: World = FULL_WORLD,
): readonly Finding[] {
  return [
    ...documents.flatMap(it => checkDocument(it, { codes: law, at: ACCEPTED })),
    ...judge(caseOf(documents, like), ACCEPTED, law, world).findings,
  ];
}

const told = (it: Finding) => `${it.rule} ${it.code} ${it.document.type} ${it.path}: ${it.message.zh}`;

describe('right sets have no finding at all', () => {
  it.each(RIGHT_SETS)('$title', ({ set }) => {
    const right = rightSet(set);
    expect(findings(documentsOf(right), right).map(told)).toEqual([]);
    expect(findings(documentsOf(right), right, { stance: 'precheck' }).map(told)).toEqual([]);
  });

  it('whatever is bought, in whatever mode, at whatever price', () => {
    const goods = fc
      .uniqueArray(fc.constantFrom(...Object.values(GOODS)), { minLength: 1, maxLength: 5 })
      .chain(chosen =>
        fc.tuple(
          ...chosen.map(of =>
            fc.record({
              of: fc.integer({ min: 60, max: 140 }).map(percent => ({
                ...of,
                price: ((Math.round(Number(of.price) * 100) * percent) / 10_000).toFixed(2),
              })),
              qty: fc.integer({ min: 1, max: 3 }).map(String),
            }),
          ),
        ),
      );
    const wanted: fc.Arbitrary<Wanted> = fc.record({
      mode: fc.constantFrom('9610', '1210', '1239'),
      serial: fc.integer({ min: 1, max: 999 }),
      goods,
      freight: fc.constantFrom('0', '0.00', '8.5', '15.00', '20.25000'),
      insurance: fc.constantFrom('0', '1.20'),
      discount: fc.constantFrom('0', '0.01', '10.00'),
      bare: fc.boolean(),
    });
    fc.assert(
      fc.property(wanted, set => {
        const value = set.goods.reduce((sum, { of, qty }) => sum + Number(of.price) * Number(qty), 0);
        fc.pre(value < 4900);
        const right = rightSet(set);
        expect(findings(documentsOf(right), right).map(told)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

/** Every field that takes part in a relation between or inside the four documents. */
const RELATED: Readonly<Record<string, readonly string[]>> = {
  CEB311Message:
    words(`orderNo ebpCode ebpName ebcCode ebcName goodsValue freight discount taxTotal acturalPaid
    buyerName buyerTelephone buyerIdNumber payCode payName payTransactionId consignee consigneeTelephone consigneeAddress
    currency gnum itemNo itemName unit qty price totalPrice country`),
  CEB411Message: words(
    'payCode payName payTransactionId orderNo ebpCode ebpName payerIdNumber payerName amountPaid currency',
  ),
  CEB511Message:
    words(`logisticsCode logisticsName logisticsNo billNo orderNo freight insuredFee weight packNo consignee
    consigneeAddress consigneeTelephone currency`),
  CEB621Message:
    words(`orderNo ebpCode ebpName ebcCode ebcName logisticsNo logisticsCode logisticsName assureCode
    buyerIdNumber buyerName buyerTelephone consigneeAddress agentCode agentName areaCode areaName billNo freight insuredFee
    currency packNo grossWeight netWeight gnum itemNo itemName gname unit qty price totalPrice country`),
};

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Another value of the same kind: a number grows by one, a text loses its last character for another. */
function another(value: string): string {
  if (/^\d{1,8}(\.\d+)?$/.test(value) && !/^0\d/.test(value)) {
    const decimals = (value.split('.')[1] ?? '').length;
    return (Number(value) + 1).toFixed(decimals);
  }
  return value.slice(0, -1) + (value.endsWith('7') ? '4' : '7');
}

describe('any single changed field is told, and the document is named', () => {
  it.each(RIGHT_SETS)('$title', ({ set }) => {
    const right = rightSet(set);
    const documents = documentsOf(right);
    const silent: string[] = [];
    for (const document of documents) {
      for (const { path, value, changed } of eachField(document)) {
        const faulty = documents.map(it => (it === document ? changed : it));
        const found = findings(faulty, right);
        const names = (place: { document: { type: string }; path: string } | undefined) =>
          place?.document.type === document.type && place.path === path;
        if (!found.some(it => names(it) || names(it.other))) silent.push(`${document.type} ${path} ${value}`);
      }
    }
    expect(silent.filter(it => !standsAlone(it, set))).toEqual([]);
  });
});

/** Where nothing else speaks of the field: the transaction of a bare set, the country of dispatch of a direct purchase. */
function standsAlone(place: string, { bare, mode }: Wanted): boolean {
  return (
    (bare === true && place.includes('PaymentHead/payTransactionId')) ||
    (mode === '9610' && place.includes('InventoryHead/country'))
  );
}

const ELEMENTS: Readonly<Record<string, string>> = {
  CEB311Message: 'Order',
  CEB411Message: 'Payment',
  CEB511Message: 'Logistics',
  CEB621Message: 'Inventory',
};

function* eachField(document: Document) {
  const related = RELATED[document.type] ?? [];
  const name = ELEMENTS[document.type] ?? '';
  for (const field of related) {
    const value = document.head[field];
    if (value === undefined) continue;
    const changed: Document = { ...document, head: put(document.head, field, another(value)) };
    yield { path: `${name}Head/${field}`, value, changed };
  }
  for (const [at, line] of document.lines.entries()) {
    for (const field of related) {
      const value = line[field];
      if (value === undefined) continue;
      const lines = document.lines.map((it, index) => (index === at ? put(it, field, another(value)) : it));
      yield { path: `${name}List[${at + 1}]/${field}`, value, changed: { ...document, lines } };
    }
  }
}

function put(fields: Fields, field: string, value: string): Fields {
  return { ...fields, [field]: value };
}
