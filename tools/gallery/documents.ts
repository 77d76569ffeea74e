import { faults, goodOf, messageOf, type Parcel, parcel, random, senderOf } from '../../demo/index.ts';
import { type Law, shippedLaw } from '../../law/index.ts';
import type { Document, Fields, Message, MessageType } from '../../messages/index.ts';
import { parseStamp } from '../../shared/index.ts';

/** The samples were declared on this afternoon, so that they stay in the past wherever they are tried. */
export const SAMPLE_MOMENT = '20250618143000';
const at = parseStamp(SAMPLE_MOMENT) ?? 0;
const law: Law = shippedLaw();
const chance = random('gallery');

const good = (itemNo: string, qty = '1') => ({ good: goodOf(itemNo), qty });

/** A right parcel of the gallery: 9610, two kinds of goods. */
export function sampleParcel(serial: number): Parcel {
  const goods = [good('YS-MS-50'), good('YS-BG-300', '2')];
  return parcel(
    {
      seed: 'gallery',
      at,
      serial,
      mode: '9610',
      goods,
      freight: '12.00',
      insurance: '2.00',
      discount: '0.00',
    },
    law,
  );
}

/** The same with three faults: a digit of the buyer's number, a sum that does not add up, 83.5 g for 50 ml. */
export function sampleFaulty(serial: number): Parcel {
  const right = sampleParcel(serial);
  const number = right.list.head['buyerIdNumber'] ?? '';
  const wrong = `${number.slice(0, 15)}${number[15] === '9' ? '8' : '9'}${number.slice(16)}`;
  const paid = faults.find(it => it.id === 'paid-too-much')?.apply(right, law) ?? right;
  const [first, ...rest] = right.list.lines;
  return {
    ...paid,
    list: {
      ...right.list,
      head: { ...right.list.head, buyerIdNumber: wrong },
      lines: [{ ...first, qty1: '0.0835' }, ...rest],
    },
  };
}

export function one(document: Document): Message {
  return messageOf(senderOf(document), [document], chance.guid());
}

/** Orders in one message of one platform. */
export function orders(count: number, from = 1): Message {
  const platform = sampleParcel(1).wish.platform;
  if (platform === undefined) throw new Error('a made parcel names its platform');
  const documents = Array.from({ length: count }, (_, index) => {
    const wish = { seed: 'gallery', at, serial: from + index, platform };
    return parcel(wish, law).order;
  });
  return messageOf(platform.code, documents, chance.guid());
}

/** A receipt: no BaseTransfer, the guid is made by the sender's side. */
function receipt(type: MessageType, heads: readonly Fields[]): Message {
  const documents = heads.map(head => ({ type, head: { guid: chance.guid(), ...head }, lines: [] }));
  return { type, guid: chance.guid(), version: '1.0', subscribes: [], documents };
}

const RETURN_TIME = '20250618150102345';

export function receipts(): Readonly<Record<'312' | '622' | '626' | '818' | '900', Message>> {
  const { list, order } = sampleParcel(1);
  const other = sampleParcel(2).order;
  const { ebpCode = '', ebcCode = '', agentCode = '', customsCode = '', copNo = '' } = list.head;
  const party = { customsCode, ebpCode, ebcCode, agentCode };
  const invtNo = '43412025I000000001';
  const preNo = 'B20250618000000001';
  const state = (returnStatus: string, returnInfo: string) => ({
    returnStatus,
    returnTime: RETURN_TIME,
    returnInfo,
  });
  const orderKey = (it: Document) => ({
    ebpCode: it.head['ebpCode'] ?? '',
    ebcCode: it.head['ebcCode'] ?? '',
    orderNo: it.head['orderNo'] ?? '',
  });
  return {
    '312': receipt('CEB312Message', [
      { ...orderKey(order), ...state('120', '[Code:2600;Desc:演示：逻辑校验通过]') },
      { ...orderKey(other), ...state('100', '[Code:1327;Desc:演示：订购人与支付人不一致]') },
    ]),
    '622': receipt('CEB622Message', [
      {
        ...party,
        copNo,
        preNo,
        ...state(
          '2',
          `演示：清单新增申报成功[电商企业编码：${ebcCode}订单编号：${order.head['orderNo'] ?? ''}]`,
        ),
      },
      { ...party, copNo, preNo, invtNo, ...state('120', '[Code:2600;Desc:演示：逻辑校验通过]') },
      { ...party, copNo, preNo, invtNo, ...state('800', '[Code:1800;Desc:演示：放行]') },
    ]),
    '626': receipt('CEB626Message', [
      {
        ...party,
        copNo: copNo.replace('QD', 'TH'),
        preNo: preNo.replace('B', 'T'),
        invtNo,
        ...state('399', '[Code:2700;Desc:演示：退货审结]'),
      },
    ]),
    '818': receipt('CEB818Message', [
      { returnTime: RETURN_TIME, invtNo, taxNo: '434120250000000001', status: '2' },
    ]),
    '900': receipt('CEB900Message', [
      {
        returnStatus: '-1',
        returnInfo: '演示：报文不符合格式要求',
        returnTime: RETURN_TIME,
        oriCopMsgId: 'DEMO-20250618-0001',
        oriMessageType: 'CEB311Message',
        oriBizMessage:
          '<ceb:CEB311Message xmlns:ceb="http://www.chinaport.gov.cn/ceb" guid="演示" version="1.0"/>',
      },
    ]),
  };
}

/** An export order and inventory of one parcel to the United States. */
export function exported(): { readonly order: Message; readonly list: Message } {
  const { head } = sampleParcel(1).list;
  const frame = { appType: '1', appTime: SAMPLE_MOMENT, appStatus: '2' };
  const trade = {
    orderNo: 'DEMOCK20250618000001',
    ebpCode: head['ebpCode'] ?? '',
    ebpName: head['ebpName'] ?? '',
  };
  const seller = { ebcCode: head['ebcCode'] ?? '', ebcName: head['ebcName'] ?? '' };
  const goods = {
    barCode: '无',
    unit: '007',
    currency: '502',
    qty: '2',
    price: '18.50',
    totalPrice: '37.00',
  };
  const order: Document = {
    type: 'CEB303Message',
    head: {
      guid: chance.guid(),
      ...frame,
      orderType: 'E',
      ...trade,
      ...seller,
      goodsValue: '37.00',
      freight: '6.20',
      currency: '502',
      note: '演示数据',
    },
    lines: [{ gnum: '1', itemNo: 'YS-CK-01', itemName: '演示牌瑜伽垫', ...goods }],
  };
  const list: Document = {
    type: 'CEB603Message',
    head: {
      guid: chance.guid(),
      ...frame,
      customsCode: '4341',
      ...trade,
      logisticsCode: head['logisticsCode'] ?? '',
      logisticsName: head['logisticsName'] ?? '',
      logisticsNo: 'DEMOCK0618000001',
      copNo: 'CK20250618000001',
      ieFlag: 'E',
      portCode: '4302',
      ieDate: '20250619',
      statisticsFlag: 'A',
      agentCode: head['agentCode'] ?? '',
      agentName: head['agentName'] ?? '',
      ...seller,
      ownerCode: seller.ebcCode,
      ownerName: seller.ebcName,
      tradeMode: '9610',
      trafMode: '5',
      trafName: 'DM901',
      voyageNo: 'DM901',
      billNo: '999-90000001',
      country: '502',
      POD: '502',
      freight: '6.20',
      fCurrency: '502',
      fFlag: '3',
      insuredFee: '0',
      iCurrency: '502',
      iFlag: '3',
      wrapType: '2',
      packNo: '1',
      grossWeight: '2.4',
      netWeight: '2.1',
      note: '演示数据',
    },
    lines: [
      {
        gnum: '1',
        itemNo: 'YS-CK-01',
        gcode: '9506919000',
        gname: '演示牌瑜伽垫',
        gmodel: '瑜伽垫|热塑性弹性体|演示牌|型号YS-CK-01',
        country: '502',
        ...goods,
        qty1: '2.1',
        unit1: '035',
      },
    ],
  };
  return {
    order: messageOf(trade.ebpCode, [order], chance.guid()),
    list: messageOf(head['agentCode'] ?? '', [list], chance.guid()),
  };
}
