/** The law names the file SIREN + "FEC" + closing date: "123456789FEC20261231.txt". Undefined parts are not in the name. */
export function fecName(fileName: string): { siren?: string; closing?: string } {
  const match = /(\d{9})\d{0,5}FEC(\d{4})(\d{2})(\d{2})/i.exec(fileName.replace(/[\s_-]/g, ""));
  if (!match) return /^(\d{9})(?!\d)/.test(fileName) ? { siren: fileName.slice(0, 9) } : {};
  return { siren: match[1]!, closing: `${match[2]}-${match[3]}-${match[4]}` };
}
