// The keys of those who carry messages and money for us, and the key that signs the links in messages: one secret of the installation, read when it is
// first needed and again every five minutes, so that a key can be changed without a deployment. What is not in it is not set up, and not offered.
import * as z from "zod";
import { env } from "#functions/runtime/env.ts";
import { signedPost } from "#functions/runtime/signed.ts";

const providersSchema = z.object({
  linkKey: z.string().min(32),
  /** `endpoint` only where something else than Stripe itself answers. */
  stripe: z.object({ apiKey: z.string(), webhookSecret: z.string(), endpoint: z.url().optional() }).optional(),
  sms: z.object({ base: z.url(), account: z.string(), token: z.string(), from: z.string() }).optional(),
  printMail: z.object({ identity: z.url(), api: z.url(), organisation: z.string(), clientId: z.string(), clientSecret: z.string(), webhookSecret: z.string() }).optional(),
});
export type Providers = z.infer<typeof providersSchema>;

const FRESH_MS = 5 * 60_000;
let known: { readonly providers: Providers; readonly at: number } | undefined;

/** By the time that the process has run: a secret does not age with a clock that is moved. */
export async function providersInUse(): Promise<Providers> {
  if (!known || performance.now() - known.at > FRESH_MS) known = { providers: await read(), at: performance.now() };
  return known.providers;
}

async function read(): Promise<Providers> {
  const { PROVIDERS_SECRET } = env("PROVIDERS_SECRET");
  const url = new URL(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER ?? process.env.AWS_ENDPOINT_URL ?? `https://secretsmanager.${process.env.AWS_REGION ?? ""}.amazonaws.com/`);
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "secretsmanager.GetSecretValue" };
  const response = await signedPost("secretsmanager", url, headers, JSON.stringify({ SecretId: PROVIDERS_SECRET }));
  // The answer of an error is not told further: it may say more than a log should hold.
  if (!response.ok) throw new Error(`the providers' secret could not be read: ${response.status}`);
  const { SecretString } = z.object({ SecretString: z.string() }).parse(await response.json());
  return providersSchema.parse(JSON.parse(SecretString));
}
