/**
 * Changes of one field that no rule can see, because neither the law nor the format ties the field to anything: `type path`, the changes
 * (names as in changes.ts, * for any), and why they are free. A row that is no longer needed fails the test.
 */
// biome-ignore format: a table is read by rows
export const FREE: readonly (readonly [type: string, path: string, changes: string, why: string])[] = [
  ['*', 'guid', 'first character|last character|two characters swapped|lower case', 'any 36 characters identify a record; UUID form is not enforced (ceb/rules.md §6)'],
  ['*', 'appTime', 'two characters swapped|yesterday|tomorrow|two days later', 'documents are sent when they are ready, in any order; what cannot be (the future, a year too old) is told'],
  ['*', 'currency', 'empty', 'the schema fixes the value: an empty element means 142'],
  ['*', 'note', '*', 'remarks'],
  ['311', 'buyerRegNo', '*', "the buyer's account on the platform, known to the platform alone"],
  ['311', 'payCode', 'removed|empty', 'an order need not name the payment company'],
  ['311', 'payName', 'removed|empty', 'as payCode'],
  ['311', 'payTransactionId', 'removed|empty', 'as payCode; the payment is then found by the order number'],
  ['311', 'batchNumbers', 'added', 'batches of the goods, told to nobody else'],
  ['311', 'consigneeDistrict', 'removed|last character|two characters swapped', 'optional; the table of divisions below the province is not loaded and addresses are not resolved'],
  ['311', 'itemDescribe', 'added', 'description of the goods for people'],
  ['*', 'itemNo', 'removed|empty', 'optional; where both documents give it, it is compared'],
  ['311', 'gmodel', '*', 'prose; the list has its own specification and the annex does not ask the two to agree'],
  ['*', 'barCode', 'removed|empty|added|first character|last character|more at its end', 'optional and 无 where there is none; two real bar codes are compared'],
  ['411', 'telephone', 'removed|empty|first character|last character|without its end|more at its end|two characters swapped', "the payer's own telephone, which need not be the buyer's"],
  ['411', 'payTime', 'two characters swapped|yesterday|tomorrow|two days later', 'any moment before the declaration; presales are paid months ahead'],
  ['511', 'billNo', 'removed|empty|added', 'optional in the waybill; where list and waybill give it, it is compared'],
  ['511', 'goodsInfo', '*', 'short description for people'],
  ['*', 'insuredFee', 'zero|a tenth', 'zero remains zero'],
  ['311', 'discount', 'zero|a tenth', 'zero remains zero'],
  ['621', 'copNo', '*', "the enterprise's own number, optional in the schema"],
  ['621', 'preNo', 'added', 'number given by the e-port'],
  ['621', 'invtNo', 'added', 'number given by customs'],
  ['621', 'emsNo', '*', 'the account books of customs are not known here; a bonded list must have one'],
  ['621', 'declTime', 'yesterday', 'declared yesterday and sent today'],
  ['621', 'customsCode', '*', 'any office of the table that takes declarations'],
  ['621', 'portCode', '*', 'any office of the table'],
  ['621', 'ieDate', 'removed|yesterday|tomorrow|two days later', 'optional, and announced before it is known'],
  ['621', 'areaCode', 'added', 'asked of bonded lists only'],
  ['621', 'areaName', 'added', 'asked of bonded lists only'],
  ['621', 'tradeMode', 'code 1210|code 1239', 'both are bonded; which one a city has is not loaded'],
  ['621', 'trafMode', 'first character|last character|code .', 'several ways of transport are possible in each mode; impossible ones are told'],
  ['621', 'trafNo', '*', 'the means of transport are known to the carrier'],
  ['621', 'voyageNo', '*', 'as trafNo'],
  ['621', 'billNo', 'added', 'a list of mode 1239 may carry one'],
  ['621', 'loctNo', 'added', 'used where one customs office has several supervised places'],
  ['621', 'licenseNo', 'added', 'retail imports need no licence, and may name one'],
  ['621', 'country', 'first character|last character|two characters swapped|code .*', 'a direct purchase may be dispatched in any country, whatever the origin of the goods'],
  ['621', 'wrapType', 'removed|first character|last character|code .', 'optional, any code of the table'],
  ['621', 'netWeight', 'a fen more|a fen less|ten times|two characters swapped', 'anything between the contents by weight (less 5 %) and the gross weight'],
  ['621', 'itemRecordNo', '*', 'the account books of customs are not known here; a bonded line must have one'],
  ['621', 'itemName', 'removed|empty', 'optional; where given it is that of the order'],
  ['621', 'gname', 'without its end|more at its end|full width', 'the declared name may be shorter or longer than that of the shop'],
  ['621', 'gmodel', '*', 'prose; net content, number of pieces and remarks of the positive list are read out of it'],
  ['621', 'tradeCountry', 'added', 'optional'],
  ['621', 'qty1', 'a fen more|a fen less|a tenth', 'a weight of goods whose specification names no content, within the weight of the parcel'],
  ['621', 'qty2', 'a fen more|a fen less|a tenth|two characters swapped', 'as qty1'],
  ['621', 'qty2', 'one more|ten times', 'one declared unit may hold several pieces'],
];

/** The row that explains a silent change. */
export function freedom(type: string, field: string, change: string): number {
  return FREE.findIndex(
    ([of, name, changes]) =>
      (of === '*' || type === `CEB${of}Message`) &&
      name === field &&
      (changes === '*' || new RegExp(`^(?:${changes})$`).test(change)),
  );
}
