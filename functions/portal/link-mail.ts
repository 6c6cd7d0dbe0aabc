// The mail that carries a link into the portal.
import { LINK_MINUTES } from "#domain/portal/magic-link.ts";

type About = { readonly company: string; readonly customer: string; readonly name: string; readonly url: string };
type Words = { readonly subject: string; readonly hello: string; readonly says: string; readonly button: string; readonly once: string; readonly notYou: string };

const words: Readonly<Record<"fr" | "en", (about: About) => Words>> = {
  en: ({ company, customer, name }) => ({
    subject: `Your account with ${company}`,
    hello: `Hello ${name},`,
    says: `This link opens the account of ${customer} with ${company}: open invoices, credit notes and payments.`,
    button: "Open the account",
    once: `It works once, within ${LINK_MINUTES} minutes. After that, ask for another one on the same page.`,
    notYou: "You did not ask for it? Then do nothing: without this mail, nobody can use the link.",
  }),
  fr: ({ company, customer, name }) => ({
    subject: `Votre compte chez ${company}`,
    hello: `Bonjour ${name},`,
    says: `Ce lien ouvre le compte de ${customer} chez ${company} : factures ouvertes, avoirs et paiements.`,
    button: "Ouvrir le compte",
    once: `Il fonctionne une fois, pendant ${LINK_MINUTES} minutes. Ensuite, demandez-en un autre sur la même page.`,
    notYou: "Vous ne l'avez pas demandé ? Ne faites rien : sans ce message, personne ne peut utiliser le lien.",
  }),
};

export function linkMail(language: "fr" | "en", about: About): { readonly subject: string; readonly text: string; readonly html: string } {
  const { subject, hello, says, button, once, notYou } = words[language](about);
  const text = [hello, says, about.url, once, notYou].join("\n\n");
  const paragraph = (line: string) => `<p>${escaped(line)}</p>`;
  const html = `<!doctype html><html lang="${language}"><body style="font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;max-width:34em">${paragraph(hello)}${paragraph(says)}<p><a href="${escaped(about.url)}" style="display:inline-block;padding:.6em 1.1em;background:#14532d;color:#fff;text-decoration:none;border-radius:6px">${escaped(button)}</a></p>${paragraph(once)}${paragraph(notYou)}</body></html>`;
  return { subject: subject.replace(/[\r\n]+/g, " "), text, html };
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
