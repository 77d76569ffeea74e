import { rowsOf } from '../store/index.ts';
import type { DeclarationParts } from './follow.ts';

/** Where a list stands in the summary declaration: applications of its parties that name it, the form it went into, forms handed over for it. */
export interface ListStanding {
  readonly applications: readonly {
    readonly copNo: string;
    readonly sumNo?: string;
    /** Newest receipt: 2, 120, 399, 100 …; absent: none came. */
    readonly status?: string;
    readonly info?: string;
  }[];
  readonly declarations: readonly {
    readonly sumNo: string;
    readonly declSeqNo: string;
    /** Number of the customs declaration; absent while customs has not given it. */
    readonly entryId?: string;
    readonly state: string;
    /** The list's lines, and the row of the result each became. */
    readonly lines: readonly { readonly gnum: string; readonly gseqno: string }[];
  }[];
  /** Declaration forms handed to the platform that carry this trade. */
  readonly forms: readonly string[];
}

interface ResultRow extends Record<string, unknown> {
  sum_no: string;
  decl_seq_no: string;
  entry_id: string | null;
  state: string;
  gnum: string;
  gseqno: string;
}

/** What is known of a list by its number and its case. Call `follow` first. */
export async function readStanding(
  { database }: DeclarationParts,
  test: boolean,
  list: { readonly caseKey: string; readonly invtNo?: string | undefined },
): Promise<ListStanding> {
  const invtNo = list.invtNo ?? '';
  const applications = await rowsOf<{
    cop_no: string;
    sum_no: string | null;
    status: string | null;
    info: string | null;
  }>(
    database,
    `select a.cop_no, w.sum_no, w.status, w.info from declarations.application_list l
     join declarations.application a on a.test = l.test and a.key = l.key
     left join declarations.application_answer w on w.test = a.test and w.key = a.key
     where l.test = $1 and l.invt_no = $2 and (w.key is not null or exists (
       select 1 from declarations.list o
       where o.test = a.test and o.case_key = $3 and a.sender in (o.consignor, o.agent, o.sender)))
     order by a.at, a.key`,
    [test, invtNo, list.caseKey],
  );
  const results = await rowsOf<ResultRow>(
    database,
    `select r.sum_no, r.decl_seq_no, r.entry_id, r.state, l.gnum, l.gseqno from declarations.result_line l
     join declarations.result r on r.test = l.test and r.key = l.key
     where l.test = $1 and l.invt_no = $2 order by r.op_date, r.key, length(l.gnum), l.gnum`,
    [test, invtNo],
  );
  const forms = await rowsOf<{ entry_id: string }>(
    database,
    `select distinct f.entry_id from declarations.form f
     where f.test = $1 and f.believed and (
       f.entry_id = any($3)
       or exists (select 1 from declarations.form_name n where n.test = f.test and n.entry_id = f.entry_id and n.kind = 'L' and n.value = $4)
       or exists (select 1 from declarations.list l
                  join declarations.name m on m.test = l.test and m.type = 'CEB603Message' and m.key = l.doc_key
                  join declarations.form_name n on n.test = m.test and n.kind = m.kind and n.value = m.value
                  where l.test = f.test and l.case_key = $2 and l.consignor = f.consignor and n.entry_id = f.entry_id))
     order by f.entry_id`,
    [test, list.caseKey, results.flatMap(row => row.entry_id ?? []), invtNo],
  );
  return {
    applications: applications.map(row => ({
      copNo: row.cop_no,
      ...(row.sum_no === null ? {} : { sumNo: row.sum_no }),
      ...(row.status === null ? {} : { status: row.status }),
      ...(row.info === null ? {} : { info: row.info }),
    })),
    declarations: [...new Set(results.map(row => `${row.sum_no}|${row.decl_seq_no}`))].map(id => {
      const rows = results.filter(row => `${row.sum_no}|${row.decl_seq_no}` === id);
      const [first] = rows;
      const last = rows.at(-1);
      return {
        sumNo: first?.sum_no ?? '',
        declSeqNo: first?.decl_seq_no ?? '',
        ...(last?.entry_id ? { entryId: last.entry_id } : {}),
        state: last?.state ?? '',
        lines: rows.map(({ gnum, gseqno }) => ({ gnum, gseqno })),
      };
    }),
    forms: forms.map(row => row.entry_id),
  };
}
