import type { FastifyError } from 'fastify';
import type { Bilingual } from '../../shared/index.ts';
import { KeyDestroyed } from '../identity/index.ts';
import type { Platform } from '../platform.ts';
import { isDatabaseAway } from '../store/index.ts';
import { HttpProblem, type Problem } from './problem.ts';

/** Every error as a problem document; what we did not foresee says only that, and tells the engineers the rest. */
export function problemOf(error: FastifyError | Error, platform: Platform, route: string): Problem {
  if (error instanceof HttpProblem) return error.problem;
  if (error instanceof KeyDestroyed) return DESTROYED;
  if (isDatabaseAway(error)) return DATABASE_AWAY;
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  const code = 'code' in error ? error.code : '';
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || status === 413) return tooLarge(platform.config.bodyMax);
  if (status >= 400 && status < 500) {
    if ('validation' in error && error.validation) return invalid(error);
    return REQUEST_FAULTS[code] ?? otherFault(status, code, error.message);
  }
  platform.alarm(`unforeseen error at ${route}`, error);
  return UNFORESEEN;
}

const DESTROYED: Problem = {
  status: 410,
  code: 'data-destroyed',
  title: { zh: '数据已按规定销毁。', en: 'The data were destroyed as the rules demand.' },
  fix: {
    zh: '内容不可恢复；处理结果见案件和回执编号。',
    en: 'The content cannot be recovered; the case and the receipt numbers remain.',
  },
};

const DATABASE_AWAY: Problem = {
  status: 503,
  code: 'database-away',
  title: {
    zh: '数据库暂时不可用，本次请求未获确认。',
    en: 'The database is away for the moment; this request is not acknowledged.',
  },
  fix: {
    zh: '请稍后原样重发（可带同一个 Idempotency-Key）；重复报送不会重复入库。',
    en: 'Send it again unchanged a little later (with the same Idempotency-Key if you like); what is sent twice is kept once.',
  },
};

const UNFORESEEN: Problem = {
  status: 500,
  code: 'unforeseen',
  title: { zh: '平台内部错误，已通知工程师。', en: 'An error inside the platform; the engineers were told.' },
  fix: {
    zh: '可原样重试；重复报送不会重复入库。',
    en: 'Try again unchanged; what is sent twice is kept once.',
  },
};

function tooLarge(bodyMax: number): Problem {
  const size = bodyMax % 1_048_576 === 0 ? `${bodyMax / 1_048_576} MiB` : `${bodyMax} bytes`;
  return {
    status: 413,
    code: 'body-too-large',
    title: { zh: `请求体超过上限 ${size}。`, en: `The body exceeds the limit of ${size}.` },
    fix: {
      zh: '请拆成多条报文（每条最多 100 份单证）。',
      en: 'Split it into several messages (at most 100 documents each).',
    },
  };
}

const SEE_OPENAPI: Bilingual = { zh: '请对照 /openapi.json 修改。', en: 'Compare it with /openapi.json.' };

const BAD_ENCODED: Problem = {
  status: 400,
  code: 'content-encoding-broken',
  title: {
    zh: '请求体按 Content-Encoding 解压失败（损坏或被截断）。',
    en: 'The body cannot be decompressed as its Content-Encoding says; it is damaged or cut off.',
  },
  fix: { zh: '请重新压缩后发送，或不压缩。', en: 'Compress it anew, or send it uncompressed.' },
};

/** Faults that the HTTP library finds before any route, in our words. */
const REQUEST_FAULTS: Readonly<Record<string, Problem>> = {
  FST_CP_ERR_INVALID_CONTENT: BAD_ENCODED,
  FST_CP_ERR_INVALID_CONTENT_ENCODING: {
    status: 415,
    code: 'content-encoding-unknown',
    title: { zh: '不支持该 Content-Encoding。', en: 'This Content-Encoding is not supported.' },
    fix: { zh: '请用 gzip、deflate、br，或不压缩。', en: 'Use gzip, deflate or br, or no compression.' },
  },
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'address-malformed',
    title: { zh: '网址编码有误。', en: 'The address is not encoded correctly.' },
    fix: {
      zh: '百分号后须为两位十六进制数；“|”写作 %7C。',
      en: 'A percent sign is followed by two hexadecimal digits; "|" is written %7C.',
    },
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'address-too-long',
    title: { zh: '网址中的编号过长。', en: 'A name in the address is too long.' },
    fix: { zh: '编号最多 300 个字符。', en: 'Names have at most 300 characters.' },
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'content-type-unknown',
    title: { zh: '该接口不接受这种 Content-Type。', en: 'This route does not take that Content-Type.' },
    fix: { zh: '请用 application/json。', en: 'Use application/json.' },
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    status: 400,
    code: 'body-empty',
    title: { zh: '请求体为空。', en: 'The body is empty.' },
    fix: SEE_OPENAPI,
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'json-malformed',
    title: {
      zh: '请求体不是正确的 JSON，或含有 __proto__、constructor 之类的名称。',
      en: 'The body is no correct JSON, or has names such as __proto__ or constructor.',
    },
    fix: SEE_OPENAPI,
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'content-length-wrong',
    title: {
      zh: '请求体长度与 Content-Length 不符，未入库。',
      en: 'The body’s size differs from Content-Length; nothing was stored.',
    },
    fix: { zh: '请检查网络后重发。', en: 'Check the network and send it again.' },
  },
};

function otherFault(status: number, code: string, message: string): Problem {
  return {
    status,
    code: code === '' ? 'bad-request' : code.toLowerCase().replaceAll('_', '-'),
    title: {
      zh: `请求不符合接口要求（${message.slice(0, 200)}）。`,
      en: `The request does not fit the interface (${message.slice(0, 200)}).`,
    },
    fix: SEE_OPENAPI,
  };
}

const PLACES: Readonly<Record<string, string>> = {
  querystring: 'query',
  params: 'path',
  headers: 'headers',
  body: 'body',
};

/** A value that its schema refuses: where, what is demanded. The value itself is not repeated, it may be personal. */
function invalid(error: FastifyError): Problem {
  const [first] = error.validation ?? [];
  const inner = (first?.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.');
  const place = PLACES[error.validationContext ?? ''] ?? error.validationContext ?? 'request';
  const where = inner === '' ? place : `${place}.${inner}`;
  const demand = demandOf(first?.keyword ?? '', first?.params ?? {}, first?.message ?? '');
  return {
    status: 400,
    code: 'value-invalid',
    where,
    title: { zh: `${where}：${demand.zh}。`, en: `${where}: ${demand.en}.` },
    fix: SEE_OPENAPI,
  };
}

const KINDS: Readonly<Record<string, string>> = {
  string: '文本',
  integer: '整数',
  number: '数字',
  boolean: '是/否',
  object: '对象',
  array: '数组',
};
const FORMATS: Readonly<Record<string, Bilingual>> = {
  date: { zh: '须为存在的日期，如 2026-06-01', en: 'must be a day that exists, like 2026-06-01' },
  'date-time': {
    zh: '须为带时区的时刻，如 2026-06-01T08:00:00+08:00',
    en: 'must be an instant with its zone, like 2026-06-01T08:00:00+08:00',
  },
  uuid: { zh: '须为 UUID', en: 'must be a UUID' },
};

function demandOf(keyword: string, params: Readonly<Record<string, unknown>>, message: string): Bilingual {
  const limit = String(params['limit'] ?? '');
  switch (keyword) {
    case 'required':
      return { zh: `缺少 ${params['missingProperty']}`, en: `${params['missingProperty']} is missing` };
    case 'additionalProperties':
      return {
        zh: `没有“${params['additionalProperty']}”这一项`,
        en: `there is no member "${params['additionalProperty']}"`,
      };
    case 'type':
      return {
        zh: `须为${KINDS[String(params['type'])] ?? params['type']}`,
        en: `must be ${params['type']}`,
      };
    case 'minimum':
      return { zh: `不得小于 ${limit}`, en: `must not be less than ${limit}` };
    case 'maximum':
      return { zh: `不得大于 ${limit}`, en: `must not be more than ${limit}` };
    case 'minLength':
      return { zh: `至少 ${limit} 个字符`, en: `needs at least ${limit} characters` };
    case 'maxLength':
      return { zh: `最多 ${limit} 个字符`, en: `may have at most ${limit} characters` };
    case 'minItems':
      return { zh: `至少 ${limit} 项`, en: `needs at least ${limit} items` };
    case 'maxItems':
      return { zh: `最多 ${limit} 项`, en: `may have at most ${limit} items` };
    case 'pattern':
      return { zh: `格式应为 ${params['pattern']}`, en: `must have the form ${params['pattern']}` };
    case 'format':
      return (
        FORMATS[String(params['format'])] ?? {
          zh: `格式应为 ${params['format']}`,
          en: `must have the form ${params['format']}`,
        }
      );
    case 'const':
    case 'enum':
    case 'anyOf':
      return { zh: '不是允许的值', en: 'is none of the allowed values' };
    default:
      return { zh: `不符合要求（${message}）`, en: message };
  }
}
