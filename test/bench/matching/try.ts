import { worldOf } from "#test/bench/matching/trade.ts";
import { normal, hard } from "#test/bench/matching/people.ts";
import { calibrationError, measure } from "#test/bench/matching/measure.ts";
import { matcherOf } from "#test/bench/matching/measure.ts";
const kind = process.argv[2] ?? "normal", seed = Number(process.argv[3] ?? 1), verbose = process.argv[4];
const t0 = performance.now();
const world = worldOf({ ...(kind === "hard" ? hard : normal), seed });
const t1 = performance.now();
const f = measure(world, 90);
const pct = (a: number, b: number) => `${(100 * a / b).toFixed(2)}%`;
console.log(kind, seed, "world", Math.round(t1 - t0), "ms; items", world.items.length, "receipts", world.truths.length, "mustNot", pct(world.truths.filter(t => t.mustNot).length, world.truths.length));
console.log("auto", pct(f.auto, f.receipts), "precision", pct(f.right, f.auto), `${f.right}/${f.auto}`, "violations", f.violations, "top1", pct(f.proposedRight, f.proposed), `of ${f.proposed}`, "payer", pct(f.payersRight, f.payers), "cal", calibrationError(f).toFixed(4), "rec/s", Math.round(f.receipts / f.cpu), "train s", f.trainingCpu.toFixed(1), "for", f.history, "MB", Math.round(process.resourceUsage().maxRSS / 1024));
if (verbose) {
  for (const [c, r] of [...f.byCase].sort((a, b) => b[1].count - a[1].count)) console.log(c.padEnd(14), r.count, "auto", pct(r.auto, r.count), "wrong", r.wrong, "top1", pct(r.topOne, r.count));
  for (const { truth, decision } of f.failures.slice(0, Number(verbose))) {
    const d = decision.proposals[0]!;
    console.log("----", truth.case, truth.receipt.name, "|", truth.receipt.iban.slice(-4), "|", truth.receipt.text, "|", truth.receipt.amount, "mustNot", truth.mustNot);
    console.log("  truth", truth.allocations.map(a => a.item.document + "=" + a.amount).join(" "), JSON.stringify(truth.adjustments));
    console.log("  ours ", d.kind, d.difference, d.allocations.map(a => a.item.document + "=" + a.amount).join(" "), JSON.stringify(d.adjustments), decision.probability, decision.reasons.map(r => r.code + JSON.stringify(r.values)).join(" "));
  }
}

if (verbose) for (const [why, { count, sample }] of [...f.whyNot].sort((a, b) => b[1].count - a[1].count).slice(0, 16)) {
  console.log(String(count).padStart(5), why);
  for (const { truth: t, decision: d } of sample.slice(0, 2)) console.log("        ", t.case, "|", t.receipt.name, "|", t.receipt.iban.slice(-4), "|", t.receipt.text, "|", t.receipt.amount, "| T", t.allocations.map(a => a.item.document + "=" + a.amount).join(" "), "| P", d.proposals[0]?.allocations.map(a => a.item.document + "=" + a.amount).join(" "), d.probability.toFixed(4), d.reasons.filter(r => r.code.startsWith("payer") || r.code === "runner-up" || r.code === "record").map(r => r.code + JSON.stringify(r.values)).join(" "), d.against.map(a => a.code).join());
}
