// Amounts of CFONB120: fourteen characters, of which the last holds a digit and the sign, as punched cards did. `{ABCDEFGHI` are +0 to +9, `}JKLMNOPQR` −0 to
// −9. The French code pages print the two zeros as é and è. A plain digit has no sign: the caller must know it from elsewhere.
const positive = "{ABCDEFGHI";
const negative = "}JKLMNOPQR";

export type Punched = { readonly digits: bigint; readonly signed: boolean };

export function readPunched(field: string): Punched | null {
  const text = field.trim().toUpperCase().replace("É", "{").replace("È", "}");
  const match = /^(\d{0,13})([0-9A-R{}])$/.exec(text);
  if (!match) return null;
  const [, head = "", last = ""] = match;
  if (/\d/.test(last)) return { digits: BigInt(head + last), signed: false };
  const plus = positive.indexOf(last);
  const digit = plus >= 0 ? plus : negative.indexOf(last);
  const digits = BigInt(`${head}${digit}`);
  return { digits: plus >= 0 ? digits : -digits, signed: true };
}
