// What payers tell beside their money, what the desk knows of payers, and the rules by which it posts: read, corrected by people, measured before they count; and what of it the ERP is told.
import { adviceRoutes } from "#domain/cash-application/advices/routes.ts";
import { debitRoutes } from "#domain/cash-application/debits/routes.ts";
import { exportRoutes } from "#domain/cash-application/export/routes.ts";
import { matchingRoutes } from "#domain/cash-application/matching/routes.ts";
import { adviceAnswers } from "#functions/cash-application/advice-answers.ts";
import { debitHandlers } from "#functions/cash-application/debit-answers.ts";
import { exportAnswers } from "#functions/cash-application/export-answers.ts";
import { memoryAnswers, memoryStoresOf } from "#functions/cash-application/memory-answers.ts";
import { rulesAnswers } from "#functions/cash-application/rules-answers.ts";
import { postingStores } from "#functions/cash-application/order.ts";
import { apiHandler, type Handlers } from "#functions/runtime/api.ts";
import { loadUser } from "#functions/store/access.ts";
import { bankDebitStore } from "#functions/store/bank-debit.ts";

export const matchingHandlers = (of = memoryStoresOf): Handlers<typeof matchingRoutes> => ({ ...memoryAnswers(of), ...rulesAnswers(of) });

export const handler = apiHandler({ ...matchingRoutes, ...exportRoutes, ...debitRoutes, ...adviceRoutes }, { ...matchingHandlers(), ...exportAnswers(), ...debitHandlers((tenant) => ({ ...postingStores(tenant), debits: bankDebitStore(tenant) })), ...adviceAnswers() }, loadUser);
