/** A buyer of the demo. Invented: no county 370199 exists, and nobody of the year 1900 buys online. */
export interface Person {
  readonly name: string;
  readonly idNumber: string;
  readonly telephone: string;
  readonly address: string;
  /** Six-digit division of the address. */
  readonly district: string;
  /** Account on the trading platform. */
  readonly account: string;
}

const STEMS = '甲乙丙丁戊己庚辛壬癸';
const BRANCHES = '子丑寅卯辰巳午未申酉戌亥';

const DISTRICTS = [
  ['370102', '历下区'],
  ['370103', '市中区'],
  ['370104', '槐荫区'],
  ['370105', '天桥区'],
  ['370112', '历城区'],
  ['370113', '长清区'],
  ['370114', '章丘区'],
  ['370115', '济阳区'],
  ['370116', '莱芜区'],
  ['370117', '钢城区'],
] as const;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of GB 11643 for seventeen digits. */
export function idCheck(seventeen: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(seventeen[at]), 0);
  return '10X98765432'[sum % 11] ?? '';
}

/** The demo buyer of a number from 0 to 9999; the same number gives the same person. */
export function person(number: number): Person {
  if (!Number.isInteger(number) || number < 0 || number > 9999)
    throw new RangeError(`no demo person ${number}`);
  const day = String(1 + Math.floor(number / 1000)).padStart(2, '0');
  const seventeen = `370199190001${day}${String(number % 1000).padStart(3, '0')}`;
  const [district, name] = DISTRICTS[number % DISTRICTS.length] ?? DISTRICTS[0];
  const turn = Math.floor(number / 60) + 1;
  return {
    name: `演示${STEMS[number % 10]}${BRANCHES[number % 12]}${turn === 1 ? '' : chinese(turn)}`,
    idNumber: seventeen + idCheck(seventeen),
    telephone: `1380013${String(number).padStart(4, '0')}`,
    address: `山东省济南市${name}演示路${1 + (number % 97)}号${1 + (number % 12)}号楼${101 + (number % 18) * 100}室`,
    district,
    account: `demo-buyer-${String(number).padStart(4, '0')}`,
  };
}

const DIGITS = '零一二三四五六七八九';

function chinese(number: number): string {
  return [...String(number)].map(digit => DIGITS[Number(digit)]).join('');
}
