// BAI2 type codes, version 2 of the specification: 100–399 are credits, 400–699 debits, 920–959 and 960–999 the bank's own credits and debits; 890 is a
// message without money. Codes below 100 are balances.
import type { EntryKind } from "#domain/cash-application/statements/statement.ts";

export function sideOf(code: string): 1n | -1n | 0n | null {
  const number = Number(code);
  if (!/^\d{3}$/.test(code)) return null;
  if ((number >= 100 && number <= 399) || (number >= 920 && number <= 959) || (number >= 720 && number <= 729)) return 1n;
  if ((number >= 400 && number <= 699) || number >= 960 || (number >= 700 && number <= 799)) return -1n;
  return number === 890 ? 0n : null;
}

const kinds: Readonly<Record<string, EntryKind>> = {
  "115": "cheque", "116": "cheque", "118": "cheque", "175": "cheque", "176": "cheque", "184": "cheque", "301": "cheque", "475": "cheque", "222": "cheque", "366": "cash",
  "142": "credit-transfer", "143": "credit-transfer", "145": "credit-transfer", "164": "credit-transfer", "165": "credit-transfer", "166": "credit-transfer", "169": "credit-transfer",
  "195": "credit-transfer", "208": "credit-transfer", "227": "credit-transfer", "447": "credit-transfer", "495": "credit-transfer", "451": "direct-debit", "455": "direct-debit",
  "108": "credit-transfer", "191": "internal", "201": "internal", "206": "internal", "275": "internal", "575": "internal", "354": "interest", "698": "fee", "661": "fee", "567": "fee", "398": "fee",
  "163": "bill", "168": "return", "252": "return", "255": "return", "257": "return", "258": "return", "261": "return", "266": "return", "555": "return", "557": "return", "558": "return",
  "566": "return", "568": "return", "423": "return", "468": "return", "694": "return", "695": "return",
};

export const baiKind = (code: string): EntryKind => kinds[code] ?? "other";
