import type { Law } from '../../law/index.ts';
import { businessKey, type Document } from '../../messages/index.ts';
import { beijingDate, type Finding, type Instant } from '../../shared/index.ts';
import { reasonAgainst } from '../../summary/index.ts';
import { readNumbered } from '../clearance/index.ts';
import { candidateOf, holders } from './candidates.ts';
import type { DeclarationParts } from './follow.ts';
import { readStandingLists, type StandingList } from './lists.ts';

/** Summary applications (701) that somebody sends or wants to send. */
export interface ApplicationQuestion {
  readonly test: boolean;
  /** Only this organisation's lists are spoken of; left out: all. Of others' it learns no more than of numbers that nobody has. */
  readonly party?: string | undefined;
  readonly documents: readonly Document[];
  readonly at: Instant;
  readonly law: Law;
}

/** Lists that are named one by one; what more there is, is counted. */
const NAMED_MAX = 50;
const PART = 5000;

/**
 * What speaks against the lists that applications name: unknown, not closed, for statistics only, of another consignor or mode, already
 * summarised. Gives findings per application in the order given; an application by time range names none. A list that is unknown here may have
 * been declared another way (`warn`); what is known to stand against it makes customs refuse it (`hold`). Call `follow` first.
 */
export async function checkApplications(
  parts: DeclarationParts,
  question: ApplicationQuestion,
): Promise<readonly (readonly Finding[])[]> {
  const said: (readonly Finding[])[] = [];
  for (const document of question.documents) said.push(await checkOne(parts, question, document));
  return said;
}

async function checkOne(
  parts: DeclarationParts,
  { test, party, at, law }: ApplicationQuestion,
  document: Document,
): Promise<readonly Finding[]> {
  const { head, lines } = document;
  if (document.type !== 'CEB701Message' || (head['startTime'] && head['endTime'])) return [];
  const ebcCode = head['ebcCode'] ?? '';
  const numbers = [...new Set(lines.flatMap(line => line['invtNo'] || []))];
  const known = await readByNumber(parts, { test, party, numbers });
  const holder = await holders(parts, { test, ebcCode }, [...known.values()], {
    agent: head['agentCode'] ?? '',
    copNo: head['copNo'] ?? '',
    at,
  });
  const { cites } = law.number('summary.day', beijingDate(at));
  const findings: Finding[] = [];
  let more = 0;
  const say = (line: number, value: string, what: Pick<Finding, 'code' | 'severity' | 'message'>) => {
    if (findings.length >= NAMED_MAX) more += 1;
    else
      findings.push({
        rule: 'summary-application',
        document: { type: document.type, key: businessKey(document) },
        path: line < 0 ? '' : `SummaryApplyList[${line + 1}]/invtNo`,
        value,
        cites,
        ...what,
      });
  };
  for (const [place, { invtNo = '' }] of lines.entries()) {
    const list = known.get(invtNo);
    if (!list) {
      say(place, invtNo, { code: 'summary-list-unknown', severity: 'warn', message: unknown(invtNo) });
      continue;
    }
    const candidate = candidateOf(list, holder(list));
    // Whichever month it was closed in: an application names lists, not a month.
    const month = beijingDate(candidate.clearedAt ?? at).slice(0, 7);
    const against = reasonAgainst(candidate, { month, ebcCode });
    if (against)
      say(place, invtNo, {
        code: `summary-list-${against.reason}`,
        severity: 'hold',
        message: {
          zh: `清单 ${invtNo}：${against.message.zh}请从汇总申请中删去或待其符合条件后再报。`,
          en: `List ${invtNo}: ${against.message.en} Take it out of the application, or file when nothing stands against it any more.`,
        },
      });
  }
  if (more > 0) {
    const [first] = findings;
    if (first)
      findings.push({
        ...first,
        code: 'summary-list-more',
        severity: 'warn',
        path: '',
        value: null,
        message: others(more),
      });
  }
  return findings;
}

const unknown = (invtNo: string) => ({
  zh: `本平台没有贵企业编号为“${invtNo}”的出口清单。请核对清单编号；经其他途径申报的清单请确认已结关且未汇总。`,
  en: `No export list of yours has the number "${invtNo}" here. Check the number; if the list was declared another way, see that it is closed and was not summarised.`,
});

const others = (count: number) => ({
  zh: `另有 ${count} 份清单存在问题，未逐一列出；可用汇总预览（GET /v1/summaries）查看全部。`,
  en: `Something stands against ${count} more lists that are not named one by one; the preview (GET /v1/summaries) names all.`,
});

async function readByNumber(
  parts: DeclarationParts,
  asked: { readonly test: boolean; readonly party?: string | undefined; readonly numbers: readonly string[] },
): Promise<ReadonlyMap<string, StandingList>> {
  const { test, party, numbers } = asked;
  const found = new Map<string, StandingList>();
  for (let from = 0; from < numbers.length; from += PART) {
    const cases = await readNumbered(parts.database, { test }, numbers.slice(from, from + PART));
    const lists = await readStandingLists(parts, {
      test,
      party,
      where: 'l.case_key = any($5::text[])',
      values: [[...new Set(cases.values())]],
    });
    for (const list of lists) {
      const { invtNo: number } = list;
      // The list was declared anew under another number: what is named is no more.
      if (number !== undefined && cases.get(number) === list.caseKey) found.set(number, list);
    }
  }
  return found;
}
