import { planOf } from '../messages/index.ts';
import type { DocumentRef, Finding } from '../shared/index.ts';
import { type Book, documentSlot, type Effects, findDocument } from './book.ts';
import { DECLARATION_AMENDMENT, say } from './finding.ts';
import { listOf } from './gather.ts';
import type { Incoming } from './incoming.ts';
import { caseKeyOf, directionOfCase } from './keys.ts';
import { invtNo } from './numbers.ts';
import type { CaseState, Held } from './state.ts';

/** May this inventory be revoked (623)? It must exist, carry the number that was given, and not be released. Error -623005. */
export function checkRevocation(book: Book, incoming: Incoming): readonly Finding[] {
  const { document, key } = incoming;
  const { head } = document;
  const ref = { type: document.type, key };
  const caseKey = caseKeyOf(head);
  const state = book.cases.get(caseKey);
  const list = findDocument(book, 'CEB621Message', caseKey);
  if (!state || !list)
    return [
      say({
        code: 'life-no-list',
        severity: 'reject',
        document: ref,
        path: 'InvtCancel/orderNo',
        value: head['orderNo'] ?? null,
        message: {
          zh: `找不到要撤销的清单：平台“${head['ebpCode']}”订单“${head['orderNo']}”没有已入库的清单。`,
          en: `No inventory to revoke: none is held for platform "${head['ebpCode']}" and order "${head['orderNo']}".`,
        },
      }),
    ];
  if (list.destroyed) return [gone(ref, 'InvtCancel/orderNo', head['orderNo'])];
  const given = listNumber(state);
  const findings: Finding[] = [
    ...checkOnce(book, incoming, '-623009'),
    ...checkSender(incoming, list, 'InvtCancel/agentCode'),
  ];
  if (given !== undefined && head['invtNo'] !== given)
    findings.push(
      say({
        code: 'life-invtno-differs',
        severity: 'reject',
        document: ref,
        path: 'InvtCancel/invtNo',
        value: head['invtNo'] ?? null,
        other: {
          document: { type: 'CEB621Message', key: caseKey },
          path: 'InventoryHead/invtNo',
          value: given,
        },
        message: {
          zh: `清单编号“${head['invtNo']}”与该订单清单的编号“${given}”不一致。`,
          en: `invtNo "${head['invtNo']}" is not the number "${given}" of this order's inventory.`,
        },
        repair: given,
      }),
    );
  if (state.status === 'inspection')
    findings.push(
      say({
        code: '-623005',
        severity: 'reject',
        document: ref,
        path: 'InvtCancel/invtNo',
        value: head['invtNo'] ?? null,
        cites: [DECLARATION_AMENDMENT],
        message: {
          zh: '海关已决定查验，查验办结前不能撤销该清单。',
          en: 'Customs has ordered an inspection; until it is finished this inventory cannot be revoked.',
        },
      }),
    );
  if (state.status === 'released' || state.status === 'returned' || state.status === 'revoked')
    findings.push(
      say({
        code: '-623005',
        severity: 'reject',
        document: ref,
        path: 'InvtCancel/invtNo',
        value: head['invtNo'] ?? null,
        message:
          state.status === 'revoked'
            ? { zh: '该清单已撤销，不能再次撤销。', en: 'This inventory is already revoked.' }
            : {
                zh: '清单已放行，不能撤销；放行后请用退货申请（CEB625）。',
                en: 'The inventory is released and can no longer be revoked; after release use a return application (CEB625).',
              },
      }),
    );
  return findings;
}

/** The list was deleted by destroying its key after the time for which it is kept: nothing can be compared with it any more. */
export function gone(document: DocumentRef, path: string, value: string | undefined): Finding {
  return say({
    code: 'life-data-destroyed',
    severity: 'reject',
    document,
    path,
    value: value ?? null,
    message: {
      zh: '该清单的数据已按保存期限规定销毁，无法再办理撤销或退货。',
      en: 'The data of this inventory were destroyed at the end of their retention; it can no longer be revoked or returned.',
    },
  });
}

/** An application stands for itself: its number (agentCode and copNo) is used once. A refused one may be sent again. */
export function checkOnce(book: Book, incoming: Incoming, code: string): readonly Finding[] {
  const { document, key } = incoming;
  const before = findDocument(book, document.type, key);
  if (!before) return [];
  const { head, shape } = planOf(document.type);
  const field = shape.key.at(-1) ?? 'copNo';
  const number = document.head[field];
  return [
    say({
      code,
      severity: 'reject',
      document: { type: document.type, key },
      path: `${head.element}/${field}`,
      value: number ?? null,
      message: {
        zh: `企业内部编号“${number}”的申请已受理，不能重复申报；另一次申请请用新的编号。`,
        en: `The application with ${field} "${number}" is already accepted; another application needs a number of its own.`,
      },
    }),
  ];
}

/** invtNo of the case's current list; undefined while its journal number is still provisional. */
export function listNumber(state: CaseState): string | undefined {
  if (state.customs) return state.customs.invtNo;
  if (state.listJournal === undefined || state.listJournal < 0n || state.listAt === undefined)
    return undefined;
  return invtNo(state.customsCode ?? '0000', state.listAt, state.listJournal, directionOfCase(state.key));
}

/** Only who declared an inventory may revoke it or return its goods. */
export function checkSender(incoming: Incoming, list: Held, path: string): readonly Finding[] {
  if (list.sender === incoming.sender) return [];
  const { document, key } = incoming;
  return [
    say({
      code: 'life-other-sender',
      severity: 'reject',
      document: { type: document.type, key },
      path,
      value: document.head['agentCode'] ?? null,
      message: {
        zh: '该清单由另一家企业报送，只能由原报送企业申请撤销或退货。',
        en: 'The inventory was sent by another enterprise; only its own sender may ask for its revocation or return.',
      },
    }),
  ];
}

/** The list leaves the case; order, payment and waybill stay, so that a new list can be declared on them. */
export function applyRevocation(book: Book, effects: Effects, held: Held, state: CaseState): void {
  const list = listOf(book, state);
  if (list) {
    list.state = 'deleted';
    effects.changed.add(list);
    book.documents.delete(documentSlot(list.document.type, list.key));
    book.identities.set(list.identity, 'deleted');
  }
  delete state.inspect;
  state.version += 1;
  state.status = 'revoked';
  state.decidedAt = held.at;
  delete state.waitsSince;
  effects.decisions.push({
    caseKey: state.key,
    version: state.version,
    journal: held.journal,
    at: held.at,
    outcome: 'reject',
    by: 'revocation',
    findings: [],
    reason: held.document.head['reason'] ?? '',
  });
}
