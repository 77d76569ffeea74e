/** Province-level divisions (GB/T 2260): first two digits of a division code, and the name with which an address begins. */
const PROVINCES: Readonly<Record<string, string>> = {
  '11': '北京',
  '12': '天津',
  '13': '河北',
  '14': '山西',
  '15': '内蒙古',
  '21': '辽宁',
  '22': '吉林',
  '23': '黑龙江',
  '31': '上海',
  '32': '江苏',
  '33': '浙江',
  '34': '安徽',
  '35': '福建',
  '36': '江西',
  '37': '山东',
  '41': '河南',
  '42': '湖北',
  '43': '湖南',
  '44': '广东',
  '45': '广西',
  '46': '海南',
  '50': '重庆',
  '51': '四川',
  '52': '贵州',
  '53': '云南',
  '54': '西藏',
  '61': '陕西',
  '62': '甘肃',
  '63': '青海',
  '64': '宁夏',
  '65': '新疆',
  '71': '台湾',
  '81': '香港',
  '82': '澳门',
};

/** The province of a division code, undefined when there is none. */
export function provinceOf(code: string): string | undefined {
  return PROVINCES[code.slice(0, 2)];
}

/** The first two characters tell the provinces apart. */
const BY_BEGINNING: ReadonlyMap<string, string> = new Map(
  Object.entries(PROVINCES).map(([code, name]) => [name.slice(0, 2), code]),
);
const MUNICIPALITIES: ReadonlySet<string> = new Set(['11', '12', '31', '50']);
const COUNTRY = /^(?:\s|中国|中华人民共和国)+/;
const RANK = /^(?:省|自治区|壮族|回族|维吾尔|特别行政区)/;

/** The code of the province with whose full name an address begins (山东省, 北京市); 吉林市 and 海南州 are no provinces. */
export function provinceCode(address: string): string | undefined {
  const begin = COUNTRY.test(address) ? address.replace(COUNTRY, '') : address;
  const code = BY_BEGINNING.get(begin.slice(0, 2));
  const name = code === undefined ? undefined : PROVINCES[code];
  if (code === undefined || name === undefined || !begin.startsWith(name)) return undefined;
  const next = begin.slice(name.length);
  return (MUNICIPALITIES.has(code) ? next.startsWith('市') : RANK.test(next)) ? code : undefined;
}
