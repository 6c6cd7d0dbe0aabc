// The desk of reminders: policies, the preview of a run, holds, messages, promises.
import { dunningRoutes } from "#domain/dunning/routes.ts";
import { booksOf, type Books } from "#functions/dunning/books.ts";
import { customerAnswers } from "#functions/dunning/customer-answers.ts";
import { messageAnswers } from "#functions/dunning/message-answers.ts";
import { policyAnswers } from "#functions/dunning/policy-answers.ts";
import { previewAnswers } from "#functions/dunning/preview-answers.ts";
import { apiHandler, type Handlers } from "#functions/runtime/api.ts";
import { loadUser } from "#functions/store/access.ts";

export const dunningHandlers = (books: (tenant: string) => Books = booksOf): Handlers<typeof dunningRoutes> => ({ ...policyAnswers(books), ...previewAnswers(books), ...customerAnswers(books), ...messageAnswers(books) });

export const handler = apiHandler(dunningRoutes, dunningHandlers(), loadUser);
