// Yesterday against today, held against a comparison of two maps.
import fc from "fast-check";
import { expect, test } from "vitest";
import { digest } from "#functions/runtime/digest.ts";
import { diff, tomorrow } from "#domain/ingestion/diff.ts";
import { FINGERPRINT_BYTES, fingerprints, type Fingerprints, loadFingerprints } from "#domain/ingestion/fingerprint.ts";
import { customerIdOf, itemIdOf } from "#domain/ingestion/identity.ts";
import { hashOf } from "#domain/text/hash.ts";

type Rows = readonly (readonly [number: string, text: string])[];
const id = (number: string) => itemIdOf(digest, "src_erp", number);

const fileOf = (rows: Rows): Fingerprints => {
  const file = fingerprints(1);
  for (const [number, text] of rows) {
    const [high, low] = hashOf(number);
    const known = file.placeOf(high, low);
    if (known >= 0) file.addRow(known, hashOf(text));
    else file.add("item", id(number), customerIdOf(digest, "erp", number.slice(0, 1)), [high, low], hashOf(text));
  }
  return file;
};
const rows = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-d][0-9]{1,2}$/), fc.constantFrom("1", "2", "3")), { selector: ([number]) => number, maxLength: 40 });

test("new, changed, unchanged and gone are what two lists say", () => {
  fc.assert(fc.property(rows, rows, fc.constantFrom("full" as const, "delta" as const), (before, now, mode) => {
    const [old, today] = [new Map(before), new Map(now)];
    const yesterday = loadFingerprints(fileOf(before).bytes().slice());
    const { created, changed, unchanged, gone } = diff(yesterday, fileOf(now), mode);
    expect(created).toBe([...today.keys()].filter((number) => !old.has(number)).length);
    expect(changed).toBe([...today].filter(([number, text]) => old.has(number) && old.get(number) !== text).length);
    expect(unchanged).toBe([...today].filter(([number, text]) => old.get(number) === text).length);
    expect(gone.map((n) => yesterday.idAt(n)).toSorted()).toEqual(mode === "delta" ? [] : [...old.keys()].filter((number) => !today.has(number)).map(id).toSorted());
  }));
});

test("what was rejected is looked at again tomorrow, and a delta forgets nothing", () => {
  fc.assert(fc.property(rows, rows, (before, now) => {
    const [yesterday, today] = [fileOf(before), fileOf(now)];
    const kept = loadFingerprints(tomorrow(yesterday, today, { mode: "delta", rejected: new Set(now.length > 0 ? [0] : []) }).slice());
    const again = diff(kept, fileOf(now), "full");
    const first = now[0];
    const wasSame = first && new Map(before).get(first[0]) === first[1];
    expect([...again.differs].filter(Boolean)).toHaveLength(first && !wasSame ? 1 : 0);
    expect(kept.size).toBe(new Set([...before, ...now.slice(1)].map(([number]) => number)).size);
  }));
});

test("ids come back as they went in, forty bytes a record, and the order of a document's rows does not matter", () => {
  const file = fileOf([["a1", "x"], ["b2", "y"], ["a1", "z"]]);
  const loaded = loadFingerprints(file.bytes().slice());
  expect([loaded.size, file.bytes().length]).toEqual([2, 2 * FINGERPRINT_BYTES]);
  expect([loaded.idAt(0), loaded.customerAt(1), loaded.kindAt(0)]).toEqual([id("a1"), customerIdOf(digest, "erp", "b"), "item"]);
  expect(diff(loaded, fileOf([["a1", "z"], ["a1", "x"], ["b2", "y"]]), "full").unchanged).toBe(2);
  expect(diff(loaded, fileOf([["a1", "z"], ["b2", "y"]]), "full").changed).toBe(1);
  expect(() => loadFingerprints(new Uint8Array(33))).toThrow(RangeError);
});
