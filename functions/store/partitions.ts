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

export const partitionsOf = (command: Command): readonly unknown[] => (reach[command.constructor.name] ?? (() => []))(command.input);

const partitionAttributes = ["pk", "gsi1pk", "gsi2pk"];

const ofItem = ({ Item = {} }: Keyed): readonly unknown[] => partitionAttributes.flatMap((name) => (name === "pk" || name in Item ? [Item[name]] : []));
const ofKey = ({ Key }: Keyed): readonly unknown[] => [Key?.pk];
const ofUpdate = (input: Expressed): readonly unknown[] => [...ofKey(input), ...assigned(input.UpdateExpression, input)];

const reach: Readonly<Record<string, (input: Input) => readonly unknown[]>> = {
  GetCommand: ofKey,
  DeleteCommand: ofKey,
  PutCommand: ofItem,
  UpdateCommand: ofUpdate,
  QueryCommand: (input) => assigned(input.KeyConditionExpression, input),
  BatchGetCommand: ({ RequestItems = {} }) => Object.values(RequestItems).flatMap((of) => ("Keys" in of ? of.Keys.map(({ pk }) => pk) : [undefined])),
  BatchWriteCommand: ({ RequestItems = {} }) =>
    Object.values(RequestItems).flatMap((of) =>
      "Keys" in of ? [undefined] : of.flatMap((write) => (write.PutRequest ? ofItem(write.PutRequest) : ofKey(write.DeleteRequest ?? {}))),
    ),
  TransactGetCommand: ({ TransactItems = [] }) => TransactItems.flatMap(({ Get = {} }) => ofKey(Get)),
  TransactWriteCommand: ({ TransactItems = [] }) =>
    TransactItems.flatMap(({ Put, Update, Delete, ConditionCheck }) => (Put ? ofItem(Put) : Update ? ofUpdate(Update) : ofKey(Delete ?? ConditionCheck ?? {}))),
};

/** The values that an expression sets, or compares for equality, on a partition attribute ("#pk = :pk"). */
function assigned(expression = "", { ExpressionAttributeNames, ExpressionAttributeValues }: Expressed): readonly unknown[] {
  return [...expression.matchAll(/(#?[\w.]+)\s*=\s*(:\w+)/g)].flatMap(([, name = "", value = ""]) =>
    partitionAttributes.includes(ExpressionAttributeNames?.[name] ?? name) ? [ExpressionAttributeValues?.[value]] : [],
  );
}
