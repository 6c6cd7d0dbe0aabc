// One customer's account over several years of books.
//
// Every row is an item; lettering says what settles what (lettering.ts). At a year's end the books start again: the opening journal repeats what was
// open, sometimes row by row, sometimes as one sum. It must not be issued a second time, so the opening rows of a year whose predecessor is known
// only *claim* what that year left open: an opening row with the same amount (and code or document) claims that very row; the others claim the rest of
// the account together, oldest first. What is lettered on an opening row in the new year settles the rows that it claims.
//
// Where the opening says another sum than the year before left, the difference becomes an opening item of its own. So at every date the account
// is worth debit minus credit of the newest book that covers the date, to the cent.
import { letter, type Claim, type Group } from "#domain/ingestion/fec/lettering.ts";
import { type AccountReason, type AccountYear, type Live, liveOf, take, when } from "#domain/ingestion/fec/live.ts";
import { claimOpening, type Pool, settleFromPool } from "#domain/ingestion/fec/opening.ts";

type Member = Claim & { readonly live?: Live; readonly pool?: Pool };

export function keepAccount(years: readonly AccountYear[], note: (code: AccountReason) => void): Live[] {
  const account: Live[] = [];
  for (const [n, year] of years.entries()) {
    const restates = n > 0 && year.hasOpening;
    const opening = restates ? year.lines.filter(({ kind }) => kind === "opening") : [];
    const members: (Member & { lettering: string })[] = [];
    if (restates) {
      const claims = claimOpening(opening, account.filter(({ open }) => open !== 0n), year, note);
      account.push(...claims.differences);
      members.push(...claims.members);
    }
    for (const line of year.lines) {
      if ((restates && line.kind === "opening") || line.minor === 0n) continue;
      const live = liveOf(line, year.year);
      account.push(live);
      members.push({ ...when(line), minor: line.minor, live, lettering: line.lettering });
    }
    for (const [code, claims] of Map.groupBy(members, ({ lettering }) => lettering)) if (code !== "") settle(letter(claims), code, year.year, note);
  }
  return account;
}

function settle(groups: readonly Group<Member>[], code: string, year: string, note: (code: AccountReason) => void): void {
  for (const { on, part, shares, reason } of groups) {
    note(reason);
    const how = { on, allocation: [year, code, part].join("\u001f"), lettering: code };
    for (const { claim, minor } of shares) {
      if (claim.live) take(claim.live, minor, how);
      else if (claim.pool) settleFromPool(claim.pool, minor, how, note);
    }
  }
}
