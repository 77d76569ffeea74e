import type { Bilingual } from '../../shared/index.ts';
import type { PlannedField } from '../plan.ts';

/** A format in words people understand. */
export function formatWords({ facets, moment }: PlannedField): Bilingual {
  if (facets.kind === 'decimal') {
    return {
      zh: `数字，最多 ${facets.digits} 位，其中小数最多 ${facets.places} 位`,
      en: `number, at most ${facets.digits} digits, ${facets.places} of them decimals`,
    };
  }
  if (facets.kind === 'int') {
    return Number.isFinite(facets.digits)
      ? { zh: `整数，最多 ${facets.digits} 位`, en: `integer of at most ${facets.digits} digits` }
      : { zh: '整数', en: 'integer' };
  }
  const { min, max } = facets;
  if (moment && [8, 14, 17].includes(max)) {
    const pattern = 'YYYYMMDDhhmmssSSS'.slice(0, max);
    return { zh: `北京时间 ${pattern}（${max} 位数字）`, en: `Beijing time ${pattern}` };
  }
  if (!Number.isFinite(max)) return { zh: '文本', en: 'text' };
  if (min === max) return { zh: `正好 ${max} 个字符`, en: `exactly ${max} characters` };
  return { zh: `最多 ${max} 个字符`, en: `at most ${max} characters` };
}

/** Conditions and fixed values of a field, in words. */
export function conditionWords(field: PlannedField): Bilingual {
  const zh: string[] = [];
  const en: string[] = [];
  const fixed = field.schemaFixed ?? field.fixed;
  if (fixed !== undefined) {
    zh.push(`固定填 ${fixed}`);
    en.push(`always ${fixed}`);
  }
  if (field.oneOf !== undefined) {
    zh.push(`只可填 ${field.oneOf.join('、')}`);
    en.push(`one of ${field.oneOf.join(', ')}`);
  }
  const when = (condition: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(condition)
      .map(([name, values]) => `${name}=${values.join('/')}`)
      .join(', ');
  if (field.requiredWhen !== undefined) {
    zh.push(`${when(field.requiredWhen)} 时必填`);
    en.push(`required when ${when(field.requiredWhen)}`);
  }
  if (field.absentWhen !== undefined) {
    zh.push(`${when(field.absentWhen)} 时不填`);
    en.push(`left out when ${when(field.absentWhen)}`);
  }
  if (field.fixedWhen !== undefined) {
    zh.push(`${when(field.fixedWhen.when)} 时填 ${field.fixedWhen.value}`);
    en.push(`${field.fixedWhen.value} when ${when(field.fixedWhen.when)}`);
  }
  if (field.pairedWith !== undefined) {
    zh.push(`与 ${field.pairedWith} 同时填或同时不填`);
    en.push(`together with ${field.pairedWith} or not at all`);
  }
  if (field.annexRequires && !field.required) {
    zh.push('规范表格要求填写');
    en.push('required by the table of the annex');
  }
  if (field.numbering === 'continuous') {
    zh.push('从 1 起连续编号，留空由平台编号');
    en.push('1, 2, 3 …; numbered by the platform when blank');
  }
  if (SUPPLIED.has(field.name)) {
    zh.push('留空由平台填写');
    en.push('filled by the platform when blank');
  }
  return { zh: zh.join('；'), en: en.join('; ') };
}

/** Head fields that a platform can put in by itself (see the option `fill` of decodeSheet). */
export const SUPPLIED: ReadonlySet<string> = new Set(['guid', 'appType', 'appTime', 'appStatus']);
