// How fast are reminders decided? A mixed world of debtors with ten open items each: late and not, disputed, promised, in credit, at every step of the
// ladder, in seven countries. Figures are per CPU second of one core, for a run is spread over as many workers as there are shards.
import { newAccount } from "#domain/dunning/account.ts";
import { addDays } from "#domain/date.ts";
import { plan } from "#domain/dunning/plan.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import type { DunningAccount, Mark } from "#domain/dunning/schema.ts";
import type { OpenLine, Party, Situation } from "#domain/dunning/situation.ts";
import { line, party, promise, signal, standard, world } from "#test/world/dunning.ts";

const TODAY = "2026-03-24";
const ITEMS = 10;
const TARGET = 20_000;
const countries: readonly (readonly [string, Party["timeZone"], Party["language"]])[] = [["FR", "Europe/Paris", "fr"], ["DE", "Europe/Berlin", "de"], ["ES", "Europe/Madrid", "es"], ["GB", "Europe/London", "en"], ["PT", "Europe/Lisbon", "pt"], ["FR", "Europe/Paris", "fr"], ["US", "America/New_York", "en"]];

export async function run(debtors = 100_000): Promise<void> {
  const few = Array.from({ length: 5000 }, (_, n) => debtor(n));
  decide(few, 20_000);
  const cpu = process.cpuUsage();
  const outcomes = decide(few, debtors);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (user + system) / 1e6;
  const rate = debtors / seconds;
  console.log(`  ${Math.round(rate).toLocaleString("en")} debtors with ${ITEMS} items each decided per CPU second (bound ${TARGET.toLocaleString("en")}: ${rate >= TARGET ? "met" : "missed"})`);
  console.log(`  ${seconds.toFixed(1)} CPU s for a run over ${debtors.toLocaleString("en")} debtors, ${((seconds / debtors) * 1e6).toFixed(0)} µs each`);
  console.log(`  of them: ${[...outcomes].toSorted().map(([outcome, count]) => `${outcome} ${count.toLocaleString("en")}`).join(", ")}`);
}

function decide(debtors: readonly Situation[], times: number): Map<string, number> {
  const outcomes = new Map<string, number>();
  const prepared = prepare(standard);
  const now = world(`${TODAY}T05:00:00Z`);
  for (let n = 0; n < times; n++) {
    const { outcome } = plan(debtors[n % debtors.length]!, prepared, now);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}

function debtor(n: number): Situation {
  const [country, timeZone, language] = countries[n % countries.length]!;
  const id = `cus_${n}` as const;
  const who = party({ id, name: `Debtor ${n}`, country, timeZone, language });
  const lines = Array.from({ length: ITEMS }, (_, at) => item(n, at, id));
  const account: DunningAccount = { ...newAccount(id), marks: lines.flatMap((one, at) => climbed(one, n, at)) };
  return {
    group: id, debtor: who, addressee: who, lines, holds: [], accounts: [account],
    promises: n % 11 === 0 ? [promise({ customerId: id, payOn: addDays(TODAY, 2), lines: [{ key: lines[0]!.key, minor: lines[0]!.openMinor }] })] : [],
    signals: n % 13 === 0 ? [signal("payment-received", addDays(TODAY, -1))] : [],
  };
}

/** From twenty days before the due date to seventy after it. */
function item(n: number, at: number, customerId: Situation["debtor"]["id"]): OpenLine {
  const dueOn = addDays(TODAY, 20 - ((n * 7 + at * 9) % 90));
  const credit = at === 9 && n % 3 === 0;
  const openMinor = credit ? -25_000n : BigInt(40_000 + ((n * 31 + at * 17) % 500) * 1000);
  return line({ number: `F-${n}-${at}`, customerId, dueOn, issuedOn: addDays(dueOn, -30), openMinor, disputedMinor: !credit && (n + at) % 17 === 0 ? openMinor / 2n : 0n, kind: credit ? "credit-note" : "invoice" });
}

function climbed({ key, dueOn }: OpenLine, n: number, at: number): Mark[] {
  const steps = ["r1", "r2", "r3"];
  const step = steps[(n + at) % 5];
  return step && dueOn < addDays(TODAY, -20) ? [{ key, policyId: standard.id, policyVersion: 1, step, level: steps.indexOf(step) + 1, countsFrom: addDays(TODAY, -12), deliveredOn: addDays(TODAY, -12) }] : [];
}

if (import.meta.main) await run();
