import type { Document } from '../messages/index.ts';
import { type Bilingual, type Instant, stamp14, stamp17 } from '../shared/index.ts';
import type { Parcel } from './parcel.ts';
import { type Random, random } from './random.ts';

/** What customs can see of a forwarded message: the id of the transport message that carried its list. */
export interface SeenByCustoms {
  copMsgId(parcel: Parcel): string;
}

/** A file from customs as it may come, and the parcel that it is about. */
export interface CustomsFile {
  readonly by: 'customs';
  readonly title: Bilingual;
  readonly parcel: Parcel;
  /** At most one of the folder's files has this name. */
  readonly name: string;
  bytes(seen: SeenByCustoms): Uint8Array;
}

/** In between the enterprise declares again. */
export interface DeclaredAgain {
  readonly by: 'enterprise';
  readonly title: Bilingual;
  readonly parcel: Parcel;
  readonly document: Document;
}

export type ForwardedStep = CustomsFile | DeclaredAgain;

/** The four parcels that the steps speak of: each has been forwarded and waits for customs. The last was never sent. */
export interface ForwardedParcels {
  readonly released: Parcel;
  readonly refused: Parcel;
  readonly port: Parcel;
  readonly malformed: Parcel;
  readonly unknown: Parcel;
}

const NS = ' xmlns="http://www.chinaport.gov.cn/ceb"';
const SECOND = 1000;

/**
 * Answers of customs in every odd shape that comes by the folder in practice, about forwarded parcels, and what the enterprise does in
 * between. Texts are written as customs and ports write them, not by our own encoder. Pure: the same seed and instant give the same.
 */
export function oddAnswers(
  parcels: ForwardedParcels,
  { seed, at }: { readonly seed: string; readonly at: Instant },
): readonly ForwardedStep[] {
  const pen = penOf(random(`${seed}/customs`), at);
  const { released, refused, port, malformed, unknown } = parcels;
  const early = pen.time();
  const kept = pen.onList(released, '120');
  const again = kept.replace(/<guid>.*?<\/guid>/, `<guid>${pen.guid()}</guid>`);
  const invtNo = `${released.list.head['customsCode']}${stamp14(at).slice(0, 4)}I900000001`;
  const file = (
    parcel: Parcel,
    name: string,
    zh: string,
    en: string,
    text: string | ((seen: SeenByCustoms) => string),
    bytes: (text: string) => Uint8Array = Buffer.from,
  ): CustomsFile => ({
    by: 'customs',
    title: { zh, en },
    parcel,
    name: `${name}.xml`,
    bytes: seen => bytes(typeof text === 'string' ? text : text(seen)),
  });
  return [
    file(
      released,
      '01-twice-in-one',
      '一份报文两条相同的 622/120',
      'the same 622/120 twice in one message',
      pen.message('CEB622Message', kept + kept),
    ),
    file(
      released,
      '02-repeated',
      '同一回执换 guid 重发',
      'the same receipt again under another guid',
      pen.message('CEB622Message', again),
    ),
    file(
      released,
      '03-no-namespace',
      '没有命名空间的 622/399',
      '622/399 without namespace',
      pen.message('CEB622Message', pen.onList(released, '399', { invtNo }), { ns: '' }),
    ),
    file(
      released,
      '04-gb2312',
      'GB2312 编码、14 位时间的 312/120',
      '312/120 in GB2312 with 14 digits of time',
      pen.message('CEB312Message', pen.onOrder(released, '120'), { encoding: 'gb2312' }),
      inGb2312,
    ),
    file(
      released,
      '05-unknown-state',
      '规范没有的状态 622/abc',
      'a state that the annex does not know, 622/abc',
      pen.message('CEB622Message', pen.onList(released, 'abc')),
    ),
    file(
      released,
      '06-two-states',
      '一份报文两个状态 800、399，时间相同',
      'two states in one message, 800 and 399 at one time',
      pen.message('CEB622Message', pen.onListAtOnce(released, ['800', '399'], { invtNo })),
    ),
    file(
      released,
      '07-out-of-order',
      '迟到的旧回执 622/500（时间更早）',
      'an older word, 622/500, that comes late',
      pen.message('CEB622Message', pen.onList(released, '500', { returnTime: early })),
    ),
    file(
      refused,
      '08-negative',
      '负数状态 622/-621004',
      'a negative state, 622/-621004',
      pen.message(
        'CEB622Message',
        pen.onList(refused, '-621004', { returnInfo: '[Code:-621004;Desc:演示海关：清单编号重复]' }),
      ),
    ),
    {
      by: 'enterprise',
      title: { zh: '企业改后重新申报清单', en: 'the enterprise declares the list again' },
      parcel: refused,
      document: {
        ...refused.list,
        head: { ...refused.list.head, guid: pen.guid(), appTime: stamp14(at - 60 * SECOND) },
      },
    },
    file(
      refused,
      '09-released-at-last',
      '重报后 622/800',
      '622/800 after it',
      pen.message('CEB622Message', pen.onList(refused, '800')),
    ),
    file(
      port,
      '10-port',
      '地方口岸自有回执 jkfResult（chkMark 2）',
      'a local port’s own receipt, jkfResult (chkMark 2)',
      portReceipt(port, at),
    ),
    file(
      malformed,
      '11-format-900',
      '900 格式异常，只写 CopMsgId',
      '900, a format error that names only the CopMsgId',
      seen =>
        pen.message(
          'CEB900Message',
          pen.record('MessageReturn', {
            returnStatus: '-1',
            returnInfo: '[Code:0002;Desc:演示：报文格式校验异常]',
            returnTime: pen.time(),
            oriCopMsgId: seen.copMsgId(malformed),
            oriMessageType: 'CEB621Message',
            oriBizMessage: '-',
          }),
        ),
    ),
    file(
      unknown,
      '12-unmatched',
      '平台没有的清单的 622/120',
      '622/120 on a list that is not here',
      pen.message('CEB622Message', pen.onList(unknown, '120')),
    ),
  ];
}

interface Pen {
  guid(): string;
  /** Times of customs, 17 digits, each a second after the one before. */
  time(): string;
  record(name: string, fields: Readonly<Record<string, string>>): string;
  message(type: string, records: string, how?: { readonly ns?: string; readonly encoding?: string }): string;
  onList(parcel: Parcel, status: string, more?: Readonly<Record<string, string>>): string;
  /** Several states with one time. */
  onListAtOnce(parcel: Parcel, statuses: readonly string[], more: Readonly<Record<string, string>>): string;
  onOrder(parcel: Parcel, status: string): string;
}

function penOf(chance: Random, at: Instant): Pen {
  let words = 0;
  const next = (): Instant => at + ++words * SECOND;
  const guid = () => chance.guid().toLowerCase();
  const record: Pen['record'] = (name, fields) =>
    `<${name}>${Object.entries({ guid: guid(), ...fields })
      .map(([field, value]) => `<${field}>${value}</${field}>`)
      .join('')}</${name}>`;
  const time = () => stamp17(next());
  const returnInfo = '演示海关';
  const onList: Pen['onList'] = ({ list: { head } }, returnStatus, more = {}) =>
    record('InventoryReturn', {
      customsCode: head['customsCode'] ?? '',
      ebpCode: head['ebpCode'] ?? '',
      ebcCode: head['ebcCode'] ?? '',
      agentCode: head['agentCode'] ?? '',
      copNo: head['copNo'] ?? '',
      preNo: `B${stamp14(at).slice(0, 8)}900000001`,
      returnStatus,
      returnTime: time(),
      returnInfo,
      ...more,
    });
  return {
    guid,
    time,
    record,
    message: (type, records, { ns = NS, encoding = 'UTF-8' } = {}) =>
      `<?xml version="1.0" encoding="${encoding}" standalone="yes"?><${type}${ns} version="1.0" guid="${chance.guid()}">${records}</${type}>`,
    onList,
    onListAtOnce(parcel, statuses, more) {
      const returnTime = time();
      return statuses.map(status => onList(parcel, status, { ...more, returnTime })).join('');
    },
    onOrder: ({ order: { head } }, returnStatus) =>
      record('OrderReturn', {
        ebpCode: head['ebpCode'] ?? '',
        ebcCode: head['ebcCode'] ?? '',
        orderNo: head['orderNo'] ?? '',
        returnStatus,
        returnTime: stamp14(next()),
        returnInfo,
      }),
  };
}

/** 演示海关 in GB2312; the rest of such a receipt is ASCII. */
function inGb2312(text: string): Uint8Array {
  const [before = '', after = ''] = text.split('演示海关');
  return Buffer.concat([
    Buffer.from(before, 'latin1'),
    Buffer.from([0xd1, 0xdd, 0xca, 0xbe, 0xba, 0xa3, 0xb9, 0xd8]),
    Buffer.from(after, 'latin1'),
  ]);
}

/** The receipt of a local port's own system on a list: root `mo`, refused. */
function portReceipt({ list: { head } }: Parcel, at: Instant): string {
  const day = stamp14(at);
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
  const time = `${day.slice(8, 10)}:${day.slice(10, 12)}`;
  const detail =
    '<resultList><jkfResultDetail><resultInfo>22001:演示口岸退单</resultInfo></jkfResultDetail></resultList>';
  return `<?xml version="1.0" encoding="UTF-8"?><mo version="1.0.0"><head><businessType>RESULT</businessType></head><body><list><jkfResult><companyCode>${head['agentCode']}</companyCode><businessNo>${head['copNo']}</businessNo><businessType>PERSONAL_GOODS_DECLAR</businessType><declareType>1</declareType><chkMark>2</chkMark><noticeDate>${date}</noticeDate><noticeTime>${time}</noticeTime>${detail}</jkfResult></list></body></mo>`;
}
