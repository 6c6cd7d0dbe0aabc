// What composes, draws and packs: loaded by the functions of the API when somebody asks for it, from a file of its own beside their code.
export { lintTemplate } from "#domain/dunning/messages/lint.ts";
export { accountFile } from "#functions/dunning/account-file.ts";
export { MOST_BYTES, mimeOf } from "#functions/dunning/channels/mime.ts";
export { evidencePack } from "#functions/dunning/hand-off.ts";
export { tryTemplate } from "#functions/dunning/try-template.ts";
