import type { Bilingual, Cite } from '../shared/index.ts';
import type { Facts, Truth } from './facts.ts';

/** One condition of a mode, whether it holds here, in words, with the law it rests on. */
export interface Gate {
  readonly id: string;
  readonly holds: Truth;
  readonly text: Bilingual;
  readonly cites: readonly Cite[];
}

export interface Words {
  readonly yes: Bilingual;
  readonly no: Bilingual;
  /** Left out where the question is always answered. */
  readonly unknown?: Bilingual;
}

export function gate(id: string, holds: Truth, words: Words, ...cites: readonly Cite[]): Gate {
  const text = holds === 'unknown' ? (words.unknown ?? words.no) : words[holds];
  return { id, holds, text, cites };
}

export const not = (truth: Truth): Truth =>
  truth === 'unknown' ? 'unknown' : truth === 'yes' ? 'no' : 'yes';
export const truth = (it: boolean): Truth => (it ? 'yes' : 'no');

/** All gates together: one `no` closes, one `unknown` leaves it open. */
export function possible(gates: readonly Gate[]): 'yes' | 'no' | 'depends' {
  if (gates.some(it => it.holds === 'no')) return 'no';
  return gates.some(it => it.holds === 'unknown') ? 'depends' : 'yes';
}

/** Goods that may leave at all. */
export function notProhibited({ prohibited }: Facts): Gate {
  const names = (lang: keyof Bilingual) => prohibited.map(it => it[lang]).join(lang === 'zh' ? '、' : ', ');
  return gate('not-prohibited', truth(prohibited.length === 0), {
    yes: { zh: '商品不在禁止出口之列。', en: 'The goods are not prohibited from export.' },
    no: {
      zh: `商品属${names('zh')}，任何方式都不能出口。`,
      en: `The goods: ${names('en')}; no mode is open.`,
    },
  });
}

/** A licence, where one is needed, is at hand. */
export function licensed({ licence, licences, question }: Facts): Gate {
  const names = licences.map(it => it.zh).join('、');
  const enough = truth(licence === 'no' || question.licence === true);
  return gate('licensed', enough, {
    yes:
      licence === 'no'
        ? { zh: '商品不涉及出口许可证件。', en: 'The goods need no export licence.' }
        : { zh: '许可证件已具备，随单申报。', en: 'The licence is at hand and declared with the goods.' },
    no: {
      zh: `商品需要出口许可证件${names ? `（${names}）` : ''}，尚未取得。`,
      en: 'The goods need an export licence, which is not at hand.',
    },
  });
}
