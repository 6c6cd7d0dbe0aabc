import type { LegalLanguage } from "#domain/dunning/messages/legal.ts";

const at = (percent?: string): string => (percent ? ` al tipo anual del ${percent}` : "");
const orStatutory = (percent?: string): string => (percent ? at(percent) : " al tipo legal");

export const es: LegalLanguage = {
  FR: {
    mention: (percent) =>
      `Le recordamos que, conforme al Derecho francés, el retraso en el pago devenga automáticamente, desde el día siguiente al vencimiento, intereses de demora${at(percent)} (artículo L. 441-10 del Code de commerce) y una indemnización fija de 40 € por factura en concepto de costes de cobro (artículo D. 441-5).`,
    effect: "La presente carta constituye requerimiento formal de pago (mise en demeure) en el sentido del artículo 1344 del Code civil francés.",
    notice: (percent) => [
      `Conforme al artículo L. 441-10 del Code de commerce francés, los intereses de demora${percent ? at(percent) : ", al tipo previsto en nuestras condiciones generales o, en su defecto, al tipo legal,"} se devengan automáticamente desde el día siguiente a cada vencimiento y hasta el pago íntegro. A ello se añade, por cada factura pagada con retraso, la indemnización fija de 40 € por costes de cobro prevista en el artículo D. 441-5. Si los costes superan dicho importe, podrá reclamarse una indemnización adicional previa justificación.`,
    ],
  },
  DE: {
    mention: (percent) => `Le recordamos que, conforme al Derecho alemán, el retraso en el pago devenga intereses de demora${at(percent)} (§§ 286 y 288 BGB) y una indemnización fija de 40 € (§ 288, apartado 5, BGB).`,
    notice: (percent) => [
      `Conforme a los §§ 286 y 288 del Código Civil alemán (BGB), nuestro crédito devenga intereses de demora${orStatutory(percent)} hasta el pago íntegro. El § 288, apartado 5, BGB nos da derecho, además, a una indemnización fija de 40 €, imputable a los costes de reclamación que pudiéramos exigir.`,
    ],
  },
  GB: {
    mention: (percent) =>
      `Le recordamos que la ley británica «Late Payment of Commercial Debts (Interest) Act 1998» nos da derecho, en caso de retraso, a intereses${at(percent)} y a una indemnización por costes de cobro.`,
    notice: (percent) => [
      `Conforme a la ley británica «Late Payment of Commercial Debts (Interest) Act 1998», nuestro crédito devenga intereses${orStatutory(percent)} hasta el pago íntegro, y cada deuda pagada con retraso da derecho a una indemnización fija de 40 £, 70 £ o 100 £ según su importe.`,
    ],
  },
  ES: {
    mention: (percent) =>
      `Le recordamos que la Ley 3/2004, de 29 de diciembre, por la que se establecen medidas de lucha contra la morosidad en las operaciones comerciales, prevé en caso de retraso el devengo de intereses de demora${at(percent)} y una indemnización de 40 € por costes de cobro.`,
    notice: (percent) => [
      `Conforme a la Ley 3/2004, de 29 de diciembre, por la que se establecen medidas de lucha contra la morosidad en las operaciones comerciales, nuestro crédito devenga automáticamente, sin necesidad de aviso de vencimiento ni intimación alguna, intereses de demora${orStatutory(percent)} hasta su pago íntegro. El artículo 8 de dicha Ley nos da derecho, además, a una cantidad fija de 40 € por costes de cobro, sin perjuicio de los costes debidamente acreditados que superen ese importe.`,
    ],
  },
  PT: {
    mention: (percent) => `Le recordamos que la legislación portuguesa (Decreto-Lei n.º 62/2013) prevé, en caso de retraso, intereses de demora${at(percent)} y una indemnización de 40 € por costes de cobro.`,
    notice: (percent) => [
      `Conforme al Decreto-Lei portugués n.º 62/2013, de 10 de mayo, nuestro crédito devenga intereses de demora${orStatutory(percent)}, sin necesidad de requerimiento, hasta el pago íntegro. Su artículo 7 nos da derecho, además, a una indemnización de 40 € por costes de cobro, sin perjuicio de los costes acreditados que la superen.`,
    ],
  },
  EU: {
    mention: (percent) =>
      `Le recordamos que la normativa que transpone la Directiva 2011/7/UE prevé, en caso de retraso, intereses de demora${at(percent)} y una indemnización mínima de 40 € por costes de cobro.`,
    notice: (percent) => [
      `Conforme a la normativa nacional que transpone la Directiva 2011/7/UE, nuestro crédito devenga intereses de demora${orStatutory(percent)} hasta el pago íntegro. Dicha normativa nos da derecho, además, a una indemnización mínima de 40 € por costes de cobro, sin perjuicio de los costes razonables que la superen.`,
    ],
  },
  other: {
    mention: (percent) => `Le recordamos que las cantidades pagadas con retraso devengan intereses${percent ? at(percent) : " según el contrato y la ley aplicable"}.`,
    notice: (percent) => [`Nuestro crédito devenga intereses${percent ? at(percent) : " según el contrato y la ley aplicable"} hasta el pago íntegro.`],
  },
};
