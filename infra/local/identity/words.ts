// What the sign-in page says, in the two languages of the product.
export type Language = "en" | "fr";

const en = {
  title: "Sign in",
  lead: "The receivables desk that a whole company shares.",
  email: "E-mail address",
  password: "Password",
  signIn: "Sign in",
  wrong: "This e-mail address and password do not go together. Check both and try again.",
  wait: (minutes: number) => `Too many attempts. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
  trial: "This machine is a trial",
  trialLead: "Choose a person of the demo company: address and password are filled in.",
  chosen: "filled in",
  choose: "Choose your password",
  chooseLead: (name: string) => `${name}, your password was set by an administrator. Choose one that only you know.`,
  newPassword: "New password",
  atLeast: "At least 8 characters.",
  keep: "Save and sign in",
  tooShort: "This password is too short: at least 8 characters.",
  expired: "This sign-in has ended",
  expiredLead: "The page was open for too long, or it was finished in another tab. Nothing was lost.",
  failed: "Signing in did not work",
  failedLead: "Nothing was lost. Go back to Quittance and try again; if it happens again, give this reference to your administrator:",
  back: "Back to Quittance",
  bye: "You are signed out",
  byeLead: "You can close this page.",
  roles: {
    collector: "Collector",
    "credit-manager": "Credit manager",
    "division-manager": "Division manager",
    salesperson: "Salesperson",
    "cash-applier": "Cash applier",
    accountant: "Accountant",
    executive: "Executive",
    administrator: "Administrator",
    customer: "Customer",
  } as Readonly<Record<string, string>>,
};

const fr: typeof en = {
  title: "Se connecter",
  lead: "Le poste client que toute l’entreprise partage.",
  email: "Adresse e-mail",
  password: "Mot de passe",
  signIn: "Se connecter",
  wrong: "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.",
  wait: (minutes) => `Trop de tentatives. Réessayez dans ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
  trial: "Cette machine est un essai",
  trialLead: "Choisissez une personne de la société de démonstration\u00a0: l’adresse et le mot de passe se remplissent.",
  chosen: "rempli",
  choose: "Choisir votre mot de passe",
  chooseLead: (name) => `${name}, votre mot de passe a été donné par un administrateur. Choisissez-en un que vous seul connaissez.`,
  newPassword: "Nouveau mot de passe",
  atLeast: "Au moins 8 caractères.",
  keep: "Enregistrer et se connecter",
  tooShort: "Ce mot de passe est trop court\u00a0: au moins 8 caractères.",
  expired: "Cette connexion est terminée",
  expiredLead: "La page est restée ouverte trop longtemps, ou la connexion s’est faite dans un autre onglet. Rien n’est perdu.",
  failed: "La connexion n’a pas abouti",
  failedLead: "Rien n’est perdu. Revenez à Quittance et réessayez\u00a0; si cela se reproduit, donnez cette référence à votre administrateur\u00a0:",
  back: "Revenir à Quittance",
  bye: "Vous êtes déconnecté",
  byeLead: "Vous pouvez fermer cette page.",
  roles: {
    collector: "Chargé de recouvrement",
    "credit-manager": "Credit manager",
    "division-manager": "Directeur de division",
    salesperson: "Commercial",
    "cash-applier": "Affectation des règlements",
    accountant: "Comptable",
    executive: "Direction",
    administrator: "Administrateur",
    customer: "Client",
  },
};

export const WORDS = { en, fr } as const;

/** What the app asked for wins over what the browser prefers; English if neither is one of ours. */
export const languageOf = (uiLocales: string | undefined, acceptLanguage: string | undefined): Language => {
  const preferred = (acceptLanguage ?? "")
    .split(",")
    .map((part) => part.split(";q="))
    .sort((a, b) => Number(b[1] ?? 1) - Number(a[1] ?? 1))
    .map(([tag = ""]) => tag.trim());
  const wanted = [...(uiLocales ?? "").split(" "), ...preferred].map((tag) => tag.slice(0, 2).toLowerCase());
  return (wanted.find((tag) => tag === "fr" || tag === "en") as Language | undefined) ?? "en";
};
