import type { LegalLanguage } from "#domain/dunning/messages/legal.ts";

const at = (percent?: string): string => (percent ? ` at ${percent} a year` : "");
const orStatutory = (percent?: string): string => (percent ? at(percent) : " at the statutory rate");

export const en: LegalLanguage = {
  FR: {
    mention: (percent) =>
      `Please note that under French law late payment gives rise, from the day after the due date and without further notice, to late-payment interest${at(percent)} (article L. 441-10 of the Code de commerce) and to a fixed sum of €40 per invoice for recovery costs (article D. 441-5).`,
    effect: "This letter is a formal notice to pay (mise en demeure) within the meaning of article 1344 of the French Code civil.",
    notice: (percent) => [
      `Under article L. 441-10 of the French Code de commerce, late-payment interest${percent ? at(percent) : ", at the rate in our terms of sale or, failing that, at the statutory rate,"} runs without further notice from the day after each due date until payment in full. In addition, article D. 441-5 of the same code entitles us to a fixed sum of €40 for recovery costs for each invoice paid late. Where our costs exceed that sum, further compensation may be claimed on proof.`,
    ],
  },
  DE: {
    mention: (percent) => `Please note that under German law late payment gives rise to default interest${at(percent)} (§§ 286 and 288 BGB) and to a fixed sum of €40 (§ 288 (5) BGB).`,
    notice: (percent) => [
      `Under §§ 286 and 288 of the German Civil Code (BGB), our claim bears default interest${orStatutory(percent)} until payment in full. § 288 (5) BGB further entitles us to a fixed sum of €40, which is set off against any legal costs that we may claim.`,
    ],
  },
  GB: {
    mention: (percent) =>
      `Please note that we are entitled to claim interest${at(percent)} and compensation for debt recovery costs under the Late Payment of Commercial Debts (Interest) Act 1998 if our invoices are not paid on time.`,
    notice: (percent) => [
      `We are entitled to interest${orStatutory(percent)} on each overdue invoice under the Late Payment of Commercial Debts (Interest) Act 1998, from the day after it fell due until payment in full.`,
      "The same Act entitles us to a fixed sum for each debt: £40 where it is less than £1,000, £70 where it is £1,000 or more but less than £10,000, and £100 where it is £10,000 or more. Where our reasonable costs of recovering the debt exceed that sum, we are entitled to the difference.",
    ],
  },
  ES: {
    mention: (percent) => `Please note that Spanish law (Ley 3/2004) provides for late-payment interest${at(percent)} and a fixed sum of €40 for recovery costs.`,
    notice: (percent) => [
      `Under the Spanish law on late payment, Ley 3/2004 of 29 December 2004, our claim bears interest${orStatutory(percent)}, without any reminder being required, until payment in full. Article 8 of that law further entitles us to €40 for recovery costs, without prejudice to proven costs above that sum.`,
    ],
  },
  PT: {
    mention: (percent) => `Please note that Portuguese law (Decreto-Lei n.º 62/2013) provides for late-payment interest${at(percent)} and a fixed sum of €40 for recovery costs.`,
    notice: (percent) => [
      `Under Portuguese Decreto-Lei n.º 62/2013 of 10 May 2013, our claim bears interest${orStatutory(percent)}, without any reminder being required, until payment in full. Article 7 further entitles us to €40 for recovery costs, without prejudice to proven costs above that sum.`,
    ],
  },
  EU: {
    mention: (percent) => `Please note that the law which implements Directive 2011/7/EU provides for late-payment interest${at(percent)} and a fixed sum of at least €40 for recovery costs.`,
    notice: (percent) => [
      `Under the national law which implements Directive 2011/7/EU, our claim bears interest${orStatutory(percent)} until payment in full. It further entitles us to a fixed sum of at least €40 for recovery costs, without prejudice to reasonable costs above that sum.`,
    ],
  },
  other: {
    mention: (percent) => `Please note that sums paid late bear interest${percent ? at(percent) : " as provided by the contract and the applicable law"}.`,
    notice: (percent) => [`Our claim bears interest${percent ? at(percent) : " as provided by the contract and the applicable law"} until payment in full.`],
  },
};
