// Bundled in place of `electrodb` where our own code asks for it: ElectroDB, and the commands that it sends (document-commands.ts).
import { BatchGetCommand, BatchWriteCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand, ScanCommand, TransactGetCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { useCommands } from "#infra/parts/document-commands.ts";

useCommands({ BatchGetCommand, BatchWriteCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand, ScanCommand, TransactGetCommand, TransactWriteCommand, UpdateCommand });

export { Entity, Service } from "electrodb";
