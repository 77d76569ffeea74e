import { planOf } from '../messages/index.ts';
import type { DocumentRef, Finding } from '../shared/index.ts';
import type { Book } from './book.ts';
import { DECLARATION_AMENDMENT, say } from './finding.ts';
import { listOf } from './gather.ts';
import type { Incoming } from './incoming.ts';
import { checkOnce, checkSender, gone } from './revoke.ts';
import { caseOfNumber } from './route.ts';
import { type CaseState, type Held, hasEnded } from './state.ts';

/** The export case that an application means, with its list; or why nothing can be asked for it. */
export type Meant =
  | { readonly state: CaseState; readonly list: Held; readonly ref: DocumentRef; readonly element: string }
  | { readonly findings: readonly Finding[] };

/** An application names its list by invtNo alone: the case whose list has this very number now. */
export function meantCase(book: Book, { document, key }: Incoming, code: string): Meant {
  const ref = { type: document.type, key };
  const { element } = planOf(document.type).head;
  const number = document.head['invtNo'];
  const path = `${element}/invtNo`;
  const caseKey = caseOfNumber(book, number ?? '');
  const state = caseKey === undefined ? undefined : book.cases.get(caseKey);
  const list = state && listOf(book, state);
  if (list?.destroyed) return { findings: [gone(ref, path, number)] };
  if (state && list) return { state, list, ref, element };
  const place = { document: ref, path, value: number ?? null };
  if (state?.status === 'revoked')
    return {
      findings: [
        say({
          code: '-623005',
          severity: 'reject',
          ...place,
          message: { zh: '该清单已撤销。', en: 'This inventory is revoked already.' },
        }),
      ],
    };
  return {
    findings: [
      say({
        code,
        severity: 'reject',
        ...place,
        message: {
          zh: `没有编号为“${number}”的出口清单：请核对清单回执（CEB604）中的清单编号；重新申报的清单有新的编号。`,
          en: `There is no export inventory with number "${number}": look it up in its receipt (CEB604); a list that was declared again has a new number.`,
        },
      }),
    ],
  };
}

/** May this export inventory be revoked (605)? Its own sender may, before release and while nobody inspects the goods. */
export function checkExportRevocation(book: Book, incoming: Incoming): readonly Finding[] {
  const meant = meantCase(book, incoming, '-623003');
  if ('findings' in meant) return meant.findings;
  const { state, list, ref } = meant;
  const findings: Finding[] = [
    ...checkOnce(book, incoming, '-623009'),
    ...checkSender(incoming, list, 'InvtCancel/agentCode'),
  ];
  const place = {
    document: ref,
    path: 'InvtCancel/invtNo',
    value: incoming.document.head['invtNo'] ?? null,
  };
  if (state.status === 'inspection')
    findings.push(
      say({
        code: '-623005',
        severity: 'reject',
        ...place,
        cites: [DECLARATION_AMENDMENT],
        message: {
          zh: '海关已决定查验，查验办结前不能撤销该清单。',
          en: 'Customs has ordered an inspection; until it is finished this inventory cannot be revoked.',
        },
      }),
    );
  if (hasEnded(state))
    findings.push(
      say({
        code: '-623005',
        severity: 'reject',
        ...place,
        message: {
          zh: '清单已放行，不能撤销；已出口的货物退回请用出口退货申请（CEB213）。',
          en: 'The inventory is released and can no longer be revoked; for exported goods that come back use a return application (CEB213).',
        },
      }),
    );
  return findings;
}
