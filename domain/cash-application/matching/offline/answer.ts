// A decision as the line that the offline matcher prints: amounts are plain decimal numbers, and Σ allocations − Σ adjustments = the payment.
import type { Decision, Proposal } from "#domain/cash-application/matching/model.ts";
import { minorDigits } from "#domain/cash-application/matching/offline/tables.ts";

export function answerOf({ receipt, decision, payer, probability, proposals, reasons, against }: Decision): object {
  const [first, ...others] = proposals;
  const decimal = (cents: number): number => cents / 10 ** minorDigits(receipt.currency);
  const told = (proposal: Proposal) => ({
    allocations: proposal.allocations.map(({ item, amount }) => ({ invoice: item.document, amount: decimal(amount) })),
    adjustments: proposal.adjustments.map(({ type, amount }) => ({ type, amount: decimal(amount) })),
  });
  const shown = first && decision !== "unmatched" ? told(first) : { allocations: [], adjustments: [] };
  return {
    paymentId: receipt.reference, decision, payer: payer || null, ...shown, confidence: Math.round(probability * 10_000) / 10_000, reasons, against,
    ...(first && decision !== "unmatched" ? { equation: first.equation, evidence: first.evidence } : {}),
    alternatives: (decision === "unmatched" ? proposals : others).slice(0, 3).map((proposal) => ({ kind: proposal.kind, difference: proposal.difference, ...told(proposal) })),
  };
}
