import { expect, test } from "vitest";
import { addressGap, envelopeLines, type Place } from "#domain/ledger/address.ts";

const lyon: Place = { addressLines: ["12 rue des Tanneurs"], postcode: "69003", city: "Lyon", country: "FR" };
const names = (code: string): string => ({ FR: "France", GB: "Royaume-Uni", US: "États-Unis", DE: "Allemagne" })[code] ?? code;

test.each<[string, Place, ReturnType<typeof addressGap>]>([
  ["street, postcode and town are an address", lyon, undefined],
  ["a town alone is none", { city: "Lyon", country: "FR" }, "street"],
  ["lines of blanks are no street", { ...lyon, addressLines: [" "] }, "street"],
  ["no town", { ...lyon, city: "" }, "city"],
  ["France sorts by postcode", { ...lyon, postcode: "" }, "postcode"],
  ["Hong Kong has none", { addressLines: ["8 Queen's Road"], city: "Hong Kong", country: "HK" }, undefined],
  ["a country that nobody knows counts as ours", { addressLines: ["8 rue X"], city: "Lyon" }, "postcode"],
])("%s", (_what, place, gap) => expect(addressGap(place)).toBe(gap));

test.each<[string, Place, string, string[]]>([
  ["at home the country is not named", lyon, "FR", ["12 rue des Tanneurs", "69003 Lyon"]],
  ["abroad it is, in the sender's language", lyon, "DE", ["12 rue des Tanneurs", "69003 Lyon", "FRANCE"]],
  ["British postcodes have a line of their own", { addressLines: ["4 Mill Quay", "Unit 2"], postcode: "LS1 4AP", city: "Leeds", country: "GB" }, "FR", ["4 Mill Quay", "Unit 2", "Leeds", "LS1 4AP", "ROYAUME-UNI"]],
  ["American ones follow the town", { addressLines: ["9 Depot Road"], postcode: "12207", city: "Albany, NY", country: "US" }, "US", ["9 Depot Road", "Albany, NY 12207"]],
])("%s", (_what, place, from, lines) => expect(envelopeLines(place, from, names)).toEqual(lines));
