import type { Document } from '../messages/index.ts';
import { businessKey, planOf } from '../messages/index.ts';
import type { Finding } from '../shared/index.ts';
import { say } from './finding.ts';
import type { Present } from './gather.ts';
import { type ParcelSet, slotOf } from './gather-sets.ts';

/**
 * What the life cycle would say of the records of a parcel that is only prechecked: a key that is taken inside the same file, a
 * record that is only stored, deletes, or changes what is not there. `held` is what a running platform already has of the parcel;
 * undefined: nobody knows, and a change is taken for what it says.
 */
export function lifeNotes(set: ParcelSet, held: Present | undefined): readonly Finding[] {
  const repeated = repeatedKey(set);
  if (repeated.length > 0 || !set.parcel) return repeated;
  return set.records.flatMap(({ document }) => [
    ...storedOnly(document),
    ...(document.head['appType'] === '3' ? [deletes(document)] : []),
    ...(document.head['appType'] === '2' && held && !set.changed.has(slotOf(document))
      ? nothingToChange(document, held)
      : []),
  ]);
}

function place(document: Document, field: string) {
  return {
    document: { type: document.type, key: businessKey(document) },
    path: `${planOf(document.type).head.element}/${field}`,
    value: document.head[field] ?? null,
  };
}

/** A record under the key of another one of the same file; a message tells this of its own records already. */
function repeatedKey({ repeats, records: [record] }: ParcelSet): readonly Finding[] {
  if (!repeats || !record || record.findings.some(finding => finding.code === 'key-repeated')) return [];
  const { document } = record;
  const { key } = planOf(document.type).shape;
  const named = key.join('、');
  return [
    say({
      code: 'key-repeated',
      severity: 'reject',
      ...place(document, key.at(-1) ?? 'guid'),
      other: place(repeats.document, 'appTime'),
      message: {
        zh: `业务主键（${named}）“${businessKey(document)}”在所报单证中出现两次：同一单证不能重复新增。请删去多余的一条；要修改内容请用报送类型（appType）2（变更）。`,
        en: `The business key (${key.join(', ')}) "${businessKey(document)}" occurs twice in what was sent: one document is added once. Take one of them out; to change what it says use appType 2.`,
      },
    }),
  ];
}

function storedOnly(document: Document): readonly Finding[] {
  if (document.head['appStatus'] !== '1') return [];
  return [
    say({
      code: 'stored-only',
      severity: 'hold',
      ...place(document, 'appStatus'),
      message: {
        zh: '业务状态（appStatus）为“1”（暂存）：暂存的单证不参与三单比对，也不会放行。要正式申报请填“2”。',
        en: 'appStatus is "1" (store only): a stored document takes no part in the match and nothing is released on it. To declare, put 2.',
      },
      repair: '2',
    }),
  ];
}

function deletes(document: Document): Finding {
  return say({
    code: 'deletes',
    severity: 'hold',
    ...place(document, 'appType'),
    message: {
      zh: '报送类型（appType）为“3”（删除）：本条撤回已入库的单证，不作为新单证参与比对。如为新增请填“1”，变更请填“2”。',
      en: 'appType is "3" (delete): the record withdraws a document accepted before and is no document of a new match. Put 1 to add, 2 to change.',
    },
  });
}

const ROLES: Readonly<Record<string, keyof Present>> = {
  CEB311Message: 'order',
  CEB411Message: 'payment',
  CEB511Message: 'waybill',
  CEB621Message: 'list',
  CEB303Message: 'order',
  CEB403Message: 'receipt',
  CEB505Message: 'waybill',
  CEB603Message: 'list',
};

function nothingToChange(document: Document, held: Present): readonly Finding[] {
  const role = ROLES[document.type];
  if (role === undefined || held[role] !== undefined) return [];
  return [
    say({
      code: 'nothing-to-change',
      severity: 'reject',
      ...place(document, 'appType'),
      message: {
        zh: `报送类型（appType）为“2”（变更），但编号“${businessKey(document)}”从未入库，没有可变更的单证。首次报送请填“1”。`,
        en: `appType is "2" (change), but no document "${businessKey(document)}" was accepted before. Send it with appType 1 first.`,
      },
      repair: '1',
    }),
  ];
}
