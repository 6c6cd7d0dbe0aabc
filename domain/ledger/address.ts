// A customer's postal address: what of it must be known before a letter may go, and how it stands on the envelope. A town alone is no address: the post
// would bring the letter back, and with a formal notice the fortnight is lost. The lines follow the customs of the addressee's country; the country is
// named only on a letter that leaves the sender's, as the Universal Postal Union asks.
import type { Customer } from "#domain/ledger/schema.ts";

export type Place = Pick<Customer, "addressLines" | "postcode" | "city" | "country">;
/** "returned": all of it is known, and a letter came back from there. */
export type AddressGap = "street" | "postcode" | "city" | "returned";

/** Countries whose post sorts by a code; elsewhere (Ireland, Hong Kong, the Emirates …) a street and a town are enough. */
const sortedByCode: ReadonlySet<string> = new Set(["FR", "MC", "DE", "AT", "CH", "LI", "BE", "NL", "LU", "ES", "PT", "IT", "GB", "US", "CA", "AU", "DK", "SE", "NO", "FI", "PL", "CZ", "SK", "HU", "SI", "HR", "GR", "EE", "LV", "LT", "RO", "BG"]);
const codeOnItsOwnLine: ReadonlySet<string> = new Set(["GB"]);
const codeAfterTown: ReadonlySet<string> = new Set(["US", "CA", "AU", "IE"]);

/** What is missing for the post, the first thing first; undefined: a letter can go. */
export function addressGap({ addressLines, postcode, city, country }: Place): AddressGap | undefined {
  if (!addressLines?.some((line) => line.trim() !== "")) return "street";
  if (!city?.trim()) return "city";
  return !postcode?.trim() && sortedByCode.has(country ?? "FR") ? "postcode" : undefined;
}

/** The lines below the name. `from`: the sender's country; `countryName` puts a country into the sender's language. */
export function envelopeLines({ addressLines = [], postcode = "", city = "", country }: Place, from: string, countryName: (code: string) => string): string[] {
  const town = country !== undefined && codeOnItsOwnLine.has(country) ? [city, postcode] : [codeAfterTown.has(country ?? "") ? `${city} ${postcode}` : `${postcode} ${city}`];
  const abroad = country !== undefined && country !== from ? [countryName(country).toUpperCase()] : [];
  return [...addressLines, ...town, ...abroad].map((line) => line.trim()).filter((line) => line !== "");
}

/** The address as one text: a letter that came back says something of this address, and nothing of the next. */
export const postalKey = ({ addressLines = [], postcode = "", city = "", country = "" }: Place): string => `post:${[...addressLines, postcode, city, country].join(", ").toLowerCase()}`;
