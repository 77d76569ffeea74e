/**
 * What some goods are called, and the chapters in which such goods are classified. Only words that leave no doubt, only where the
 * name ends with them (Chinese names end with the thing itself: 手机壳 is no telephone), and the chapters widely drawn, because a
 * doubt raises a review.
 */
const KINDS: readonly (readonly [words: string, chapters: string])[] = [
  ['面霜 乳霜 眼霜 精华液 精华露 防晒霜 防晒乳 爽肤水 化妆水 粉底液 身体乳 洗面奶 洁面乳 面膜', '30 33 34'],
  ['口红 唇膏 香水 洗发水 护发素 牙膏 沐浴露', '30 33 34'],
  ['奶粉', '04 19 21 23'],
  ['饼干 曲奇', '19 23'],
  ['巧克力', '17 18 19 21'],
  ['咖啡豆 咖啡粉', '09 21'],
  ['葡萄酒 威士忌 白兰地 啤酒', '22'],
  ['橄榄油', '15 33'],
  ['蜂蜜', '04 17 21'],
  ['大米', '10 11 19'],
  ['手提包 双肩包 单肩包 斜挎包 钱包', '42 46'],
  ['连衣裙 T恤 衬衫 毛衣 羽绒服 牛仔裤 半身裙', '39 40 42 43 61 62'],
  ['皮鞋 运动鞋 跑鞋 凉鞋 高跟鞋', '64 95'],
  ['手表 腕表', '85 91'],
  ['纸尿裤 卫生巾', '48 56 61 62 63 96'],
  ['电动牙刷 吹风机 耳机 手机', '85'],
  ['剃须刀', '82 85'],
  ['太阳镜 隐形眼镜', '90'],
  ['积木 拼图 毛绒玩具', '95'],
];

const CHAPTERS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  KINDS.flatMap(([words, chapters]) => {
    const set = new Set(chapters.split(' '));
    return words.split(' ').map(word => [word, set] as const);
  }),
);
const KIND = new RegExp(`(?:${[...CHAPTERS.keys()].sort((a, b) => b.length - a.length).join('|')})$`);
/** Size, count and remarks follow the thing. */
const AFTER_THE_NAME = /[\s\d（(【[、，,|/].*$/;

/** The word by which a name says what the goods are, when they cannot be classified in the chapter of the code. */
export function strangeKind(name: string, code: string): string | undefined {
  const kind = KIND.exec(name.trim().replace(AFTER_THE_NAME, ''))?.[0];
  if (kind === undefined) return undefined;
  return CHAPTERS.get(kind)?.has(code.slice(0, 2)) === false ? kind : undefined;
}
