// The page of a letter: its inks, its margins, and the pen that goes down it.
import type { Words } from "#domain/dunning/messages/words.ts";
import type { Faces } from "#functions/dunning/documents/pdf/faces.ts";
import { PAGE, type Ink, type Pdf } from "#functions/dunning/documents/pdf/file.ts";

export const INK: Readonly<Record<"ink" | "soft" | "meta" | "rule" | "well" | "margin" | "credit", Ink>> = {
  ink: [20, 33, 31], soft: [72, 86, 82], meta: [95, 108, 104], rule: [201, 208, 201], well: [238, 241, 236], margin: [217, 195, 189], credit: [32, 107, 56],
};
export const LEFT = 20;
export const RIGHT = PAGE.width - 20;
export const BOTTOM = PAGE.height - 27;
export const NEXT_PAGE_TOP = 24;

/** Where the pen is. `room` begins a page when what comes does not fit, and says that it did. */
export type Pen = { readonly pdf: Pdf; readonly faces: Faces; readonly words: Words; y: number; room(height: number): boolean };
