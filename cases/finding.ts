import type { Bilingual, Cite, DocumentRef, Finding, Severity } from '../shared/index.ts';

/** The annex that orders the life of a message: what may be changed, when, and with which appType. */
export const SPECIFICATION: Cite = {
  text: '海关跨境电商统一版系统企业对接报文规范（202205版）',
  article: '业务规则与错误代码',
  from: '2022-05-17',
  verified: true,
};

export const RETAIL_SUPERVISION: Cite = {
  text: '海关总署公告2018年第194号',
  article: '三、通关管理（交易、支付、物流信息与清单一并核对）',
  from: '2019-01-01',
  verified: false,
};

/** While customs inspects, nothing of a declaration is changed or withdrawn. */
export const DECLARATION_AMENDMENT: Cite = {
  text: '中华人民共和国海关进出口货物报关单修改和撤销管理办法（海关总署令第220号）',
  article: '海关已决定布控、查验的，办结相关手续之前不得修改或者撤销',
  from: '2014-03-13',
  verified: false,
};

interface Said {
  readonly code: string;
  readonly severity: Severity;
  readonly document: DocumentRef;
  readonly path: string;
  readonly value: string | null;
  readonly message: Bilingual;
  readonly repair?: string;
  readonly cites?: readonly Cite[];
  readonly other?: Finding['other'];
}

/** A finding of the case's life cycle (rule `life-cycle`), as opposed to one of the rules on its content. */
export function say(said: Said): Finding {
  const { repair, cites, other, ...rest } = said;
  return {
    rule: 'life-cycle',
    ...rest,
    cites: cites ?? [SPECIFICATION],
    ...(other ? { other } : {}),
    ...(repair === undefined ? {} : { repair: { document: said.document, path: said.path, value: repair } }),
  };
}
