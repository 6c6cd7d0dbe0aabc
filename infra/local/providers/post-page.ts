// Beside the mailbox: the letters that would have been printed and the short messages that would have been sent. /mail/letters and /mail/texts tell them as
// JSON, /mail/letters/{id} shows one, and a POST says what the post did with it.
import type { AwsRequest, AwsResponse } from "#infra/local/engine.ts";
import type { PostsWord, Printed } from "#infra/local/providers/print-mail.ts";
import type { StandIns } from "#infra/local/providers/stand-ins.ts";

const WORDS: readonly PostsWord[] = ["sent", "delivered", "undeliverable", "issues"];

/** Answers what is at or below /mail/letters and /mail/texts. */
export const postPage = ({ sms, printer }: StandIns, base = "/mail") => async ({ method, url }: AwsRequest): Promise<AwsResponse | undefined> => {
  const [list, id, word] = url.pathname.slice(base.length + 1).split("/");
  if (list === "texts" && method === "GET") return json(200, sms.messages.map(({ callback: _c, ...shown }) => shown));
  if (list !== "letters") return undefined;
  if (id === undefined || id === "") return json(200, printer.letters.map(head));
  const letter = printer.letters.find((one) => one.id === id);
  if (!letter) return json(404, { error: "There is no such letter." });
  const said = WORDS.find((one) => one === word);
  if (method === "POST" && said) return (await printer.happen(id, said, said === "undeliverable" ? "unknown at this address" : undefined), json(200, head(letter)));
  return { status: 200, headers: { "content-type": "application/pdf", "cache-control": "no-store" }, body: Buffer.from(letter.pdf, "base64") };
};

const head = ({ pdf: _p, key, ...shown }: Printed) => ({ ...shown, message: key.split("~").at(-1) });
const json = (status: number, body: unknown): AwsResponse => ({ status, headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }, body: JSON.stringify(body) });
