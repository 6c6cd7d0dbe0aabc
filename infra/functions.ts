// Every Lambda function of Quittance, once: the file under functions/ that holds its handler, and what it is given to run with. The bundler
// makes what is listed here, the context constructs wire it, and a test compares this list with the template.
//
// Memory is CPU on Lambda (1,769 MB is one vCPU). Functions that only look something up get half of one; those that read files or hold a
// DuckDB get more than one. `seconds` is the time of one invocation; a queue's visibility is six times that (parts/queue.ts).

export type FunctionSettings = { readonly memory: number; readonly seconds: number; readonly duckdb?: true; /** It writes letters: their face lies beside its code. */ readonly letters?: true; /** Modules that its code imports only when they are needed: each is a file of its own beside the code. */ readonly later?: readonly string[]; /** MB of /tmp, where it is more than the 512 that come with it. */ readonly disk?: number };

export const functions = {
  "access/api": { memory: 1024, seconds: 15 },
  "access/administration": { memory: 1024, seconds: 15 },
  "access/reference": { memory: 512, seconds: 10 },
  "access/provision-tenant": { memory: 1024, seconds: 60 },
  /** Cognito waits five seconds for a trigger, no longer. */
  "access/add-claims": { memory: 512, seconds: 5 },
  "access/tell-absences": { memory: 512, seconds: 60 },
  "access/authorize": { memory: 1024, seconds: 5 },
  /** An export reads and writes twenty thousand records. */
  "access/audit-api": { memory: 1769, seconds: 29 },
  "access/keep-audit": { memory: 1024, seconds: 60 },
  "portal/api": { memory: 1024, seconds: 15 },
  "portal/send-link": { memory: 1024, seconds: 30 },
  "ledger/api": { memory: 1024, seconds: 15 },
  "ledger/publish-facts": { memory: 1024, seconds: 60 },
  "ingestion/receive-file": { memory: 512, seconds: 30 },
  "ingestion/read-file": { memory: 2048, seconds: 900, later: ["ingestion/fec-reading", "ingestion/acknowledgment-reading"] },
  "ingestion/parse-statement": { memory: 1769, seconds: 300 },
  "ingestion/apply-chunk": { memory: 1024, seconds: 120 },
  "ingestion/complete-run": { memory: 512, seconds: 30 },
  "ingestion/api": { memory: 1024, seconds: 29, later: ["ingestion/addresses"] },
  "insight/api": { memory: 3008, seconds: 29, duckdb: true, disk: 4096, later: ["insight/answers/customers", "insight/answers/invoices", "insight/answers/general-ledger"] },
  "insight/portfolio": { memory: 3008, seconds: 29, duckdb: true },
  "insight/collect-history": { memory: 2048, seconds: 120, duckdb: true },
  "insight/confirm-history": { memory: 1769, seconds: 30, duckdb: true },
  "insight/compact-history": { memory: 3008, seconds: 900, duckdb: true, disk: 4096 },
  "insight/list-open-items": { memory: 3008, seconds: 300, duckdb: true },
  "cash-application/api": { memory: 1769, seconds: 29, later: ["cash-application/open-items"] },
  "cash-application/matching-api": { memory: 1769, seconds: 29, later: ["cash-application/open-items", "cash-application/export-files"] },
  "cash-application/learn": { memory: 512, seconds: 30 },
  /** Lives through 90 days of payments twice. */
  "cash-application/measure-rules": { memory: 3008, seconds: 900 },
  "cash-application/match-payments": { memory: 3008, seconds: 900 },
  "cash-application/keep-in-step": { memory: 1769, seconds: 600 },
  "dunning/api": { memory: 1024, seconds: 29, later: ["dunning/linting"] },
  /** A letter of a thousand lines takes a second of a whole CPU. */
  "dunning/letters": { memory: 1769, seconds: 29, letters: true, later: ["dunning/paper"] },
  "dunning/start-run": { memory: 512, seconds: 60 },
  "dunning/plan-shard": { memory: 1769, seconds: 600 },
  "dunning/release-due": { memory: 512, seconds: 120 },
  "dunning/send-reminder": { memory: 1769, seconds: 60, letters: true, later: ["dunning/pack"] },
  "dunning/take-receipt": { memory: 512, seconds: 30 },
  "dunning/take-announcement": { memory: 512, seconds: 30 },
  "dunning/visitors": { memory: 1024, seconds: 15, later: ["dunning/payments/stripe"] },
  "collaboration/notify-live": { memory: 512, seconds: 30 },
} as const satisfies Record<string, FunctionSettings>;

export type FunctionName = keyof typeof functions;
export const functionNames = Object.keys(functions) as FunctionName[];
