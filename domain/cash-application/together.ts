// Which proposals of one payer may be confirmed together after one look: those whose documents nobody doubts, and that a machine left to a person only
// because the payer, the class of match or its rule has not been proven often enough yet. Whatever puts the documents themselves in question is looked at
// one by one.
type Looked = {
  readonly status: string;
  readonly customerId?: string | undefined;
  readonly decision?: { readonly reasons: readonly { readonly code: string; readonly against?: unknown }[]; readonly proposals: readonly { readonly customerId: string }[] } | undefined;
};

const harmless = new Set(["score.below-threshold", "difference.unproven", "payer.unsure", "payment.above-ceiling"]);

export const payerOf = ({ customerId, decision }: Pick<Looked, "customerId" | "decision">): string | undefined => customerId ?? decision?.proposals[0]?.customerId;

export const undoubted = ({ status, decision }: Looked): boolean =>
  status === "proposed" && decision !== undefined && decision.proposals.length > 0 && decision.reasons.every(({ code, against }) => !against || harmless.has(code));

/** The other proposals of the same payer that one look is enough for. */
export const goTogether = <P extends Looked & { readonly id: string }>(payment: P, all: readonly P[]): P[] => {
  const payer = payerOf(payment);
  return payer === undefined ? [] : all.filter((one) => one.id !== payment.id && payerOf(one) === payer && undoubted(one));
};
