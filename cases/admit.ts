import { type Document, isKnownType, planOf } from '../messages/index.ts';
import type { Finding } from '../shared/index.ts';
import { type Book, findDocument, type Setting } from './book.ts';
import { checkExportReturn, checkTally } from './export-return.ts';
import { checkExportRevocation } from './export-revoke.ts';
import { checkFiled } from './filed.ts';
import { DECLARATION_AMENDMENT, say } from './finding.ts';
import { listOf } from './gather.ts';
import type { Incoming } from './incoming.ts';
import { directionOf, linksOf, ON_WAYBILLS, waybillRoute } from './keys.ts';
import { checkReturn } from './return.ts';
import { crowdsWaybill, hasLapsed } from './reuse.ts';
import { checkRevocation } from './revoke.ts';
import { casesOf } from './route.ts';
import { type CaseState, type Held, hasEnded } from './state.ts';

/** Applications on a list and tallies: each stands for itself, and none changes or deletes another. */
export const STANDS_ALONE: ReadonlySet<string> = new Set([
  'CEB623Message',
  'CEB625Message',
  'CEB605Message',
  'CEB213Message',
  'CEB215Message',
]);

/** Official error codes for "already there", "not newer", "nothing to change" per type; `life-…` where none is published. */
const DUPLICATE: Readonly<Record<string, string>> = {
  CEB311Message: '-301010',
  CEB411Message: '-401007',
  CEB511Message: '-504012',
  CEB621Message: '-621004',
  CEB303Message: '-301010',
  CEB403Message: '-401007',
  CEB505Message: '-504012',
  CEB603Message: '-621004',
};
const NOT_NEWER: Readonly<Record<string, string>> = {
  CEB311Message: '-301014',
  CEB411Message: '-401012',
  CEB511Message: '-505016',
  CEB303Message: '-301014',
  CEB403Message: '-401012',
  CEB505Message: '-505016',
};
const CLOSED: Readonly<Record<string, string>> = {
  CEB311Message: '-301011',
  CEB411Message: '-401008',
  CEB511Message: '-504016',
  CEB621Message: '-621012',
  CEB303Message: '-301011',
  CEB403Message: '-401008',
  CEB505Message: '-504016',
  CEB603Message: '-621012',
};
const NOTHING_THERE: Readonly<Record<string, string>> = {
  CEB311Message: '-301009',
  CEB411Message: '-401006',
  CEB511Message: '-504014',
  CEB621Message: '-621011',
  CEB303Message: '-301009',
  CEB403Message: '-401006',
  CEB505Message: '-504014',
  CEB603Message: '-621011',
};

/** May this record be added, changed or deleted now? Depends on what is already held under its key. */
export function lifeFindings(book: Book, incoming: Incoming, setting: Setting): readonly Finding[] {
  const { head } = incoming.document;
  const at = placesIn(incoming);
  if (head['appStatus'] === '1') return [];
  const strange = checkFiled(incoming, setting);
  if (strange.length > 0) return strange;
  const life = ofItsLife(book, incoming, setting);
  if (life.length > 0) return life;
  return [...namesNothing(incoming, at('billNo')), ...crowdsWaybill(book, incoming, at('logisticsNo'))];
}

/** An arrival may come without lines; then it names no waybill, and nothing is released by it. */
function namesNothing(
  { document }: Incoming,
  place: Pick<Finding, 'document' | 'path' | 'value'>,
): readonly Finding[] {
  if (document.type !== 'CEB507Message' || document.lines.length > 0) return [];
  return [
    say({
      code: 'arrival-names-nothing',
      severity: 'warn',
      ...place,
      message: {
        zh: '运抵单没有表体：没有列明任何物流运单编号，不会放行任何清单。请逐票列明运单（ArrivalList/logisticsNo）后变更或另报。',
        en: 'The arrival has no lines, so it names no waybill and releases nothing. List the waybills (ArrivalList/logisticsNo) in a change or in another arrival.',
      },
    }),
  ];
}

/** Fields of the head as places of findings. */
function placesIn({ document, key }: Incoming) {
  const element = headName(document);
  return (field: string) => ({
    document: { type: document.type, key },
    path: `${element}/${field}`,
    value: document.head[field] ?? null,
  });
}

function ofItsLife(book: Book, incoming: Incoming, setting: Setting): readonly Finding[] {
  const { document, key } = incoming;
  const { type, head } = document;
  const ref = { type, key };
  const headPath = headName(document);
  const direction = directionOf(type);
  const at = placesIn(incoming);
  if (STANDS_ALONE.has(type)) return standsAlone(book, incoming, setting, at('appType'));
  if (head['appType'] === undefined) return [];

  const current = findDocument(book, type, key);
  const taken = type === 'CEB603Message' ? orderTaken(book, incoming, at('orderNo')) : [];
  if (taken.length > 0) return taken;
  const adds = head['appType'] === '1';
  if (!current) {
    if (adds) return [];
    return [
      say({
        code: NOTHING_THERE[type] ?? 'life-nothing-to-change',
        severity: 'reject',
        ...at('appType'),
        message: {
          zh: `没有可${head['appType'] === '3' ? '删除' : '变更'}的单证：编号“${key}”从未入库。首次报送请用报送类型 1。`,
          en: `Nothing to ${head['appType'] === '3' ? 'delete' : 'change'}: no document "${key}" was accepted before. Send it with appType 1 first.`,
        },
        ...(head['appType'] === '2' ? { repair: '1' } : {}),
      }),
    ];
  }
  if (adds && isStrangersForm(current, incoming, setting)) return [];
  if (adds && WAYBILLS.has(type) && hasLapsed(book, waybillRoute(head), incoming.at, setting.law)) return [];
  const former = ON_WAYBILLS.has(type) ? linksOf(current.document).routes : [];
  const states = casesOf(book, document, former).flatMap(name => book.cases.get(name) ?? []);
  const inspected = states.find(state => state.status === 'inspection')?.key;
  if (inspected && !adds)
    return [
      say({
        code: CLOSED[type] ?? 'life-case-closed',
        severity: 'reject',
        ...at('appType'),
        cites: [DECLARATION_AMENDMENT],
        message: {
          zh: `所属包裹“${inspected}”正在查验，查验办结前单证不能变更或删除。`,
          en: `The parcel "${inspected}" is being inspected; until that is finished its documents cannot be changed or deleted.`,
        },
      }),
    ];
  const closed = states.find(state => isOver(state, type))?.key;
  if (closed && !adds)
    return [
      say({
        code: CLOSED[type] ?? 'life-case-closed',
        severity: 'reject',
        ...at('appType'),
        message: {
          zh: `所属包裹“${closed}”已放行，单证不能再变更或删除。放行后请用退货申请（${RETURN[direction]}）。`,
          en: `The parcel "${closed}" is released; its documents can no longer be changed or deleted. After release use a return application (${RETURN[direction]}).`,
        },
      }),
    ];
  const rejectedList =
    (type === 'CEB621Message' || type === 'CEB603Message') &&
    OPEN_AGAIN.has(book.cases.get(linksOf(document).caseKey ?? '')?.status ?? '');
  if (adds && !rejectedList)
    return [
      say({
        code: DUPLICATE[type] ?? 'life-duplicate-key',
        severity: 'reject',
        ...at('appType'),
        message: {
          zh: `编号“${key}”已入库，不能重复新增。要修改内容请用报送类型 2（变更）。`,
          en: `"${key}" is already accepted and cannot be added again. To change it use appType 2.`,
        },
        ...(closed || inspected ? {} : { repair: '2' }),
      }),
    ];
  if (current.sender !== incoming.sender)
    return [
      say({
        code: 'life-other-sender',
        severity: 'reject',
        ...at('appType'),
        message: {
          zh: `编号“${key}”的单证由另一家传输企业报送，只能由原报送企业变更、删除或重报。`,
          en: `The document "${key}" was sent by another enterprise; only its own sender may change, delete or send it again.`,
        },
      }),
    ];
  const before = current.document.head['appTime'] ?? '';
  if ((head['appTime'] ?? '') <= before)
    return [
      say({
        code: NOT_NEWER[type] ?? 'life-not-newer',
        severity: 'reject',
        ...at('appTime'),
        other: { document: ref, path: `${headPath}/appTime`, value: before },
        message: {
          zh: `报送时间 ${head['appTime'] ?? ''} 不晚于已入库的 ${before}，旧数据不予采用。`,
          en: `appTime ${head['appTime'] ?? ''} is not later than the accepted ${before}; older data are not used.`,
        },
      }),
    ];
  return [];
}

/**
 * Numbers of declaration forms run on and can be guessed: a form that another enterprise handed in without being named in it stands in
 * nobody's way. What customs hands in (no enterprise of the register) stays.
 */
function isStrangersForm(current: Held, incoming: Incoming, setting: Setting): boolean {
  if (incoming.document.type !== 'DeclarationForm') return false;
  const isNamed = ({ sender, document: { head } }: Pick<Held, 'sender' | 'document'>) =>
    [head['TradeCode'], head['OwnerCode'], head['AgentCode']].includes(sender);
  return !isNamed(current) && isNamed(incoming) && setting.enterprise(current.sender) !== undefined;
}

const WAYBILLS: ReadonlySet<string> = new Set(['CEB511Message', 'CEB505Message']);
const RETURN = { import: 'CEB625', export: 'CEB213' } as const;
/** The list goes back to its declarant: the same order may be declared again. */
const OPEN_AGAIN: ReadonlySet<string> = new Set(['rejected', 'expired', 'revoked']);

/** Documents end with the release; a departure and a master list may still be corrected until the parcel has left. */
function isOver(state: CaseState, type: string): boolean {
  if (type === 'CEB509Message' || type === 'CEB607Message')
    return state.status === 'departed' || state.status === 'returned';
  return hasEnded(state);
}

function standsAlone(
  book: Book,
  incoming: Incoming,
  setting: Setting,
  place: Pick<Finding, 'document' | 'path' | 'value'>,
): readonly Finding[] {
  switch (incoming.document.type) {
    case 'CEB623Message':
      return checkRevocation(book, incoming);
    case 'CEB625Message':
      return checkReturn(book, incoming, setting);
  }
  if (place.value !== '1')
    return [
      say({
        code: 'life-applied-once',
        severity: 'reject',
        ...place,
        message: {
          zh: '申请单和理货明细单只能新增（报送类型 1），不能变更或删除。',
          en: 'An application or a tally is only ever added (appType 1); it is not changed or deleted.',
        },
        repair: '1',
      }),
    ];
  switch (incoming.document.type) {
    case 'CEB605Message':
      return checkExportRevocation(book, incoming);
    case 'CEB213Message':
      return checkExportReturn(book, incoming, setting);
    default:
      return checkTally(book, incoming);
  }
}

/** One order has one export list, whoever is named as its seller: the key of a list holds the seller, that of the case does not. */
function orderTaken(
  book: Book,
  { document, key }: Incoming,
  place: Pick<Finding, 'document' | 'path' | 'value'>,
): readonly Finding[] {
  const state = book.cases.get(linksOf(document).caseKey ?? '');
  const list = state && listOf(book, state);
  if (!list || list.key === key || OPEN_AGAIN.has(state.status)) return [];
  return [
    say({
      code: '-621004',
      severity: 'reject',
      ...place,
      other: {
        document: { type: list.document.type, key: list.key },
        path: 'InventoryHead/ebcCode',
        value: list.document.head['ebcCode'] ?? null,
      },
      message: {
        zh: `该订单已有出口清单（收发货人“${list.document.head['ebcCode'] ?? ''}”），一个订单只能有一份清单；请先撤销或删除原清单。`,
        en: `The order already has an export inventory (consignor "${list.document.head['ebcCode'] ?? ''}"); an order has one. Revoke or delete that one first.`,
      },
    }),
  ];
}

/** Element name of the head: what findings' paths begin with. */
export function headName({ type }: Pick<Document, 'type'>): string {
  return isKnownType(type) ? planOf(type).head.element : type;
}
