// The time zone in which a country's offices open. Countries with several have the one where most business is; a debtor elsewhere is given his own.
// Reminders have one schedule for all zones of this list whose clocks agree.
import { localTime } from "#domain/calendar/local-time.ts";

const zoneOf: Readonly<Record<string, string>> = {
  FR: "Europe/Paris", MC: "Europe/Paris", DE: "Europe/Berlin", AT: "Europe/Vienna", CH: "Europe/Zurich", LI: "Europe/Zurich", BE: "Europe/Brussels", NL: "Europe/Amsterdam",
  LU: "Europe/Luxembourg", IT: "Europe/Rome", ES: "Europe/Madrid", AD: "Europe/Madrid", PT: "Europe/Lisbon", GB: "Europe/London", IE: "Europe/Dublin", PL: "Europe/Warsaw",
  CZ: "Europe/Prague", SK: "Europe/Prague", HU: "Europe/Budapest", RO: "Europe/Bucharest", BG: "Europe/Sofia", GR: "Europe/Athens", DK: "Europe/Copenhagen", SE: "Europe/Stockholm",
  NO: "Europe/Oslo", FI: "Europe/Helsinki", US: "America/New_York", CA: "America/Toronto", MX: "America/Mexico_City", BR: "America/Sao_Paulo", MA: "Africa/Casablanca",
  TN: "Africa/Tunis", DZ: "Africa/Algiers", SN: "Africa/Dakar", CI: "Africa/Abidjan", TR: "Europe/Istanbul", AE: "Asia/Dubai", SA: "Asia/Riyadh", IL: "Asia/Jerusalem",
  IN: "Asia/Kolkata", SG: "Asia/Singapore", CN: "Asia/Shanghai", HK: "Asia/Hong_Kong", JP: "Asia/Tokyo", AU: "Australia/Sydney", NZ: "Pacific/Auckland", ZA: "Africa/Johannesburg",
};
const zoneOfRegion: Readonly<Record<string, string>> = {
  "FR-971": "America/Guadeloupe", "FR-972": "America/Martinique", "FR-973": "America/Cayenne", "FR-974": "Indian/Reunion", "FR-976": "Indian/Mayotte",
  "ES-CN": "Atlantic/Canary", "PT-20": "Atlantic/Azores", "US-CA": "America/Los_Angeles", "US-TX": "America/Chicago", "US-IL": "America/Chicago",
};

/** Where the country's clock is not known, the legal entity's own is used. */
export const timeZoneOf = (country: string | undefined, region: string | undefined, fallback: string): string =>
  (region && (zoneOfRegion[region] ?? zoneOfRegion[`${country}-${region}`])) || (country && zoneOf[country]) || fallback;

export const homeZones: readonly string[] = [...new Set([...Object.values(zoneOf), ...Object.values(zoneOfRegion)])].toSorted();

/** Zones whose clocks have shown the same all year: Paris and Berlin are one, Lisbon and London another. A schedule each, not one per capital. */
export function sameClocks(zones: readonly string[], year: number): readonly (readonly string[])[] {
  const weeks = Array.from({ length: 53 }, (_, week) => new Date(Date.UTC(year, 0, 1 + 7 * week)).toISOString());
  return [...Map.groupBy(zones, (zone) => weeks.map((instant) => localTime(instant, zone).time).join()).values()];
}
