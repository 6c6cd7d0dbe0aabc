import type { LegalLanguage } from "#domain/dunning/messages/legal.ts";

const at = (percent?: string): string => (percent ? ` in Höhe von ${percent} jährlich` : "");
const orStatutory = (percent?: string): string => (percent ? at(percent) : " in gesetzlicher Höhe");

export const de: LegalLanguage = {
  FR: {
    mention: (percent) =>
      `Wir weisen darauf hin, dass bei Zahlungsverzug nach französischem Recht ab dem Tag nach der Fälligkeit ohne weitere Mahnung Verzugszinsen${at(percent)} (Artikel L. 441-10 Code de commerce) sowie eine Pauschale von 40 € je Rechnung für Beitreibungskosten (Artikel D. 441-5) anfallen.`,
    effect: "Dieses Schreiben ist eine förmliche Zahlungsaufforderung (mise en demeure) im Sinne von Artikel 1344 des französischen Code civil.",
    notice: (percent) => [
      `Gemäß Artikel L. 441-10 des französischen Code de commerce laufen Verzugszinsen${percent ? at(percent) : " in der in unseren Geschäftsbedingungen vereinbarten, andernfalls in gesetzlicher Höhe"} ohne weitere Mahnung ab dem Tag nach der jeweiligen Fälligkeit bis zur vollständigen Zahlung. Hinzu kommt nach Artikel D. 441-5 eine Pauschale von 40 € für Beitreibungskosten je verspätet bezahlter Rechnung. Darüber hinausgehende Kosten können gegen Nachweis geltend gemacht werden.`,
    ],
  },
  DE: {
    mention: (percent) =>
      `Wir weisen darauf hin, dass uns bei Zahlungsverzug Verzugszinsen${at(percent)} (§§ 286, 288 BGB) sowie eine Verzugspauschale von 40 € (§ 288 Abs. 5 BGB) zustehen.`,
    notice: (percent) => [
      `Sie befinden sich gemäß § 286 BGB in Verzug. Unsere Forderung ist nach § 288 Abs. 2 BGB bis zur vollständigen Zahlung mit Verzugszinsen${orStatutory(percent)} zu verzinsen. Daneben steht uns nach § 288 Abs. 5 BGB eine Pauschale von 40 € zu, die auf einen Schadensersatz für Kosten der Rechtsverfolgung angerechnet wird. Die Geltendmachung eines weiteren Verzugsschadens behalten wir uns vor.`,
    ],
  },
  GB: {
    mention: (percent) =>
      `Wir weisen darauf hin, dass uns bei verspäteter Zahlung nach britischem Recht („Late Payment of Commercial Debts (Interest) Act 1998“) Zinsen${at(percent)} und eine pauschale Entschädigung für Beitreibungskosten zustehen.`,
    notice: (percent) => [
      `Nach dem britischen „Late Payment of Commercial Debts (Interest) Act 1998“ ist unsere Forderung bis zur vollständigen Zahlung mit Zinsen${orStatutory(percent)} zu verzinsen. Für jede verspätet bezahlte Forderung steht uns zudem eine nach ihrer Höhe gestaffelte Pauschale von 40 £, 70 £ oder 100 £ zu.`,
    ],
  },
  ES: {
    mention: (percent) => `Wir weisen darauf hin, dass das spanische Recht (Ley 3/2004) bei Verzug Zinsen${at(percent)} und eine Pauschale von 40 € für Beitreibungskosten vorsieht.`,
    notice: (percent) => [
      `Nach dem spanischen Gesetz Ley 3/2004 vom 29. Dezember 2004 ist unsere Forderung ohne weitere Mahnung bis zur vollständigen Zahlung mit Verzugszinsen${orStatutory(percent)} zu verzinsen. Nach dessen Artikel 8 steht uns zudem eine Pauschale von 40 € für Beitreibungskosten zu; nachgewiesene höhere Kosten bleiben vorbehalten.`,
    ],
  },
  PT: {
    mention: (percent) => `Wir weisen darauf hin, dass das portugiesische Recht (Decreto-Lei n.º 62/2013) bei Verzug Zinsen${at(percent)} und eine Pauschale von 40 € für Beitreibungskosten vorsieht.`,
    notice: (percent) => [
      `Nach dem portugiesischen Decreto-Lei n.º 62/2013 vom 10. Mai 2013 ist unsere Forderung ohne weitere Mahnung bis zur vollständigen Zahlung mit Verzugszinsen${orStatutory(percent)} zu verzinsen. Nach dessen Artikel 7 steht uns zudem eine Pauschale von 40 € für Beitreibungskosten zu; nachgewiesene höhere Kosten bleiben vorbehalten.`,
    ],
  },
  EU: {
    mention: (percent) =>
      `Wir weisen darauf hin, dass die nationalen Vorschriften zur Umsetzung der Richtlinie 2011/7/EU bei Verzug Zinsen${at(percent)} und eine Pauschale von mindestens 40 € für Beitreibungskosten vorsehen.`,
    notice: (percent) => [
      `Nach den nationalen Vorschriften zur Umsetzung der Richtlinie 2011/7/EU ist unsere Forderung bis zur vollständigen Zahlung mit Verzugszinsen${orStatutory(percent)} zu verzinsen. Zudem steht uns eine Pauschale von mindestens 40 € für Beitreibungskosten zu; angemessene höhere Kosten bleiben vorbehalten.`,
    ],
  },
  other: {
    mention: (percent) => `Wir weisen darauf hin, dass verspätet gezahlte Beträge${percent ? ` mit ${percent} jährlich` : " nach Vertrag und anwendbarem Recht"} zu verzinsen sind.`,
    notice: (percent) => [`Unsere Forderung ist bis zur vollständigen Zahlung${percent ? ` mit ${percent} jährlich` : " nach Vertrag und anwendbarem Recht"} zu verzinsen.`],
  },
};
