// Two hundred histories in which workers die, repeat themselves and race. Whatever happens: nobody gets a letter twice, nobody is forgotten, and no
// instalment ever skips a level.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#domain/date.ts";
import { isFinal } from "#domain/dunning/message.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import type { OpenLine } from "#domain/dunning/situation.ts";
import { line, standard } from "#test/world/dunning.ts";
import { chance, ChaosWorld } from "./chaos-world.ts";

const ladder = ["r1", "r2", "r3", "formal", "hand-off"];
const version = (n: number) => prepare({ ...standard, version: n, steps: standard.steps.filter(({ id }) => ladder.includes(id)), serialLate: undefined });
const versions = [version(1), version(2)] as const;
const START = "2026-03-02";
const [ROUGH_DAYS, CALM_DAYS] = [60, 110];

function live(seed: number): { world: ChaosWorld; lines: OpenLine[] } {
  const random = chance(seed);
  const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, n) => line({ number: `F-${n + 1}`, dueOn: addDays(START, Math.floor(random() * 30) - 10) }));
  const world = new ChaosWorld(random, versions, START, () => lines.filter(({ openMinor }) => openMinor > 0n));
  for (let day = 0; day < ROUGH_DAYS; day++) {
    world.day();
    // Now and then something is paid, in part or whole, between planning and sending too.
    if (random() < 0.02) {
      const at = Math.floor(random() * lines.length);
      lines[at] = { ...lines[at]!, openMinor: random() < 0.5 ? 0n : lines[at]!.openMinor / 2n };
    }
  }
  world.roughness = 0;
  for (let day = 0; day < CALM_DAYS; day++) world.day();
  return { world, lines };
}

test("200 histories of kills, replays and parallel runs: no duplicate, no loss, no skipped level", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const { world, lines } = live(seed);
      expect(new Set(world.letters.map(({ id }) => id)).size, "a message leaves the house once").toBe(world.letters.length);
      world.letters.slice(1).forEach(({ at }, n) => {
        const before = world.letters[n]!;
        if (world.messages.get(before.id)!.state.status !== "bounced") expect((at - before.at) / 86_400_000, "two letters are never closer than the quiet days").toBeGreaterThan(4.7);
      });
      for (const { key, openMinor } of lines) {
        const climbed = world.arrived.filter((one) => one.key === key);
        expect(climbed.map(({ step }) => step), "one step at a time, each once").toEqual(ladder.slice(0, climbed.length));
        climbed.reduce((before, { at }, n) => {
          if (n > 0) expect((at - before) / 86_400_000, "the days of a step pass before the next").toBeGreaterThanOrEqual(5);
          return at;
        }, 0);
        if (openMinor > 1000n) expect(climbed.length, "who has not paid is not forgotten").toBe(ladder.length);
      }
      expect([...world.messages.values()].filter(({ state }) => !isFinal(state)).map(({ state }) => state.status), "nothing is left half done").toEqual([]);
      expect(world.account.underWay).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
