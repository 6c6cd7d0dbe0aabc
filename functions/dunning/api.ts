// The desk of reminders: policies, the preview of a run, holds, messages, promises, calls, approvals and texts.
import { reminderDeskRoutes } from "#domain/dunning/desk/routes.ts";
import { dunningRoutes } from "#domain/dunning/routes.ts";
import { approvalAnswers } from "#functions/dunning/approval-answers.ts";
import { booksOf, type Books } from "#functions/dunning/books.ts";
import { callAnswers } from "#functions/dunning/call-answers.ts";
import { chargeAnswers } from "#functions/dunning/charge-answers.ts";
import { customerAnswers } from "#functions/dunning/customer-answers.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { messageAnswers } from "#functions/dunning/message-answers.ts";
import { oneOffAnswers } from "#functions/dunning/one-off-answers.ts";
import { policyAnswers } from "#functions/dunning/policy-answers.ts";
import { previewAnswers } from "#functions/dunning/preview-answers.ts";
import { runAnswers } from "#functions/dunning/run-answers.ts";
import { runLog, type RunLog } from "#functions/dunning/run-log.ts";
import { signalAnswers } from "#functions/dunning/signal-answers.ts";
import { templateAnswers } from "#functions/dunning/template-answers.ts";
import { apiHandler, type Handlers } from "#functions/runtime/api.ts";
import { env } from "#functions/runtime/env.ts";
import { loadUser } from "#functions/store/access.ts";

const table = { ...dunningRoutes, ...reminderDeskRoutes };

const logOf = (tenant: string): RunLog => runLog(evidenceInBucket(env("DOCUMENTS_BUCKET").DOCUMENTS_BUCKET), tenant);

export const dunningHandlers = (books: (tenant: string) => Books = booksOf, log = logOf): Handlers<typeof table> => ({
  ...policyAnswers(books), ...previewAnswers(books, log), ...chargeAnswers(books), ...runAnswers(books, log), ...customerAnswers(books), ...messageAnswers(books), ...templateAnswers(books), ...callAnswers(books), ...approvalAnswers(books), ...oneOffAnswers(books), ...signalAnswers(books),
});

export const handler = apiHandler(table, dunningHandlers(), loadUser);
