// What the desk knows of payers, and the rules by which it posts: read, corrected by people, measured before they count.
import { matchingRoutes } from "#domain/cash-application/matching/routes.ts";
import { memoryAnswers } from "#functions/cash-application/memory-answers.ts";
import { rulesAnswers } from "#functions/cash-application/rules-answers.ts";
import { apiHandler, type Handlers } from "#functions/runtime/api.ts";
import { loadUser } from "#functions/store/access.ts";

export const matchingHandlers = (): Handlers<typeof matchingRoutes> => ({ ...memoryAnswers(), ...rulesAnswers() });

export const handler = apiHandler(matchingRoutes, matchingHandlers(), loadUser);
