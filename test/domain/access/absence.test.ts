import fc from "fast-check";
import { expect, test } from "vitest";
import { absenceRefusal, coveredKinds, coverOf, isAway, kindOfWork, loadOf, workKinds } from "#domain/access/absence/cover.ts";
import type { Absence } from "#domain/access/absence/schema.ts";

const away = (userId: `usr_${string}`, delegates: Absence["delegates"], change: Partial<Absence> = {}): Absence => ({
  id: `abs_${userId}`, userId, from: "2026-12-21", to: "2026-12-31", timeZone: "Europe/Paris", delegates, cancelled: false, createdBy: userId, ...change,
});
const during = "2026-12-24T09:00:00.000Z";
const lea = away("usr_lea", { calls: "usr_tom", approvals: "usr_ines" });
const people = new Set(["usr_lea", "usr_tom", "usr_ines", "usr_max"]);

test("cover begins at the first midnight of the entity's time zone and ends after the last, by itself", () => {
  expect([isAway(lea, "2026-12-20T22:59:59.000Z"), isAway(lea, "2026-12-20T23:00:00.000Z"), isAway(lea, "2026-12-31T22:59:59.000Z"), isAway(lea, "2026-12-31T23:00:00.000Z")]).toEqual([false, true, true, false]);
});

test("calls go to one, approvals to another, and what nobody was named for waits", () => {
  expect(coverOf([lea], "usr_lea", "calls", during)).toEqual({ by: "usr_tom", actedFor: "usr_lea", through: ["usr_tom"] });
  expect(coverOf([lea], "usr_lea", "approvals", during)).toMatchObject({ by: "usr_ines" });
  expect(coverOf([lea], "usr_lea", "messages", during)).toMatchObject({ by: undefined, reason: "absence.no-delegate" });
  expect(coverOf([lea], "usr_lea", "calls", "2027-01-04T09:00:00.000Z")).toEqual({ by: "usr_lea", through: [] });
});

test("an approval never goes to the person who asked for it, not even through somebody else", () => {
  expect(coverOf([lea], "usr_lea", "approvals", during, "usr_ines")).toMatchObject({ by: undefined, reason: "absence.delegate-is-requester" });
  const passedOn = [lea, away("usr_ines", { approvals: "usr_max" })];
  expect(coverOf(passedOn, "usr_lea", "approvals", during, "usr_max")).toMatchObject({ by: undefined, reason: "absence.delegate-is-requester" });
  expect(coverOf(passedOn, "usr_lea", "approvals", during, "usr_tom")).toEqual({ by: "usr_max", actedFor: "usr_lea", through: ["usr_ines", "usr_max"] });
});

test("whoever people name, the work ends with somebody who is there, or with nobody and a reason; approvals never with their requester", () => {
  const ids = ["usr_a", "usr_b", "usr_c", "usr_d"] as const;
  const someone = fc.option(fc.constantFrom(...ids), { nil: undefined });
  const calendar = fc.array(fc.record({ userId: fc.constantFrom(...ids), calls: someone, approvals: someone }), { maxLength: 6 });
  fc.assert(
    fc.property(calendar, fc.constantFrom(...ids), fc.constantFrom(...workKinds), fc.constantFrom(...ids), (plans, userId, kind, requester) => {
      const absences = plans.map(({ userId: who, ...delegates }) => away(who, delegates));
      const cover = coverOf(absences, userId, kind, during, requester);
      if (cover.by === undefined) return cover.reason.startsWith("absence.");
      if (cover.actedFor && kind === "approvals" && cover.by === requester) return false;
      return !absences.some((absence) => absence.userId === cover.by);
    }),
  );
});

test("a plan that cannot work is refused in words", () => {
  const refusal = (change: Partial<Absence>, others: Absence[] = []) => absenceRefusal({ ...lea, ...change }, others, people)?.code;
  expect(refusal({})).toBeUndefined();
  expect(refusal({ to: "2026-12-01" })).toBe("absence.period");
  expect(refusal({ userId: "usr_nobody" })).toBe("absence.user-unknown");
  expect(refusal({ delegates: { calls: "usr_gone" } })).toBe("absence.delegate-unknown");
  expect(refusal({ delegates: { calls: "usr_lea" } })).toBe("absence.delegate-is-absent-person");
  expect(refusal({}, [away("usr_lea", {})])).toBe("absence.overlaps");
  expect(refusal({}, [away("usr_tom", { calls: "usr_lea" })])).toBe("absence.circle");
  expect(refusal({}, [away("usr_tom", { calls: "usr_max" }), away("usr_max", { calls: "usr_lea" })])).toBe("absence.circle");
  expect(refusal({}, [away("usr_tom", { messages: "usr_lea" })])).toBeUndefined();
  expect(refusal({}, [away("usr_tom", { calls: "usr_lea" }, { from: "2027-02-01", to: "2027-02-03" })])).toBeUndefined();
});

test("the load says whom a delegate covers at once, and when he is away himself", () => {
  const others = [away("usr_max", { calls: "usr_tom" }, { from: "2026-12-28", to: "2027-01-05" }), away("usr_tom", {}, { from: "2026-12-31", to: "2026-12-31" })];
  expect(loadOf({ ...lea }, others)).toEqual([
    { userId: "usr_tom", kinds: ["calls"], days: 11, awayDays: 1, most: 2, alsoFor: ["usr_max"] },
    { userId: "usr_ines", kinds: ["approvals"], days: 11, awayDays: 0, most: 1, alsoFor: [] },
  ]);
});

test("what a delegate may act on follows from the kind of work", () => {
  expect(coveredKinds([lea], "usr_lea", "usr_tom", during)).toEqual(["calls"]);
  expect(["credit-request.approve", "legal-letter.release", "dispute.change", "message.send", "customer.change", "item.read"].map(kindOfWork)).toEqual(["approvals", "approvals", "disputes", "messages", "calls", undefined]);
});
