import { rowsOf } from '../store/index.ts';
import type { DeclarationParts } from './follow.ts';

/** A declaration form as the platform holds it: under which agreement, and what it was matched with. */
export interface FormView {
  readonly entryId: string;
  readonly consignor: string;
  readonly agent: string;
  readonly sender: string;
  readonly mode: string;
  readonly day: string;
  readonly receivedAt: number;
  /** False: its sender is no party that it names, so it is kept but not counted. */
  readonly believed: boolean;
  readonly agreement: {
    readonly number: string;
    readonly body: string;
    readonly purpose: string;
    /** YYYYMMDD */
    readonly until: string;
  };
  /** Documents here that carry a number which the form names. */
  readonly partners: readonly { readonly type: string; readonly key: string; readonly by: string }[];
  /** Numbers that nobody has sent a document under yet: `order O1`, `waybill W1`, `bill B1`, `list I1`. */
  readonly waitsFor: readonly string[];
}

interface FormRow extends Record<string, unknown> {
  entry_id: string;
  consignor: string;
  agent: string;
  sender: string;
  mode: string;
  day: string;
  at: bigint;
  believed: boolean;
  agreement_no: string;
  agreement_body: string;
  agreement_purpose: string;
  agreement_to: string;
}

const KINDS: Readonly<Record<string, string>> = { O: 'order', W: 'waybill', B: 'bill', L: 'list' };

/** Reads a form by its declaration number; undefined when none is held. Call `follow` first. */
export async function readForm(
  { database }: DeclarationParts,
  test: boolean,
  entryId: string,
): Promise<FormView | undefined> {
  const [form] = await rowsOf<FormRow>(
    database,
    'select * from declarations.form where test = $1 and entry_id = $2',
    [test, entryId],
  );
  if (!form) return undefined;
  const names = await rowsOf<{ kind: string; value: string; type: string | null; key: string | null }>(
    database,
    `select f.kind, f.value, n.type, n.key from declarations.form_name f
     left join declarations.name n on n.test = f.test and n.kind = f.kind and n.value = f.value
       and (n.consignor is null or n.consignor = $3)
     where f.test = $1 and f.entry_id = $2 order by f.kind, f.value, n.type, n.key`,
    [test, entryId, form.consignor],
  );
  // A stranger's form opens nobody's documents to him.
  const shown = form.believed ? names : names.map(name => ({ ...name, type: null, key: null }));
  const label = (kind: string, value: string) => `${KINDS[kind] ?? kind} ${value}`;
  const known = shown.flatMap(({ kind, value, type, key }) =>
    type !== null && key !== null ? [{ type, key, by: label(kind, value) }] : [],
  );
  return {
    entryId: form.entry_id,
    consignor: form.consignor,
    agent: form.agent,
    sender: form.sender,
    mode: form.mode,
    day: form.day,
    receivedAt: Number(form.at),
    believed: form.believed,
    agreement: {
      number: form.agreement_no,
      body: form.agreement_body,
      purpose: form.agreement_purpose,
      until: form.agreement_to,
    },
    partners: known,
    waitsFor: shown.filter(name => name.type === null).map(({ kind, value }) => label(kind, value)),
  };
}
