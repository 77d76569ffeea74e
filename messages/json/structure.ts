import type { Fault } from '../fault.ts';
import { Refusal } from '../refusal.ts';

/** What a reader of JSON can say beyond the values. */

export function unknownMember(name: string): Fault {
  return {
    code: 'unknown-element',
    severity: 'warn',
    message: {
      zh: `规范中没有字段 ${name}，已忽略。`,
      en: `The annex has no field ${name} here; it was left out.`,
    },
    repair: null,
  };
}

export function repeatedMember(name: string): Fault {
  return {
    code: 'repeated',
    severity: 'reject',
    message: {
      zh: `字段 ${name} 重复出现，只能有一个。`,
      en: `The field ${name} occurs more than once; only one is allowed.`,
    },
  };
}

export function misspeltMember(name: string, right: string): Fault {
  return {
    code: 'misspelt',
    severity: 'warn',
    message: {
      zh: `字段名 ${name} 拼写有误，已按 ${right} 读取；请改为 ${right}。`,
      en: `The field name ${name} is misspelt; it was read as ${right}. Write ${right}.`,
    },
  };
}

export function memberNotHere(name: string): Fault {
  return {
    code: 'unexpected',
    severity: 'reject',
    message: { zh: `此类报文不应有 ${name}。`, en: `A message of this type has no ${name}.` },
    repair: null,
  };
}

export function wrongKind(name: string, zh: string, en: string): Fault {
  return {
    code: 'wrong-kind',
    severity: 'reject',
    message: { zh: `${name} 应为${zh}。`, en: `${name} must be ${en}.` },
  };
}

export function inexactNumber(name: string, repair: string): Fault {
  return {
    code: 'number-inexact',
    severity: 'reject',
    message: {
      zh: `${name} 以 JSON 数字书写，浮点数无法准确表示其全部数位；请改写为字符串，例如 "${repair}"。`,
      en: `${name} is a JSON number with more digits than a float can hold: write it as a string, such as "${repair}".`,
    },
  };
}

export function impossibleCharacter(): Refusal {
  return new Refusal('illegal-character', {
    zh: '含有报文不允许的字符（U+0000、控制字符、单独的代理项等）。',
    en: 'There is a character a message cannot carry (U+0000, a control character, a lone surrogate …).',
  });
}

/** Names with which a careless reader could be made to change its own objects. */
const PROTOTYPE = new Set(['__proto__', 'constructor', 'prototype']);

export function refusePrototype(name: string): void {
  if (!PROTOTYPE.has(name)) return;
  throw new Refusal(
    'prototype-key',
    {
      zh: `JSON 中不允许使用键名 ${name}。`,
      en: `The key ${name} is not allowed in the JSON.`,
    },
    name,
  );
}
