// What reads templates, loaded when somebody changes one: most of what the desk is asked has nothing to do with them.
export { lintTemplate } from "#domain/dunning/messages/lint.ts";
export { draftOf, faultsOf, published } from "#domain/dunning/messages/publication.ts";
