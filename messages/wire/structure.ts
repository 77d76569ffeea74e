import type { Fault } from '../fault.ts';
import { CEB_NAMESPACE } from '../frame.ts';
import { Refusal } from '../refusal.ts';

/** What a reader of XML can say beyond the values: names, order, repetition, stray content. */

export function unknownElement(name: string): Fault {
  return {
    code: 'unknown-element',
    severity: 'warn',
    message: {
      zh: `规范中没有元素 ${name}，已忽略；海关可能因此退回报文。`,
      en: `The annex has no element ${name} here; it was left out. Customs may refuse the message for it.`,
    },
    repair: null,
  };
}

export function unknownAttribute(name: string): Fault {
  return {
    code: 'unknown-attribute',
    severity: 'warn',
    message: {
      zh: `规范中没有属性 ${name}，已忽略；海关可能因此退回报文。`,
      en: `The annex has no attribute ${name} here; it was left out. Customs may refuse the message for it.`,
    },
    repair: null,
  };
}

export function misspeltElement(name: string, right: string): Fault {
  return {
    code: 'misspelt',
    severity: 'warn',
    message: {
      zh: `元素名 ${name} 拼写有误，已按 ${right} 读取；请改为 ${right}。`,
      en: `The element name ${name} is misspelt; it was read as ${right}. Write ${right}.`,
    },
  };
}

export function repeatedElement(name: string): Fault {
  return {
    code: 'repeated',
    severity: 'reject',
    message: {
      zh: `元素 ${name} 重复出现，只能有一个。`,
      en: `The element ${name} occurs more than once; only one is allowed.`,
    },
  };
}

export function wrongOrder(name: string, after: string): Fault {
  return {
    code: 'order',
    severity: 'reject',
    message: {
      zh: `元素 ${name} 位置有误：按规范应在 ${after} 之前。元素顺序不可改变。`,
      en: `The element ${name} stands in the wrong place: it belongs before ${after}. The order of elements is fixed.`,
    },
  };
}

export function notHere(name: string): Fault {
  return {
    code: 'unexpected',
    severity: 'reject',
    message: {
      zh: `此类报文不应有 ${name}。`,
      en: `A message of this type has no ${name}.`,
    },
    repair: null,
  };
}

export function strayText(): Fault {
  return {
    code: 'stray-text',
    severity: 'reject',
    message: {
      zh: '元素之间有多余的文字，请删除。',
      en: 'There is text between the elements: remove it.',
    },
  };
}

export function elementInValue(name: string): Fault {
  return {
    code: 'element-in-value',
    severity: 'reject',
    message: {
      zh: `此处应只有文字，却含有元素 ${name}；若为内容，请转义“<”。`,
      en: `Only text may stand here, but there is an element ${name}; escape "<" if it is meant as text.`,
    },
  };
}

export function noNamespace(): Fault {
  return {
    code: 'namespace-missing',
    severity: 'warn',
    message: {
      zh: `元素没有命名空间，已按 ${CEB_NAMESPACE} 读取；请声明该命名空间。`,
      en: `Elements have no namespace; they were read as ${CEB_NAMESPACE}. Declare it.`,
    },
  };
}

export function wrongNamespace(): Fault {
  return {
    code: 'namespace',
    severity: 'reject',
    message: {
      zh: `报文的命名空间有误，应为 ${CEB_NAMESPACE}。`,
      en: `The namespace of the message is wrong, it must be ${CEB_NAMESPACE}.`,
    },
  };
}

export function wrongEncoding(used: string): Fault {
  return {
    code: 'encoding-declared',
    severity: 'warn',
    message: {
      zh: `报文声明的编码与实际不符，已按 ${used} 读取；请更正编码声明。`,
      en: `The declared encoding is not that of the bytes; they were read as ${used}. Correct the declaration.`,
    },
  };
}

export function wrongRoot(name: string): Refusal {
  const envelope = /^Dxp/.test(name);
  return new Refusal(
    /^CEB\d+Message$/.test(name) ? 'unknown-type' : 'wrong-root',
    {
      zh: envelope
        ? `根元素 ${name} 是传输报文，请先取出其中的业务报文（CEB…Message）。`
        : `根元素 ${name} 不是跨境统一版的报文类型（应为 CEB311Message、CEB621Message 等）。`,
      en: envelope
        ? `The root ${name} is a transport envelope: take the business message (CEB…Message) out of it first.`
        : `The root ${name} is no message type of the unified version (such as CEB311Message or CEB621Message).`,
    },
    name,
  );
}

export function mixedTypes(root: string, name: string): Refusal {
  return new Refusal(
    'mixed-types',
    {
      zh: `${root} 中混有其他类型报文的 ${name}，每个报文只能有一种类型，请分开发送。`,
      en: `${root} contains ${name} of another message type; a message has one type: send them separately.`,
    },
    name,
  );
}
