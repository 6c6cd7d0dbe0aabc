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
const cities: Record<Country, readonly string[]> = {
  FR: ["Nantes", "Lyon", "Bordeaux", "Lille", "Rennes", "Toulouse", "Dijon", "Angers", "Tours", "Nîmes", "Metz", "Brest"],
  GB: ["Leeds", "Bristol", "Norwich", "Exeter", "Hull", "Derby", "York", "Bath"],
  US: ["Albany, NY", "Dayton, OH", "Tulsa, OK", "Salem, OR", "Macon, GA", "Boise, ID", "Reno, NV"],
};

export type Name = { readonly name: string; readonly legalName: string; readonly city: string };

/** A name that nobody in `taken` has yet. */
export function inventName(luck: Chance, country: Country, taken: Set<string>): Name {
  for (;;) {
    const [first, second] = sounds[country] as [readonly string[], readonly string[]];
    const name = `${luck.pick(first)}${luck.pick(second)} ${luck.pick(trades[country])}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return { name, legalName: `${name} ${luck.pick(forms[country])}`, city: luck.pick(cities[country]) };
  }
}
