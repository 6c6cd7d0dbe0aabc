import type { LegalLanguage } from "#domain/dunning/messages/legal.ts";

const at = (percent?: string): string => (percent ? ` à taxa anual de ${percent}` : "");
const orStatutory = (percent?: string): string => (percent ? at(percent) : " à taxa legal");

export const pt: LegalLanguage = {
  FR: {
    mention: (percent) =>
      `Recordamos que, nos termos da lei francesa, o atraso no pagamento dá lugar, desde o dia seguinte ao vencimento e sem necessidade de aviso, a juros de mora${at(percent)} (artigo L. 441-10 do Code de commerce) e a uma indemnização fixa de 40 € por fatura por custos de cobrança (artigo D. 441-5).`,
    effect: "A presente carta vale como interpelação formal (mise en demeure) nos termos do artigo 1344 do Code civil francês.",
    notice: (percent) => [
      `Nos termos do artigo L. 441-10 do Code de commerce francês, vencem-se juros de mora${percent ? at(percent) : ", à taxa prevista nas nossas condições gerais ou, na sua falta, à taxa legal,"} sem necessidade de aviso, desde o dia seguinte a cada vencimento e até integral pagamento. Acresce, por cada fatura paga com atraso, a indemnização fixa de 40 € por custos de cobrança prevista no artigo D. 441-5. Se os custos excederem esse valor, poderá ser exigida uma indemnização complementar mediante comprovativo.`,
    ],
  },
  DE: {
    mention: (percent) => `Recordamos que, nos termos da lei alemã, o atraso no pagamento dá lugar a juros de mora${at(percent)} (§§ 286 e 288 BGB) e a uma indemnização fixa de 40 € (§ 288, n.º 5, BGB).`,
    notice: (percent) => [
      `Nos termos dos §§ 286 e 288 do Código Civil alemão (BGB), o nosso crédito vence juros de mora${orStatutory(percent)} até integral pagamento. O § 288, n.º 5, BGB confere-nos ainda o direito a uma indemnização fixa de 40 €, imputável aos custos de cobrança que venhamos a exigir.`,
    ],
  },
  GB: {
    mention: (percent) =>
      `Recordamos que a lei britânica «Late Payment of Commercial Debts (Interest) Act 1998» nos confere, em caso de atraso, o direito a juros${at(percent)} e a uma indemnização por custos de cobrança.`,
    notice: (percent) => [
      `Nos termos da lei britânica «Late Payment of Commercial Debts (Interest) Act 1998», o nosso crédito vence juros${orStatutory(percent)} até integral pagamento, e cada dívida paga com atraso confere o direito a uma indemnização fixa de 40 £, 70 £ ou 100 £, em função do seu valor.`,
    ],
  },
  ES: {
    mention: (percent) => `Recordamos que a lei espanhola (Ley 3/2004) prevê, em caso de atraso, juros de mora${at(percent)} e uma indemnização de 40 € por custos de cobrança.`,
    notice: (percent) => [
      `Nos termos da lei espanhola Ley 3/2004, de 29 de dezembro, o nosso crédito vence juros de mora${orStatutory(percent)}, sem necessidade de interpelação, até integral pagamento. O seu artigo 8 confere-nos ainda o direito a uma indemnização de 40 € por custos de cobrança, sem prejuízo dos custos comprovados que a excedam.`,
    ],
  },
  PT: {
    mention: (percent) =>
      `Recordamos que o Decreto-Lei n.º 62/2013, de 10 de maio, prevê, em caso de atraso no pagamento de transações comerciais, juros de mora${at(percent)} e uma indemnização de 40 € por custos de cobrança da dívida.`,
    notice: (percent) => [
      `Nos termos do Decreto-Lei n.º 62/2013, de 10 de maio, o nosso crédito vence juros de mora${orStatutory(percent)}, sem necessidade de interpelação, desde o dia seguinte à data de vencimento e até integral pagamento. O artigo 7.º do mesmo diploma confere-nos ainda o direito a um montante mínimo de 40 € a título de indemnização pelos custos de cobrança da dívida, sem prejuízo de provarmos custos razoáveis que excedam esse montante.`,
    ],
  },
  EU: {
    mention: (percent) => `Recordamos que a legislação que transpõe a Diretiva 2011/7/UE prevê, em caso de atraso, juros de mora${at(percent)} e uma indemnização mínima de 40 € por custos de cobrança.`,
    notice: (percent) => [
      `Nos termos da legislação nacional que transpõe a Diretiva 2011/7/UE, o nosso crédito vence juros de mora${orStatutory(percent)} até integral pagamento. A mesma legislação confere-nos ainda o direito a uma indemnização mínima de 40 € por custos de cobrança, sem prejuízo dos custos razoáveis que a excedam.`,
    ],
  },
  other: {
    mention: (percent) => `Recordamos que as quantias pagas com atraso vencem juros${percent ? at(percent) : " nos termos do contrato e da lei aplicável"}.`,
    notice: (percent) => [`O nosso crédito vence juros${percent ? at(percent) : " nos termos do contrato e da lei aplicável"} até integral pagamento.`],
  },
};
