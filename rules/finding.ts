import type { Bilingual, Cite, Finding, Place, Severity } from '../shared/index.ts';
import { labelOf, shown } from './labels.ts';

/** What a rule has to say, in the words a rule thinks in. */
export interface Saying {
  readonly rule: string;
  readonly code: string;
  /** Left out: `reject`. */
  readonly severity?: Severity;
  /** The place most likely wrong. */
  readonly wrong: Place;
  /** The place it was compared with. */
  readonly other?: Place | undefined;
  readonly cites: readonly Cite[];
  readonly message: Bilingual;
  /** The one right value; null takes the element away. Left out when no single value is right. */
  readonly put?: string | null | undefined;
}

/** Turns a saying into the finding that is shown everywhere. */
export function finding(it: Saying): Finding {
  return {
    rule: it.rule,
    code: it.code,
    severity: it.severity ?? 'reject',
    ...it.wrong,
    ...(it.other === undefined ? {} : { other: it.other }),
    cites: it.cites,
    message: it.message,
    ...(it.put === undefined
      ? {}
      : { repair: { document: it.wrong.document, path: it.wrong.path, value: it.put } }),
  };
}

/** The sentence for two places that must say the same and do not. `why` names the requirement, without a full stop. */
export function unequal(wrong: Place, right: Place, why: Bilingual): Bilingual {
  const a = labelOf(wrong);
  const b = labelOf(right);
  const [x, y] = [shown(wrong), shown(right)];
  const masked = x === y ? firstDifference(wrong.value ?? '', right.value ?? '') : { zh: '', en: '' };
  return {
    zh: `${a.zh}为“${x}”，而${b.zh}为“${y}”${masked.zh}：${why.zh}。请核对，若后者无误，将前者改为与后者一致后重新申报。`,
    en: `${a.en} is "${x}" but ${b.en} is "${y}"${masked.en}: ${why.en}. If the second is right, put it into the first and send it again.`,
  };
}

/** Two values that look alike when masked: say where they part. */
function firstDifference(a: string, b: string): Bilingual {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return { zh: `（第${at + 1}位起不同）`, en: ` (they part at character ${at + 1})` };
}
