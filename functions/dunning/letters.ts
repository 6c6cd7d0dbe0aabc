// What needs paper or proof: texts tried on an account, the evidence of messages, the file for an agency or a lawyer.
import { SendRawEmailCommand, SESClient } from "@aws-sdk/client-ses";
import { letterRoutes } from "#domain/dunning/desk/routes.ts";
import { evidenceAnswers } from "#functions/dunning/evidence-answers.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { handOffAnswers } from "#functions/dunning/hand-off-answers.ts";
import { officeOf } from "#functions/dunning/office.ts";
import { trialAnswers, type TrialDesk } from "#functions/dunning/trial-answers.ts";
import { apiHandler, type Handlers } from "#functions/runtime/api.ts";
import { env } from "#functions/runtime/env.ts";
import { loadUser } from "#functions/store/access.ts";

const bucket = (): string => env("DOCUMENTS_BUCKET").DOCUMENTS_BUCKET;

const desk: TrialDesk = {
  office: (tenant) => officeOf(tenant),
  objects: () => evidenceInBucket(bucket()),
  bucket,
  // Without a tag of a message: what becomes of a test is nobody's evidence.
  mail: async (raw, from, to) => void (await (ses ??= new SESClient({})).send(new SendRawEmailCommand({ RawMessage: { Data: raw }, Source: from, Destinations: [to], ConfigurationSetName: env("CONFIGURATION_SET").CONFIGURATION_SET }))),
};
let ses: SESClient | undefined;

export const letterHandlers = (of: TrialDesk = desk): Handlers<typeof letterRoutes> => ({ ...trialAnswers(of), ...evidenceAnswers(of), ...handOffAnswers(of) });

export const handler = apiHandler(letterRoutes, letterHandlers(), loadUser);
