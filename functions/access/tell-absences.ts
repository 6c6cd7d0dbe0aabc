// Four times a day: absences that began or ended since are marked, so that the audit shows it and other contexts hear of it. A run that did not happen
// is made up for by the next one.
import { absenceMarks } from "#functions/access/absence-facts.ts";
import { now } from "#functions/runtime/clock.ts";
import { task } from "#functions/runtime/task.ts";
import { absencesToTell, absenceStore } from "#functions/store/absences.ts";

export const tellAbsences = async (): Promise<{ told: number }> => {
  const at = now();
  let told = 0;
  for (const { tenant, id } of await absencesToTell()) {
    const store = absenceStore(tenant);
    const absence = await store.absence(id);
    const marked = absence && absenceMarks(absence, at);
    if (!marked || marked.facts.length === 0) continue;
    // One change tells one fact: the start stands in the audit as a record of its own, also when both are due.
    const [first, ...rest] = marked.facts;
    const started = rest.length > 0 ? { ...absence, startedAt: at } : marked.absence;
    await store.save(started, [first!]);
    if (rest.length > 0) await store.save(marked.absence, rest);
    told += marked.facts.length;
  }
  return { told };
};

export const handler = task(tellAbsences);
