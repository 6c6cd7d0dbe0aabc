// What is this file? By its content alone: banks name files as they like. Blanks before a sign are counted with a bound: what begins anew at each line would
// otherwise look at a run of empty lines once for each of them.
export type FileFormat = "camt" | "mt940" | "cfonb120" | "cfonb240" | "bai2" | "ofx" | "stripe" | "csv" | "remt" | "edi820" | "xlsx";

export function detectFormat(text: string): FileFormat | null {
  const head = text.slice(0, 20_000);
  if (/<(?:[\w.-]+:)?(?:BkToCstmr|Stmt\b|Ntry\b|Rpt\b|Ntfctn\b)|tech:xsd:camt\.05[234]/.test(head)) return "camt";
  if (/<(?:[\w.-]+:)?RmtAdvc\b|tech:xsd:remt\.001/.test(head)) return "remt";
  if (/OFXHEADER\s*[:=]|<\?OFX\b|<OFX>/i.test(head)) return "ofx";
  if (/^\s*ISA[^A-Za-z0-9\s]/.test(head) || /^\s*ST\*820/.test(head)) return "edi820";
  if (/(^|[\r\n}])\s{0,3}:(20|25P?|60[FM]|61):/.test(head) && /:(20|25P?|28C?|60[FM]|61|62[FM]|34F|13D):/.test(head)) return "mt940";
  const bai = /^[ \t]{0,40}01,/m.exec(head);
  if (bai && /(?:^|\s)0[23],/m.test(head.slice(bai.index + bai[0].length))) return "bai2";
  if (/^\s*3[146]\d{6}/.test(head) && /^[ \t]{0,40}3[1469]\d{6}.{100}/m.test(head)) return "cfonb240";
  if (cfonbShare(head) > 0.5) return "cfonb120";
  if (/balance_transaction|(^|[,;\t"])\s{0,40}reporting_category|"object"\s*:\s*"balance_transaction"/.test(head)) return "stripe";
  return /[;,\t|]/.test(head) && !/^\s*</.test(head) ? "csv" : null;
}

function cfonbShare(head: string): number {
  const lines = head.split("\n").map((line) => line.trimEnd()).filter(Boolean).slice(0, 50);
  return lines.filter((line) => /^0[1457][\dA-Z]{5}.{4}[\d ]{5}/.test(line) && line.length >= 60).length / Math.max(1, lines.length);
}
