import type { LegalLanguage } from "#domain/dunning/messages/legal.ts";

const at = (percent?: string): string => (percent ? ` au taux annuel de ${percent}` : "");

export const fr: LegalLanguage = {
  FR: {
    mention: (percent) =>
      `Nous vous rappelons que tout retard de paiement rend exigibles de plein droit, dès le lendemain de l’échéance, des pénalités de retard${at(percent)} (article L. 441-10 du Code de commerce) ainsi qu’une indemnité forfaitaire de 40 € par facture pour frais de recouvrement (article D. 441-5 du même code).`,
    effect: "La présente lettre vaut mise en demeure au sens de l’article 1344 du Code civil.",
    notice: (percent) => [
      `Conformément à l’article L. 441-10 du Code de commerce, des pénalités de retard${percent ? at(percent) : ", au taux prévu par nos conditions générales ou, à défaut, au taux légal,"} courent de plein droit depuis le lendemain de chaque échéance, jusqu’au paiement intégral. S’y ajoute, pour chaque facture payée en retard, l’indemnité forfaitaire de 40 € pour frais de recouvrement prévue à l’article D. 441-5 du même code. Si les frais exposés dépassent ce montant, une indemnisation complémentaire pourra vous être demandée sur justification.`,
    ],
  },
  DE: {
    mention: (percent) =>
      `Nous vous rappelons que le droit allemand prévoit, en cas de retard, des intérêts moratoires${at(percent)} (§§ 286 et 288 BGB) et une indemnité forfaitaire de 40 € (§ 288, alinéa 5, BGB).`,
    notice: (percent) => [
      `Conformément aux §§ 286 et 288 du Code civil allemand (BGB), notre créance porte intérêts moratoires${percent ? at(percent) : " au taux légal"} jusqu’au paiement intégral. Le § 288, alinéa 5, BGB nous ouvre en outre droit à une indemnité forfaitaire de 40 €, imputée sur les frais de poursuite que nous pourrions réclamer.`,
    ],
  },
  GB: {
    mention: (percent) =>
      `Nous vous rappelons que la loi britannique « Late Payment of Commercial Debts (Interest) Act 1998 » nous ouvre droit, en cas de retard, à des intérêts${at(percent)} et à une indemnité forfaitaire de recouvrement.`,
    notice: (percent) => [
      `Conformément à la loi britannique « Late Payment of Commercial Debts (Interest) Act 1998 », notre créance porte intérêts${percent ? at(percent) : " au taux légal"} jusqu’au paiement intégral, et chaque dette payée en retard ouvre droit à une indemnité forfaitaire que cette loi fixe selon son montant (40 £, 70 £ ou 100 £).`,
    ],
  },
  ES: {
    mention: (percent) =>
      `Nous vous rappelons que la loi espagnole Ley 3/2004 prévoit, en cas de retard, des intérêts moratoires${at(percent)} et une indemnité forfaitaire de 40 € pour frais de recouvrement.`,
    notice: (percent) => [
      `Conformément à la loi espagnole Ley 3/2004 du 29 décembre 2004 relative à la lutte contre le retard de paiement, notre créance porte intérêts moratoires${percent ? at(percent) : " au taux légal"} sans qu’aucun rappel soit nécessaire, jusqu’au paiement intégral. L’article 8 de cette loi nous ouvre en outre droit à une indemnité de 40 € pour frais de recouvrement, sans préjudice des frais justifiés qui la dépassent.`,
    ],
  },
  PT: {
    mention: (percent) =>
      `Nous vous rappelons que le décret-loi portugais n.º 62/2013 prévoit, en cas de retard, des intérêts moratoires${at(percent)} et une indemnité de 40 € pour frais de recouvrement.`,
    notice: (percent) => [
      `Conformément au décret-loi portugais n.º 62/2013 du 10 mai 2013, notre créance porte intérêts moratoires${percent ? at(percent) : " au taux légal"} sans qu’aucun rappel soit nécessaire, jusqu’au paiement intégral. L’article 7 de ce texte nous ouvre en outre droit à une indemnité de 40 € pour frais de recouvrement, sans préjudice des frais justifiés qui la dépassent.`,
    ],
  },
  EU: {
    mention: (percent) =>
      `Nous vous rappelons que les règles issues de la directive 2011/7/UE prévoient, en cas de retard, des intérêts moratoires${at(percent)} et une indemnité forfaitaire d’au moins 40 € pour frais de recouvrement.`,
    notice: (percent) => [
      `Conformément aux dispositions nationales qui transposent la directive 2011/7/UE, notre créance porte intérêts moratoires${percent ? at(percent) : " au taux légal"} jusqu’au paiement intégral. Ces dispositions nous ouvrent en outre droit à une indemnité forfaitaire d’au moins 40 € pour frais de recouvrement, sans préjudice des frais raisonnables qui la dépassent.`,
    ],
  },
  other: {
    mention: (percent) => `Nous vous rappelons que les sommes payées en retard portent intérêts${percent ? at(percent) : " selon le contrat et la loi applicable"}.`,
    notice: (percent) => [`Notre créance porte intérêts${percent ? at(percent) : " selon le contrat et la loi applicable"} jusqu’au paiement intégral.`],
  },
};
