// The text of a movement. Banks put words of their own into it ("DBNM: ACME", "ORIG CO NAME:ACME", "ORG=ACME"): the ones that name payer and reference are read.
import { type Details, noDetails } from "#domain/cash-application/statements/statement.ts";
import { folded } from "#domain/cash-application/statements/words.ts";

export function baiDetails(pieces: readonly string[], side: bigint): Details {
  const text = folded(pieces.join(" "));
  const marked = new Map(pieces.flatMap((piece): [string, string][] => {
    const match = /^([A-Z]{4}): ?(.*)$/.exec(piece.trim());
    return match ? [[match[1]!, folded(match[2]!)]] : [];
  }));
  const own = side >= 0n ? marked.get("DBNM") : marked.get("CRNM");
  const named = /(?:ORIG(?:INATING)? CO(?:MPANY)? NAME|ORIGINATOR|ORG|SNDR NAME)\s?[:=]\s?([^;,/:=]{2,60}?)(?=\s+(?:[A-Z]{1,20} )?[A-Z]{1,20}\s?[:=]|[;,/]|$)/.exec(text)?.[1];
  return {
    ...noDetails,
    counterparty: own || (side >= 0n ? named : undefined) || null,
    counterpartyAccount: (side >= 0n ? marked.get("DACT") : marked.get("CACT")) || null,
    bic: (side >= 0n ? marked.get("DBIC") : marked.get("CBIC")) || null,
    text,
    textLines: pieces,
    endToEndId: marked.get("EREF") || null,
    returnReason: /\bReason: "?([A-Z]\d{2})\b/.exec(text)?.[1] ?? null,
  };
}
