// A number whose decimal sign nobody told: "1.234,56", "1,234.56", "-12,5", "+7". The last of two different signs is the decimal one; a single comma or point
// with three digits behind it, and more before, is a thousands sign only if it comes twice ("1,234,567"). Anything else than digits is no number.
export function looseDecimal(text: string): string | null {
  const compact = text.replace(/[\s\u00A0\u202F'’]/g, "");
  const match = /^([+-]?)(\d[\d.,]*|[.,]\d+)([+-]?)$/.exec(compact);
  if (!match || (match[1] !== "" && match[3] !== "")) return null;
  const digits = match[2]!;
  const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  const sign = match[1] === "-" || match[3] === "-" ? "-" : "";
  if (last < 0) return sign + digits;
  const mark = digits[last]!;
  const marks = digits.split(mark).length - 1;
  const other = mark === "." ? "," : ".";
  if (marks > 1) return digits.includes(other) || !groups(digits, mark) ? null : sign + digits.replaceAll(mark, "");
  const units = digits.slice(0, last);
  if (units.includes(other) && !groups(units, other)) return null;
  return `${sign}${units.replaceAll(other, "")}.${digits.slice(last + 1)}`;
}

const groups = (digits: string, mark: string): boolean => digits.split(mark).every((part, n) => (n === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(part));
