import type { Finding } from '../shared/index.ts';
import type { Acknowledgement, FlowParts } from './work.ts';

/**
 * Where customs decides, a signed message goes to customs whole or not at all. When some of its records were refused, its signer is
 * told that the others wait with them.
 */
export function withHeldNote(parts: Pick<FlowParts, 'judging'>, done: Acknowledgement): Acknowledgement {
  const { frame } = done.read.decoded;
  if (parts.judging.stance !== 'precheck' || frame?.signature === undefined) return done;
  const { results } = done.outcome;
  const refused = results.filter(result => result.state === 'refused').map(result => result.index + 1);
  const others = results.some(result => result.state === 'current');
  if (refused.length === 0 || !others) return done;
  const which = refused.slice(0, 10);
  const finding: Finding = {
    rule: 'exchange',
    code: 'held-by-neighbour',
    severity: 'hold',
    document: { type: frame.type, key: '' },
    path: '',
    value: null,
    cites: [
      {
        text: '海关跨境统一版系统企业对接报文规范（202205版）',
        article: '数字签名',
        from: '2022-05-17',
        verified: true,
      },
    ],
    message: {
      zh: `报文已签名，不能拆开转发海关：第 ${which.join('、')} 条记录被退回，整条报文暂不转发。请改正后把全部记录重新签名、整条重报。`,
      en: `The message is signed and cannot be split: record ${which.join(', ')} was refused, so the whole message is not forwarded to customs. Mend it, sign all records again and send the message whole.`,
    },
  };
  return { ...done, findings: [...done.findings, finding] };
}
