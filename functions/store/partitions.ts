// Which partitions does a request touch, in the table and in its indexes? The guard in table.ts asks this of every request.
// A request that we do not know (a scan, a PartiQL statement) touches none that we can name, and is refused for that.
type Row = Readonly<Record<string, unknown>>;
type Keyed = { readonly Key?: Row; readonly Item?: Row };
type Expressed = Keyed & {
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Row;
};
type Write = { readonly Put?: Keyed; readonly Update?: Expressed; readonly Delete?: Keyed; readonly ConditionCheck?: Keyed; readonly Get?: Keyed };
type BatchWrite = { readonly PutRequest?: Keyed; readonly DeleteRequest?: Keyed };
type Input = Expressed & {
  ReturnConsumedCapacity?: string;
  readonly RequestItems?: Readonly<Record<string, { Keys: readonly Row[] } | readonly BatchWrite[]>>;
  readonly TransactItems?: readonly Write[];
};
export type Command = { readonly input: Input; readonly constructor: { readonly name: string } };

// A request is known by its shape, not by the name of its class: a bundle that was made small has forgotten the names.
export function partitionsOf({ input }: Command): readonly unknown[] {
  if (input.TransactItems) return input.TransactItems.flatMap(ofTransactItem);
  if (input.RequestItems) return Object.values(input.RequestItems).flatMap((of) => ("Keys" in of ? of.Keys.map(({ pk }) => pk) : of.flatMap(ofBatchWrite)));
  if (input.KeyConditionExpression) return assigned(input.KeyConditionExpression, input);
  if (input.Item) return ofItem(input);
  return input.Key ? ofUpdate(input) : [];
}

/** Whether the request writes. A get and a delete look alike from outside: it is the class that tells them apart, where its name is still known. */
export const writes = ({ input, constructor }: Command): boolean =>
  Boolean(input.Item ?? input.UpdateExpression ?? input.TransactItems?.some(({ Get }) => !Get)) || Object.values(input.RequestItems ?? {}).some((of) => !("Keys" in of)) || /Delete/.test(constructor.name);

const partitionAttributes = ["pk", "gsi1pk", "gsi2pk"];

const ofItem = ({ Item = {} }: Keyed): readonly unknown[] => partitionAttributes.flatMap((name) => (name === "pk" || name in Item ? [Item[name]] : []));
const ofKey = ({ Key }: Keyed): readonly unknown[] => [Key?.pk];
const ofUpdate = (input: Expressed): readonly unknown[] => [...ofKey(input), ...assigned(input.UpdateExpression, input)];

const ofBatchWrite = (write: BatchWrite): readonly unknown[] => (write.PutRequest ? ofItem(write.PutRequest) : ofKey(write.DeleteRequest ?? {}));
const ofTransactItem = ({ Put, Update, Delete, ConditionCheck, Get }: Write): readonly unknown[] => (Put ? ofItem(Put) : Update ? ofUpdate(Update) : ofKey(Delete ?? ConditionCheck ?? Get ?? {}));

/** The values that an expression sets, or compares for equality, on a partition attribute ("#pk = :pk"). */
function assigned(expression = "", { ExpressionAttributeNames, ExpressionAttributeValues }: Expressed): readonly unknown[] {
  return [...expression.matchAll(/(#?[\w.]+)\s*=\s*(:\w+)/g)].flatMap(([, name = "", value = ""]) =>
    partitionAttributes.includes(ExpressionAttributeNames?.[name] ?? name) ? [ExpressionAttributeValues?.[value]] : [],
  );
}
