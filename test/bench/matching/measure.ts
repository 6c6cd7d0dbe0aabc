// Runs a world through the matcher as a company would: history with its clearings first, then day by day, the clearings of each day on the next morning.
import { Matcher } from "#domain/cash-application/matching/engine.ts";
import { signatureOf } from "#domain/cash-application/matching/explanation.ts";
import type { Clearing, Decision, Item, Receipt } from "#domain/cash-application/matching/model.ts";
import type { Truth, World } from "./trade.ts";

export type Figures = {
  receipts: number; postable: number; auto: number; right: number; posted: number; violations: number; proposed: number; proposedRight: number; payers: number; payersRight: number;
  calibration: { sum: number; right: number; count: number }[]; cpu: number; trainingCpu: number; history: number; byCase: Map<string, { count: number; auto: number; wrong: number; topOne: number }>; failures: { truth: Truth; decision: Decision }[];
  /** Receipts that could have been posted, by the first reason against. */
  whyNot: Map<string, { count: number; sample: { truth: Truth; decision: Decision }[] }>;
};

export const noFigures = (): Figures => ({ receipts: 0, postable: 0, auto: 0, right: 0, posted: 0, violations: 0, proposed: 0, proposedRight: 0, payers: 0, payersRight: 0, calibration: Array.from({ length: 10 }, () => ({ sum: 0, right: 0, count: 0 })), cpu: 0, trainingCpu: 0, history: 0, byCase: new Map(), failures: [], whyNot: new Map() });

const clearingOf = ({ receipt, payer, allocations, adjustments }: Truth): Clearing => ({ receipt: receipt.id, on: receipt.booked, payer, allocations: allocations.map(({ item, amount }) => ({ document: item.document, entity: item.entity, amount })), adjustments });

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

export function matcherOf(world: World): { matcher: Matcher; addItems: (day: number) => void } {
  const matcher = new Matcher();
  for (const customer of world.customers) matcher.putParty(customer.party);
  const waiting = world.items.map((item): Item => ({ ...item, open: item.amount })).toSorted((a, b) => a.issued - b.issued);
  let next = 0;
  const addItems = (day: number): void => {
    while (next < waiting.length && waiting[next]!.issued <= day) matcher.putItem(waiting[next++]!);
  };
  return { matcher, addItems };
}

export function measure(world: World, testDays: number, figures = noFigures()): Figures {
  const days = Map.groupBy(world.truths, ({ receipt }) => receipt.booked);
  const sorted = [...days.keys()].toSorted((a, b) => a - b);
  const firstTest = world.firstDay + world.knobs.days - testDays;
  const { matcher, addItems } = matcherOf(world);
  let start = cpuSeconds();
  let trained = false;
  for (const day of sorted) {
    if (day >= firstTest && !trained) {
      matcher.refit(0.9995);
      figures.trainingCpu += cpuSeconds() - start;
      trained = true;
    }
    addItems(day);
    const truths = days.get(day)!;
    for (const { advice } of truths) if (advice) matcher.advices.put(advice);
    start = trained ? cpuSeconds() : start;
    const decisions = matcher.decideDay(truths.map(({ receipt }) => receipt as Receipt), { post: trained });
    if (trained) {
      figures.cpu += cpuSeconds() - start;
      truths.forEach((truth, n) => note(figures, truth, decisions[n]!));
    } else figures.history += truths.length;
    for (const truth of truths) matcher.confirm(clearingOf(truth));
  }
  return figures;
}

export function isRight({ allocations }: Truth, decision: Decision): boolean {
  const [first] = decision.proposals;
  return first !== undefined && allocations.length > 0 && signatureOf(first.allocations) === signatureOf(allocations);
}

export function note(figures: Figures, truth: Truth, decision: Decision): void {
  const right = isRight(truth, decision);
  const auto = decision.decision === "auto";
  const row = figures.byCase.get(truth.case) ?? { count: 0, auto: 0, wrong: 0, topOne: 0 };
  figures.byCase.set(truth.case, row);
  figures.receipts++;
  row.count++;
  if (!truth.mustNot) figures.postable++;
  if (right) row.topOne++;
  if (auto) {
    figures.auto++;
    row.auto++;
    if (right) figures.right++;
    else row.wrong++;
    if (truth.mustNot) figures.violations++;
    if (!right || truth.mustNot) figures.failures.push({ truth, decision });
  } else if (!truth.mustNot) {
    const why = `${decision.proposals[0]?.kind ?? "nothing"} ${decision.proposals[0]?.difference ?? ""} ${decision.against[0]?.code ?? ""}`;
    const known = figures.whyNot.get(why) ?? { count: 0, sample: [] };
    figures.whyNot.set(why, known);
    known.count++;
    if (known.sample.length < 6) known.sample.push({ truth, decision });
  }
  if (!auto && decision.decision === "propose") {
    figures.proposed++;
    if (right) figures.proposedRight++;
  }
  if (truth.payer) {
    figures.payers++;
    if (decision.payer === truth.payer) figures.payersRight++;
  }
  if (decision.decision !== "unmatched") {
    const bin = figures.calibration[Math.min(9, Math.floor(decision.probability * 10))]!;
    bin.sum += decision.probability;
    bin.count++;
    if (right) bin.right++;
  }
}

export function calibrationError({ calibration }: Figures): number {
  const all = calibration.reduce((sum, { count }) => sum + count, 0);
  return calibration.reduce((error, { sum, right, count }) => error + (count === 0 ? 0 : Math.abs(sum - right)), 0) / Math.max(1, all);
}
