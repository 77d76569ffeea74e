import { type DatedNumber, dated } from './dated-number.ts';
import { cite } from './instruments.ts';

const setting = (zh: string, en: string, unit: string, value: string): DatedNumber => ({
  title: { zh: `${zh}（运营设定）`, en: `${en} (operator's setting)` },
  unit,
  values: [dated('2016-04-08', value, cite('operator', zh))],
});

/** Not law: how strict this platform looks. An operator changes each with a dated value. */
export const operatorSettings = {
  'case.wait-days': setting('单证等待期限', 'days an incomplete case waits before it expires', 'day', '30'),
  'match.amount-tolerance': setting(
    '单证间金额允许差额',
    'tolerated difference of amounts between documents',
    'CNY',
    '0',
  ),
  'match.payer-may-differ': setting(
    '身份已核验时允许订购人与支付人不一致（1是）',
    'buyer and payer may differ because identities are authenticated (1 yes)',
    'flag',
    '0',
  ),
  'time.entry-ahead-days': setting(
    '进口日期可晚于受理日期的天数',
    'days by which the date of entry may lie after acceptance',
    'day',
    '30',
  ),
  'time.clock-slack-minutes': setting(
    '外部时钟允许偏差（分钟）',
    "minutes by which another system's clock may run ahead",
    'minute',
    '10',
  ),
  'time.payment-age-days': setting(
    '支付时间早于申报日期的最多天数',
    'most days between payment and declaration',
    'day',
    '365',
  ),
  'check.content-tolerance': setting(
    '净含量与法定数量允许偏差',
    'tolerated deviation of the statutory quantity from the net content',
    'rate',
    '0.05',
  ),
  'check.density-low': setting('液体密度下限', 'lowest density of a liquid', 'kg/L', '0.7'),
  'check.density-high': setting('液体密度上限', 'highest density of a liquid', 'kg/L', '1.5'),
  'check.weight-tolerance': setting(
    '法定重量超出毛重允许偏差',
    'tolerated excess of the statutory weights over the gross weight',
    'rate',
    '0.01',
  ),
  'check.withheld-fen-per-line': setting(
    '代扣税款每项允许差额',
    'tolerated difference of the withheld tax per line',
    'fen',
    '1',
  ),
  'check.price-floor-per-kg': setting(
    '每千克或升最低合理价',
    'lowest plausible price per kilogram or litre',
    'CNY',
    '0.5',
  ),
  'check.price-ceiling-per-kg': setting(
    '每千克或升最高合理价',
    'highest plausible price per kilogram or litre',
    'CNY',
    '1000000',
  ),
  'check.price-review': setting(
    '价格疑点是否转人工（1是）',
    'price doubts raise a review (1 yes)',
    'flag',
    '0',
  ),
  'check.splitting-orders': setting(
    '同日同平台拆单预警笔数',
    'orders of one buyer, platform and day from which splitting is suspected',
    'order',
    '3',
  ),
  'check.splitting-review': setting(
    '拆单疑点是否转人工（1是）',
    'suspected splitting raises a review (1 yes)',
    'flag',
    '0',
  ),
} as const satisfies Record<string, DatedNumber>;
