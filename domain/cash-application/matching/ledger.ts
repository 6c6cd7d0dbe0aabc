// Open and closed documents, found by what a payer may write of them. All work per receipt goes through these indexes, so its time does
// not grow with the ledger. Closed documents stay findable: a payment that names one is a duplicate or a mistake, and must be seen as such.
import type { Cents, Item, Party } from "#domain/cash-application/matching/model.ts";
import { digitsOf, fold, keyOf, templateOf } from "#domain/cash-application/matching/spelling.ts";

export class Ledger {
  readonly parties = new Map<string, Party>();
  readonly items = new Map<string, Item>();
  readonly #byKey = new Map<string, Item[]>();
  readonly #byDigits = new Map<string, Item[]>();
  readonly #byOrder = new Map<string, Item[]>();
  readonly #ofParty = new Map<string, Item[]>();
  readonly #byAmount = new Map<string, Item[]>();
  readonly #families = new Map<string, string[]>();
  readonly #templates = new Map<string, number>();
  longestKey = 0;

  putParty(party: Party): void {
    this.parties.set(party.code, party);
    const head = party.parent || party.code;
    const family = this.#families.get(head);
    if (!family) this.#families.set(head, [head, ...(head === party.code ? [] : [party.code])]);
    else if (!family.includes(party.code)) {
      // The parent first, then by code: whoever looks at the first of them sees the same ones whatever the order of the master file.
      const after = family.findIndex((code, n) => n > 0 && code > party.code);
      family.splice(after < 0 ? family.length : after, 0, party.code);
    }
  }

  put(item: Item): void {
    const id = itemId(item.entity, item.document);
    const known = this.items.get(id);
    if (known) return this.setOpen(known, item.open);
    this.items.set(id, item);
    const key = keyOf(item.document);
    place(this.#byKey, key, item);
    this.longestKey = Math.max(this.longestKey, key.length);
    const digits = digitsOf(key);
    if (digits.length >= 4) place(this.#byDigits, digits.replace(/^0+/, ""), item);
    const order = keyOf(item.po);
    if (order.length >= 4) place(this.#byOrder, order, item);
    const template = templateOf(key);
    this.#templates.set(template, (this.#templates.get(template) ?? 0) + 1);
    if (item.open !== 0) this.#enter(item);
  }

  setOpen(item: Item, open: Cents): void {
    if (item.open === open) return;
    if (item.open !== 0) this.#leave(item);
    item.open = open;
    if (open !== 0) this.#enter(item);
  }

  item(entity: string, document: string): Item | undefined {
    return this.items.get(itemId(entity, document));
  }

  byKey(key: string): readonly Item[] {
    return this.#byKey.get(key) ?? none;
  }

  byDigits(digits: string): readonly Item[] {
    return this.#byDigits.get(digits) ?? none;
  }

  byOrder(order: string): readonly Item[] {
    return this.#byOrder.get(order) ?? none;
  }

  /** Open items of a customer, in no order. */
  openOf(code: string): readonly Item[] {
    return this.#ofParty.get(code) ?? none;
  }

  openByAmount(entity: string, currency: string, open: Cents): readonly Item[] {
    return this.#byAmount.get(`${entity}|${currency}|${open}`) ?? none;
  }

  /** The customer, its parent and its parent's other children. */
  familyOf(code: string): readonly string[] {
    return this.#families.get(this.parties.get(code)?.parent || code) ?? [code];
  }

  /** Does the text have the shape of this house's document numbers? Learned from the numbers themselves. */
  looksLikeNumber(key: string): boolean {
    return (this.#templates.get(templateOf(key)) ?? 0) >= 3;
  }

  #enter(item: Item): void {
    add(this.#ofParty, item.customer, item);
    add(this.#byAmount, `${item.entity}|${item.currency}|${item.open}`, item);
  }

  #leave(item: Item): void {
    remove(this.#ofParty, item.customer, item);
    remove(this.#byAmount, `${item.entity}|${item.currency}|${item.open}`, item);
  }
}

export const itemId = (entity: string, document: string): string => `${entity}|${fold(document).trim()}`;

const none: readonly Item[] = [];

function add(index: Map<string, Item[]>, key: string, item: Item): void {
  const list = index.get(key);
  if (list) list.push(item);
  else index.set(key, [item]);
}

/** In the order of their names, not of their arrival: the first of several is then the same one every day. */
function place(index: Map<string, Item[]>, key: string, item: Item): void {
  const list = index.get(key);
  if (!list) return void index.set(key, [item]);
  const name = itemId(item.entity, item.document);
  const after = list.findLastIndex((one) => itemId(one.entity, one.document) < name);
  list.splice(after + 1, 0, item);
}

function remove(index: Map<string, Item[]>, key: string, item: Item): void {
  const list = index.get(key);
  const at = list?.indexOf(item) ?? -1;
  if (!list || at < 0) return;
  if (list.length === 1) return void index.delete(key);
  list[at] = list[list.length - 1]!;
  list.pop();
}
