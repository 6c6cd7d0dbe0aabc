// Dates and day numbers, remembered: a run over a million items meets the same few hundred dates over and over, and reading them was a third of its time.
import { epochDay, fromEpochDay, type DateText } from "#domain/date.ts";

const MOST = 50_000;
const numbers = new Map<DateText, number>();
const texts = new Map<number, DateText>();

export function dayOf(date: DateText): number {
  const known = numbers.get(date);
  return known ?? remember(numbers, date, epochDay(date));
}

export function dateOf(day: number): DateText {
  const known = texts.get(day);
  return known ?? remember(texts, day, fromEpochDay(day));
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): V {
  if (map.size >= MOST) map.clear();
  map.set(key, value);
  return value;
}
