// Which partitions does a request touch, in the table and in its indexes? The guard in table.ts asks this of every request.
// A request that we do not know (a scan, a PartiQL statement) touches none that we can name, and is refused for that.
export type Command = { readonly input: Input; readonly constructor: { readonly name: string } };
type Input = { ReturnConsumedCapacity?: string } & Readonly<Record<string, any>>;

export const partitionsOf = (command: Command): readonly unknown[] => (reach[command.constructor.name] ?? (() => []))(command.input);

export const pathlessRefusal = (command: Command): string => `${command.constructor.name} names no partition of a tenant`;

const partitionAttributes = ["pk", "gsi1pk", "gsi2pk"] as const;
type Reach = (input: any) => readonly unknown[];

const ofItem: Reach = (item = {}) => [item.pk, ...partitionAttributes.slice(1).flatMap((name) => (name in item ? [item[name]] : []))];
const ofUpdate: Reach = (input) => [input.Key?.pk, ...assigned(input.UpdateExpression, input)];
const tables = (items: Record<string, any> = {}) => Object.values(items);

const reach: Readonly<Record<string, Reach>> = {
  GetCommand: (input) => [input.Key?.pk],
  DeleteCommand: (input) => [input.Key?.pk],
  PutCommand: (input) => ofItem(input.Item),
  UpdateCommand: ofUpdate,
  QueryCommand: (input) => assigned(input.KeyConditionExpression, input),
  BatchGetCommand: (input) => tables(input.RequestItems).flatMap(({ Keys }) => Keys.map((key: any) => key.pk)),
  BatchWriteCommand: (input) => tables(input.RequestItems).flatMap((writes) => writes.flatMap((w: any) => (w.PutRequest ? ofItem(w.PutRequest.Item) : [w.DeleteRequest?.Key?.pk]))),
  TransactGetCommand: (input) => input.TransactItems.map((t: any) => t.Get?.Key?.pk),
  TransactWriteCommand: (input) => input.TransactItems.flatMap(ofTransactWrite),
};

function ofTransactWrite({ Put, Update, Delete, ConditionCheck }: any): readonly unknown[] {
  if (Put) return ofItem(Put.Item);
  if (Update) return ofUpdate(Update);
  return [(Delete ?? ConditionCheck)?.Key?.pk];
}

/** The values that an expression sets, or compares for equality, on a partition attribute ("#pk = :pk"). */
function assigned(expression = "", input: any): readonly unknown[] {
  const pairs = [...expression.matchAll(/(#?[\w.]+)\s*=\s*(:\w+)/g)];
  return pairs.flatMap(([, name = "", value = ""]) => {
    const attribute = input.ExpressionAttributeNames?.[name] ?? name;
    return partitionAttributes.includes(attribute) ? [input.ExpressionAttributeValues?.[value]] : [];
  });
}
