// A request with the header Acting-For is done for somebody who is away: with the caller's own rights, on the rows of the absent person, and the audit
// says so. Whether the caller covers that kind of work is asked of the calendar at this very moment.
import { coveredKinds, kindOfWork } from "#domain/access/absence/cover.ts";
import type { Caller } from "#functions/runtime/authorize.ts";
import { callerFrom } from "#functions/runtime/decide.ts";
import type { LoadedUser } from "#functions/store/access.ts";
import { absenceStore } from "#functions/store/absences.ts";

export async function covering(caller: Caller, absent: string, action: string, loadUser: (tenant: string, id: string) => Promise<LoadedUser | undefined>, now: string): Promise<Caller | undefined> {
  const [absences, person] = await Promise.all([absenceStore(caller.tenant).absences(), loadUser(caller.tenant, absent)]);
  const kinds = coveredKinds(absences, absent, caller.user.id, now);
  const wanted = kindOfWork(action);
  if (!person || !(wanted ? kinds.includes(wanted) : kinds.length > 0)) return undefined;
  return { ...caller, scope: callerFrom(caller.tenant, person).scope, onBehalfOf: absent };
}
