/** Column titles compare without case, accents, padding and punctuation: "N° PIÈCE ", "n_piece" and "No pièce" are one title. */
export const titleKey = (title: string): string =>
  title
    .replace(/\p{Diacritic}|\uFEFF/gu, "")
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[°º]/g, "o")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
