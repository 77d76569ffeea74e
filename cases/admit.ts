import type { Document } from '../messages/index.ts';
import type { Finding } from '../shared/index.ts';
import { type Book, findDocument, type Setting } from './book.ts';
import { DECLARATION_AMENDMENT, say } from './finding.ts';
import type { Incoming } from './incoming.ts';
import { waybillRoute } from './keys.ts';
import { checkReturn } from './return.ts';
import { hasLapsed } from './reuse.ts';
import { checkRevocation } from './revoke.ts';
import { casesOf } from './route.ts';
import { hasEnded } from './state.ts';

/** Official error codes for "already there", "not newer", "nothing to change" per type; `life-…` where none is published. */
const DUPLICATE: Readonly<Record<string, string>> = {
  CEB311Message: '-301010',
  CEB411Message: '-401007',
  CEB511Message: '-504012',
  CEB621Message: '-621004',
};
const NOT_NEWER: Readonly<Record<string, string>> = {
  CEB311Message: '-301014',
  CEB411Message: '-401012',
  CEB511Message: '-505016',
};
const CLOSED: Readonly<Record<string, string>> = {
  CEB311Message: '-301011',
  CEB411Message: '-401008',
  CEB511Message: '-504016',
  CEB621Message: '-621012',
};
const NOTHING_THERE: Readonly<Record<string, string>> = {
  CEB311Message: '-301009',
  CEB411Message: '-401006',
  CEB511Message: '-504014',
  CEB621Message: '-621011',
};

/** May this record be added, changed or deleted now? Depends on what is already held under its key. */
export function lifeFindings(book: Book, incoming: Incoming, setting: Setting): readonly Finding[] {
  const { document, key } = incoming;
  const { type, head } = document;
  const ref = { type, key };
  const headPath = headName(document);
  const at = (field: string) => ({ document: ref, path: `${headPath}/${field}`, value: head[field] ?? null });
  if (head['appStatus'] === '1') return [];
  if (type === 'CEB623Message') return checkRevocation(book, incoming);
  if (type === 'CEB625Message') return checkReturn(book, incoming, setting);
  if (head['appType'] === undefined) return [];

  const current = findDocument(book, type, key);
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
  if (adds && type === 'CEB511Message' && hasLapsed(book, waybillRoute(head), incoming.at, setting.law))
    return [];
  const states = casesOf(book, document).flatMap(name => book.cases.get(name) ?? []);
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
  const closed = states.find(hasEnded)?.key;
  if (closed && !adds)
    return [
      say({
        code: CLOSED[type] ?? 'life-case-closed',
        severity: 'reject',
        ...at('appType'),
        message: {
          zh: `所属包裹“${closed}”已放行，单证不能再变更或删除。放行后请用退货申请（CEB625）。`,
          en: `The parcel "${closed}" is released; its documents can no longer be changed or deleted. After release use a return application (CEB625).`,
        },
      }),
    ];
  const rejectedList =
    type === 'CEB621Message' &&
    ['rejected', 'expired', 'revoked'].includes(book.cases.get(key)?.status ?? '');
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

/** Element name of the head: what findings' paths begin with. */
export function headName(document: Document): string {
  return HEADS[document.type] ?? document.type;
}

const HEADS: Readonly<Record<string, string>> = {
  CEB311Message: 'OrderHead',
  CEB411Message: 'PaymentHead',
  CEB511Message: 'LogisticsHead',
  CEB621Message: 'InventoryHead',
  CEB623Message: 'InvtCancel',
  CEB625Message: 'InvtRefundHead',
};
