/**
 * Changes of one field of an export that no rule can see, because neither the law nor the format ties the field to anything: type,
 * field, the changes (names as in changes.ts, * for any), and why they are free. A row that is no longer needed fails the test.
 */
// biome-ignore format: a table is read by rows
export const EXPORT_FREE: readonly (readonly [type: string, field: string, changes: string, why: string])[] = [
  ['*', 'guid', 'first character|last character|two characters swapped|lower case', 'any 36 characters identify a record; UUID form is not enforced (ceb/rules.md §6)'],
  ['*', 'appType', 'first character|last character|code .', 'whether a document may be changed or taken back depends on the one before it: the life of the document, not the case'],
  ['*', 'appTime', 'two characters swapped|yesterday', 'documents are sent when they are ready, in any order; what cannot be (the future, a year too old) is told'],
  ['*', 'appStatus', 'empty|code 1', 'the schema gives it a default; a document that is only stored never enters a case'],
  ['*', 'note', '*', 'remarks'],
  ['*', 'barCode', 'removed|empty|first character|last character|more at its end', 'optional in the order and 无 where there is none; two real bar codes are compared'],
  ['303', 'freight', '*', 'what the buyer pays for freight need not be what the carrier charges; with a receipt it is part of the sum'],
  ['303', 'itemDescribe', '*', 'prose'],
  ['403', 'payCode', 'removed|empty', 'a payment company abroad has no code'],
  ['403', 'payNo', '*', 'number of the payment, known to the payment company alone'],
  ['403', 'accountingDate', 'yesterday', 'any moment before the declaration'],
  ['505', 'goodsInfo', '*', 'short description for people'],
  ['505', 'ebcCode', 'removed|empty', 'optional; where it is given it is compared'],
  ['505', 'ebcName', 'removed|empty', 'as ebcCode'],
  ['505', 'ebcTelephone', 'added', 'telephone of the seller, told to nobody else'],
  ['*', 'insuredFee', 'zero|a tenth', 'zero remains zero'],
  ['603', 'iCurrency', 'last character|code .*', 'a charge of nothing has no currency worth comparing'],
  ['603', 'customsCode', '*', 'any office of the table that takes declarations'],
  ['603', 'portCode', '*', 'any office of the table'],
  ['603', 'copNo', '*', "the enterprise's own number"],
  ['603', 'preNo', 'added', 'number given by the e-port'],
  ['603', 'invtNo', 'added', 'number given by customs'],
  ['603', 'ieDate', 'tomorrow|two days later', 'announced before it is known'],
  ['603', 'ownerCode', '*', 'a producing or selling unit need not be filed in this zone'],
  ['603', 'emsNo', '*', 'the account books of customs are not known here; a list from a special area must have one'],
  ['603', 'itemRecordNo', '*', 'as emsNo'],
  ['603', 'trafMode', 'first character|last character|code .', 'several ways over the border are possible in each mode; impossible ones are told'],
  ['603', 'trafName', '*', 'the means of transport are known to the carrier; the bill is compared with the master list (607)'],
  ['603', 'voyageNo', '*', 'as trafName'],
  ['603', 'billNo', '*', 'as trafName'],
  ['603', 'totalPackageNo', 'added', 'bag inside the bill, optional'],
  ['603', 'loctNo', 'added', 'used where one customs office has several supervised places'],
  ['603', 'licenseNo', 'added', 'a list that is not simplified may name a licence'],
  ['603', 'POD', '*', 'no table of ports of destination is loaded'],
  ['603', 'fFlag', 'empty', 'the schema fixes the value: an empty element means 3'],
  ['603', 'iFlag', 'empty', 'as fFlag'],
  ['603', 'wrapType', 'first character|last character|code .', 'any code of the table'],
  ['603', 'netWeight', 'a fen more|a fen less', 'anything between the contents by weight (less 5 %) and the gross weight'],
  ['603', 'tradeMode', 'code 1239|code 1210', 'both are special areas; which one a city has is not loaded'],
  ['603', 'itemName', 'removed|empty', 'optional; where given it is that of the order'],
  ['603', 'gcode', 'last character|two characters swapped', 'a simplified list is classified by its first digits alone'],
  ['603', 'gname', 'more at its end|without its end', 'the declared name may be shorter or longer than that of the shop'],
  ['603', 'gmodel', '*', 'prose; net content and number of pieces are read out of it'],
  ['603', 'qty1', 'a fen more|a fen less|a tenth', 'a weight of goods whose specification names no content, within the weight of the parcel'],
];

/** The row that explains a silent change. */
export function exportFreedom(type: string, field: string, change: string): number {
  return EXPORT_FREE.findIndex(
    ([of, name, changes]) =>
      (of === '*' || type === `CEB${of}Message`) &&
      name === field &&
      (changes === '*' || new RegExp(`^(?:${changes})$`).test(change)),
  );
}
