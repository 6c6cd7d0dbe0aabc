/** Bank and branch as French statements name them, from an IBAN; null for other accounts. */
export const frenchBank = (account: string | null): string | null => (account && /^FR\d{12}/.test(account) ? account.slice(4, 14) : null);
