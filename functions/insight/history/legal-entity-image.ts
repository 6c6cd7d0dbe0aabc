import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { LegalEntity } from "#domain/ledger/schema.ts";
import type { itemFromImage } from "#functions/store/ledger.ts";
import { legalEntityEntity, legalEntityOf } from "#functions/store/settings.ts";

/** The legal entity that a stream image shows; undefined when the image is of something else. */
export function legalEntityFromImage(image: Parameters<typeof itemFromImage>[0]): LegalEntity | undefined {
  if (image?.__edb_e__?.S !== "legal-entity") return undefined;
  const { data } = parser.parse({ Item: unmarshall(image as never) });
  return data ? legalEntityOf(data) : undefined;
}
const parser = legalEntityEntity();
