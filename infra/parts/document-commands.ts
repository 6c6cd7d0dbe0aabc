// Bundled in place of `@aws-sdk/lib-dynamodb` where ElectroDB asks for it. ElectroDB is CommonJS, and what is asked for by `require` cannot be
// shaken: with the package itself every bundle had all of DynamoDB's commands, waiters and schemas. The commands come in from outside.
export let BatchGetCommand: unknown, BatchWriteCommand: unknown, DeleteCommand: unknown, GetCommand: unknown, PutCommand: unknown;
export let QueryCommand: unknown, ScanCommand: unknown, TransactGetCommand: unknown, TransactWriteCommand: unknown, UpdateCommand: unknown;

export function useCommands(commands: Readonly<Record<CommandName, unknown>>): void {
  ({ BatchGetCommand, BatchWriteCommand, DeleteCommand, GetCommand, PutCommand } = commands);
  ({ QueryCommand, ScanCommand, TransactGetCommand, TransactWriteCommand, UpdateCommand } = commands);
}

type CommandName = `${"BatchGet" | "BatchWrite" | "Delete" | "Get" | "Put" | "Query" | "Scan" | "TransactGet" | "TransactWrite" | "Update"}Command`;
