import { beijingDate } from '../../shared/index.ts';
import {
  type TransportMessage,
  type TransportReport,
  type TransportResponse,
  transportTime,
} from './transport-message.ts';

const DXP_NAMESPACE = 'http://www.chinaport.gov.cn/dxp';
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A value that the transport schema does not allow: too long, empty, too many. Tells the operator which and why. */
export class TransportFault extends Error {
  readonly element: string;

  constructor(element: string, zh: string, en: string) {
    super(`${element}：${zh} / ${en}`);
    this.element = element;
  }
}

/**
 * Writes a transport message: DxpMsg, or DxpMsgSv around it when `server` is given. The business message goes in byte for byte, as
 * base64. Throws `TransportFault` when an id or name does not fit the schema, before anything is written.
 */
export function encodeTransport(message: TransportMessage): string {
  const { server } = message;
  const inner = terminalOf(message, server === undefined);
  if (server === undefined) return XML + inner;
  const node = element(
    'SvNo',
    [
      leaf('MsgId', server.msgId, 1, 32),
      server.subMsgId === undefined ? '' : leaf('SubMsgId', server.subMsgId, 1, 1),
      leaf('SendTime', transportTime(server.sentAt), 1, 30),
      leaf('EndNode', server.endNode, 1, 8),
      leaf('StaNode', server.startNode, 1, 8),
    ],
    ' Ver="1.0"',
  );
  return XML + element('DxpMsgSv', [node, inner], ` xmlns="${DXP_NAMESPACE}" ver="1.0"`);
}

function terminalOf(message: TransportMessage, root: boolean): string {
  const { bizKeys = [] } = message;
  if (bizKeys.length > 5) throw new TransportFault('BizKey', '关键字最多 5 个', 'at most five keywords');
  const keys = bizKeys.map(({ name, value }) =>
    element(
      'Key',
      [escaped(sized('Key', value, 1, 64))],
      name === undefined ? '' : ` name="${escaped(sized('Key/@name', name, 1, 32))}"`,
    ),
  );
  const added = [
    message.fileName === undefined ? '' : leaf('FileName', message.fileName, 1, 255),
    message.icCard === undefined ? '' : leaf('IcCard', message.icCard, 1, 13),
    keys.length > 0 ? element('BizKey', keys) : '',
  ].join('');
  if (message.data.length === 0) throw new TransportFault('Data', '没有业务报文', 'no business message');
  return element(
    'DxpMsg',
    [
      element('TransInfo', header(message)),
      element('Data', [Buffer.from(message.data).toString('base64')]),
      added === '' ? '' : element('AddInfo', [added]),
    ],
    root ? ` xmlns="${DXP_NAMESPACE}" ver="1.0"` : ' ver="1.0"',
  );
}

/** Writes the exchange platform's technical answer (the twin of customs speaks it). */
export function encodeReport(report: TransportReport): string {
  if (report.responses.length === 0) throw new TransportFault('Response', '缺应答', 'a response is missing');
  return (
    XML +
    element(
      'DxpRep',
      [
        leaf('RecevierId', report.receiverId, 1, 16),
        report.nodeId === undefined ? '' : leaf('AdNodeId', report.nodeId, 1, 8),
        ...report.responses.map(response => element('Response', responseParts(response))),
      ],
      ` xmlns="${DXP_NAMESPACE}" ver="1.0"`,
    )
  );
}

function responseParts(response: TransportResponse): string[] {
  const results = response.results.map(result =>
    element('Result', [
      leaf('RecId', result.receiverId, 1, 16),
      leaf('Code', result.code, 1, 9),
      result.info === undefined ? '' : leaf('Info', result.info, 0, 300),
    ]),
  );
  return [
    response.nodeId === undefined ? '' : leaf('NodeId', response.nodeId, 1, 8),
    leaf('ResponseCode', response.code, 1, 9),
    response.info === undefined ? '' : leaf('ResponseInfo', response.info, 0, 300),
    results.length > 0 ? element('Results', results) : '',
    leaf('NoticeTime', response.day || beijingDate(response.about.createdAt), 10, 10),
    response.note === undefined ? '' : leaf('Note', response.note, 0, 500),
    element('OriHead', header(response.about)),
  ];
}

function header(of: TransportResponse['about']): string[] {
  const { receiverIds } = of;
  if (receiverIds.length < 1 || receiverIds.length > 5)
    throw new TransportFault(
      'ReceiverIds',
      `接收方须 1 至 5 个，现为 ${receiverIds.length} 个`,
      `one to five receivers, not ${receiverIds.length}`,
    );
  return [
    leaf('CopMsgId', of.copMsgId, 1, 255),
    leaf('SenderId', of.senderId, 1, 16),
    element(
      'ReceiverIds',
      receiverIds.map(id => leaf('ReceiverId', id, 1, 16)),
    ),
    leaf('CreatTime', transportTime(of.createdAt), 1, 30),
    leaf('MsgType', of.msgType, 0, 30),
  ];
}

function element(name: string, parts: readonly string[], attributes = ''): string {
  return `<${name}${attributes}>${parts.join('')}</${name}>`;
}

function leaf(name: string, value: string, min: number, max: number): string {
  return element(name, [escaped(sized(name, value, min, max))]);
}

/** Lengths of a schema count characters, not UTF-16 units. */
function sized(name: string, value: string, min: number, max: number): string {
  const length = [...value].length;
  if (length < min || length > max)
    throw new TransportFault(
      name,
      `“${value.slice(0, 40)}”长度 ${length}，应为 ${min} 至 ${max} 个字符`,
      `${length} characters where ${min} to ${max} are allowed`,
    );
  return value;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
}
