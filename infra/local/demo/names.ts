// Company names that could be real and are not: a sound, a trade, a legal form, each of the country.
import type { Chance } from "#infra/local/demo/chance.ts";

export type Country = "FR" | "GB" | "US";

const sounds: Record<Country, readonly (readonly string[])[]> = {
  FR: [["Océ", "Mal", "Sab", "Tav", "Bri", "Cor", "Val", "Mon", "Ser", "Lau", "Ver", "Per", "Gra", "Dor", "Fon", "Mar", "Rou", "Bel", "Cha", "Aub"], ["lia", "trave", "lier", "ernay", "dane", "vignac", "mont", "tebrune", "rolles", "zière", "nois", "gueux", "ville", "donne", "tenac", "sac", "vière", "lac", "teau", "rac"]],
  GB: [["North", "Ash", "Har", "Wick", "Thorn", "Pen", "Kel", "Brack", "Lang", "Dun", "Mar", "Sel", "Whit", "Crow", "Hazel"], ["gate", "combe", "low", "ham", "field", "rith", "sey", "nell", "ford", "stow", "ley", "by", "worth", "don", "mere"]],
  US: [["Red", "Silver", "Lake", "Prairie", "Cedar", "Harbor", "Summit", "Blue", "Mesa", "Union", "Pine", "Granite", "River", "Stone", "Willow"], [" Fork", "wood", "side", " Ridge", "line", " Point", "stead", " Valley", "bend", "field", " Hollow", "brook", " Mill", "crest", "land"]],
};
const trades: Record<Country, readonly string[]> = {
  FR: ["Frais", "Primeurs", "Distribution", "Traiteur", "Boulangeries", "Marée", "Épicerie", "Restauration", "Surgelés", "Négoce", "Hôtels", "Crèmerie"],
  GB: ["Foods", "Provisions", "Catering", "Grocers", "Bakeries", "Larder", "Wholesale", "Hotels", "Delicatessen", "Farm Shops"],
  US: ["Foods", "Markets", "Provisions", "Grocery", "Hospitality", "Kitchens", "Wholesale", "Co-op", "Catering", "Supply"],
};
const forms: Record<Country, readonly string[]> = { FR: ["SAS", "SARL", "SA", "SCEA"], GB: ["Ltd", "plc", "LLP"], US: ["Inc.", "LLC", "Corp."] };
type Town = { readonly city: string; readonly postcode: string };
const town = (text: string): Town => ({ city: text.split(" | ")[0]!, postcode: text.split(" | ")[1]! });
const cities: Record<Country, readonly Town[]> = {
  FR: ["Nantes | 44000", "Lyon | 69003", "Bordeaux | 33000", "Lille | 59000", "Rennes | 35000", "Toulouse | 31000", "Dijon | 21000", "Angers | 49000", "Tours | 37000", "Nîmes | 30000", "Metz | 57000", "Brest | 29200"].map(town),
  GB: ["Leeds | LS1 4AP", "Bristol | BS1 4DJ", "Norwich | NR2 1TF", "Exeter | EX1 1GJ", "Hull | HU1 2AG", "Derby | DE1 2QY", "York | YO1 7HH", "Bath | BA1 1SU"].map(town),
  US: ["Albany, NY | 12207", "Dayton, OH | 45402", "Tulsa, OK | 74103", "Salem, OR | 97301", "Macon, GA | 31201", "Boise, ID | 83702", "Reno, NV | 89501"].map(town),
};
const streets: Record<Country, readonly string[]> = {
  FR: ["rue des Tanneurs", "quai de la Halle", "avenue du Vieux-Marché", "rue de la Minoterie", "chemin des Vergers", "boulevard des Forges", "zone artisanale des Saules", "rue du Four-à-Chaux"],
  GB: ["Granary Lane", "Tannery Road", "Old Market Street", "Mill Quay", "Orchard Way", "Foundry Yard"],
  US: ["Orchard Avenue", "Mill Street", "Depot Road", "Granary Drive", "Harbor Way", "Foundry Street"],
};

export type Name = { readonly name: string; readonly legalName: string; readonly street: string } & Town;

/** A name that nobody in `taken` has yet. */
export function inventName(luck: Chance, country: Country, taken: Set<string>): Name {
  for (;;) {
    const [first, second] = sounds[country] as [readonly string[], readonly string[]];
    const name = `${luck.pick(first)}${luck.pick(second)} ${luck.pick(trades[country])}`;
    if (taken.has(name)) continue;
    taken.add(name);
    const [legalName, where] = [`${name} ${luck.pick(forms[country])}`, luck.pick(cities[country])];
    return { name, legalName, ...where, street: streetOf(name, country) };
  }
}

/** From the name alone: a street moves nobody else's luck. */
function streetOf(name: string, country: Country): string {
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.codePointAt(0)!) % 9973, 7);
  return `${(sum % 87) + 1} ${streets[country][sum % streets[country].length]!}`;
}
