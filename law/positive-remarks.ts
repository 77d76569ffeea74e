import { type Fixed5, fixed5 } from '../shared/index.ts';
import type { PositiveRemark } from './law.ts';

/** The goods of one line as the remarks of the positive list look at them. */
export interface RemarkedGoods {
  /** Supervision mode: 9610, 1210 or 1239. */
  readonly mode: string;
  /** Name and specification as declared. */
  readonly text: string;
  /** Name of the ten-digit code in the nomenclature, when loaded. */
  readonly commodityName?: string;
  /** Kilograms of the remark's group in this order, and bought before in this year. */
  readonly kg?: Fixed5;
  readonly kgBefore?: Fixed5;
}

/**
 * `allowed`, `refused`, or `doubtful`: words of the text speak for an exclusion but the code does not, so a person must look.
 */
export type RemarkVerdict = 'allowed' | 'refused' | 'doubtful';

/** Judges one remark of the positive list. The yearly weight is inclusive: exactly the limit is allowed. */
export function judgeRemark(remark: PositiveRemark, goods: RemarkedGoods): RemarkVerdict {
  switch (remark.kind) {
    case 'mode':
      return remark.modes.includes(goods.mode) ? 'allowed' : 'refused';
    case 'product': {
      const text = goods.text.toLowerCase();
      return remark.words.some(word => text.includes(word.toLowerCase())) ? 'allowed' : 'refused';
    }
    case 'weight':
      return (goods.kg ?? 0n) + (goods.kgBefore ?? 0n) > fixed5(remark.kgPerYear) ? 'refused' : 'allowed';
    case 'exclusion':
      if (remark.words.some(word => affirms(goods.commodityName ?? '', word))) return 'refused';
      return remark.words.some(word => affirms(goods.text, word)) ? 'doubtful' : 'allowed';
  }
}

/** True when the text says the word without denying it just before (不含濒危成分). */
function affirms(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/(不含|不涉及|不属于|未列入|无|非|不是|未含)[^，,；;|]{0,4}$/.test(text.slice(0, at))) return true;
  }
  return false;
}
