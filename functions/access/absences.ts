// People plan when they are away and who covers what; a supervisor plans it for others, and sees the load before confirming.
import { randomBytes } from "node:crypto";
import { absenceRefusal, coveredKinds, loadOf, stateOf, workKinds } from "#domain/access/absence/cover.ts";
import type { absenceRoutes } from "#domain/access/absence/routes.ts";
import type { Absence, NewAbsence } from "#domain/access/absence/schema.ts";
import type { User } from "#domain/access/schema.ts";
import { refused } from "#domain/refusal.ts";
import { absenceFact, absenceMarks } from "#functions/access/absence-facts.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { absenceStore } from "#functions/store/absences.ts";
import { accessStore } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";

const mine = (caller: Caller, userId: string): boolean => userId === caller.user.id || caller.role.rights.includes("absence.plan-for-others");

export const absenceHandlers = (): Handlers<typeof absenceRoutes> => ({
  "GET /absences": async ({ query, caller, now }) => {
    const [absences, people] = await Promise.all([absenceStore(caller.tenant).absences(), peopleIn(caller.tenant)]);
    const names = namesOf(people);
    const within = absences.filter(({ from, to }) => (!query.from || to >= query.from) && (!query.to || from <= query.to));
    const items = within.toSorted((a, b) => a.from.localeCompare(b.from)).map((absence) => ({ ...absence, name: names.get(absence.userId) ?? "", state: stateOf(absence, now) }));
    return { items, people: people.filter(({ role }) => role !== "customer").map(({ id, name, role }) => ({ userId: id, name, role })) };
  },

  "GET /absences/covered": async ({ caller, now }) => {
    const [absences, names] = await Promise.all([absenceStore(caller.tenant).absences(), namesIn(caller.tenant)]);
    const away = absences.filter((absence) => stateOf(absence, now) === "away");
    return { items: away.map(({ userId, to }) => ({ userId, name: names.get(userId) ?? "", kinds: coveredKinds(absences, userId, caller.user.id, now), to })).filter(({ kinds }) => kinds.length > 0) };
  },

  "POST /absences/preview": async ({ body, caller }) => {
    const { wanted, absences, names } = await asked(caller, body);
    if (!mine(caller, wanted.userId)) return refused("absence.not-yours");
    const refusal = absenceRefusal(wanted, absences, new Set(names.keys()));
    const person = (userId: string) => ({ userId: userId as Absence["userId"], name: names.get(userId) ?? "" });
    const delegates = loadOf(wanted, absences).map(({ userId, kinds, alsoFor, ...load }) => ({ ...person(userId), kinds: [...kinds], ...load, alsoFor: alsoFor.map(person) }));
    return { ...(refusal ? { refusal: refusal.code } : {}), uncovered: workKinds.filter((kind) => !wanted.delegates[kind]), delegates };
  },

  "POST /absences": async ({ body, caller, now }) => {
    const { wanted, absences, names } = await asked(caller, body);
    if (!mine(caller, wanted.userId)) return refused("absence.not-yours");
    const refusal = absenceRefusal(wanted, absences, new Set(names.keys()));
    if (refusal) return refusal;
    const timeZone = (await ledgerStore(caller.tenant).entities())[0]?.timeZone ?? "UTC";
    const planned: Absence = { ...wanted, id: `abs_${randomBytes(9).toString("base64url")}`, timeZone, cancelled: false, createdBy: caller.user.id };
    const marked = absenceMarks(planned, now);
    await absenceStore(caller.tenant).save(marked.absence, [absenceFact("absencePlanned", planned, now, { type: "user", id: caller.user.id, name: caller.user.name }), ...marked.facts]);
    return marked.absence;
  },

  "DELETE /absences/{id}": async ({ params, caller, now }) => {
    const store = absenceStore(caller.tenant);
    const absence = await store.absence(params.id);
    if (!absence) return refused("absence.unknown");
    if (!mine(caller, absence.userId)) return refused("absence.not-yours");
    if (absence.cancelled || absence.endedAt) return absence;
    const cancelled: Absence = { ...absence, cancelled: true, ...(absence.startedAt ? { endedAt: now } : {}) };
    await store.save(cancelled, [absenceFact("absenceCancelled", cancelled, now, { type: "user", id: caller.user.id, name: caller.user.name })]);
    return cancelled;
  },
});

async function asked(caller: Caller, body: NewAbsence) {
  const [absences, names] = await Promise.all([absenceStore(caller.tenant).absences(), namesIn(caller.tenant)]);
  return { wanted: { ...body, userId: body.userId ?? caller.user.id }, absences, names };
}

const peopleIn = async (tenant: string): Promise<User[]> => (await accessStore(tenant).users()).filter(({ status }) => status !== "disabled");
const namesOf = (people: readonly User[]): Map<string, string> => new Map(people.map(({ id, name }) => [id, name]));
const namesIn = async (tenant: string): Promise<Map<string, string>> => namesOf(await peopleIn(tenant));
