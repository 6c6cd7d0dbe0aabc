// The face of letters: Instrument Sans (OFL), as on the screens. The bundle has the two files beside its code; in the repository they are a package's.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readFont, type Font } from "#functions/dunning/documents/pdf/font.ts";

export type Faces = { readonly regular: Font; readonly strong: Font };

let read: Faces | undefined;
export const faces = (): Faces => (read ??= { regular: face("400Regular"), strong: face("600SemiBold") });

function face(weight: "400Regular" | "600SemiBold"): Font {
  const file = `InstrumentSans_${weight}.ttf`;
  const beside = join(import.meta.dirname, "fonts", file);
  const path = existsSync(beside) ? beside : fileURLToPath(import.meta.resolve(`@expo-google-fonts/instrument-sans/${weight}/${file}`));
  return readFont(`InstrumentSans-${weight.replace(/^\d+/, "")}`, readFileSync(path));
}
