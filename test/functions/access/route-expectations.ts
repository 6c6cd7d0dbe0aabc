// Who gets what from every route of the API, by hand. A new route needs a row here, or the build fails (routes.test.ts).
//
//   no    refused: the role lacks the right (403)
//   yes   may; the route is about nobody's rows
//   own   may, within the own rows: what is foreign is not in the list, and answers as if it did not exist (404)
//   all   may, for the foreign rows as well as for the own
//
// The nine roles without further limits, and two people with some: an accountant of one entity, and a credit manager of one country.
const columns = ["collector", "credit-manager", "division-manager", "salesperson", "cash-applier", "accountant", "executive", "administrator", "customer", "accountant-of-one-entity", "manager-of-one-country"] as const;

const table = `
                                       coll man  div  sale cash acc  exec adm  cust | acc1 man1
GET    /me                             yes  yes  yes  yes  yes  yes  yes  yes  yes  | yes  yes
GET    /users                          no   yes  no   no   no   no   no   yes  no   | no   yes
GET    /roles                          no   yes  no   no   no   no   no   yes  no   | no   yes
POST   /users                          no   no   no   no   no   no   no   yes  no   | no   no
GET    /users/{id}                     no   yes  no   no   no   no   no   yes  no   | no   yes
PATCH  /users/{id}                     no   no   no   no   no   no   no   yes  no   | no   no
POST   /roles                          no   no   no   no   no   no   no   yes  no   | no   no
PUT    /roles/{id}                     no   no   no   no   no   no   no   yes  no   | no   no
DELETE /roles/{id}                     no   no   no   no   no   no   no   yes  no   | no   no
GET    /role-groups                    no   yes  no   no   no   no   no   yes  no   | no   yes
PUT    /role-groups                    no   no   no   no   no   no   no   yes  no   | no   no
GET    /access/explanation             no   no   no   no   no   no   no   yes  no   | no   no
GET    /portfolios                     no   yes  yes  no   no   no   no   yes  no   | no   yes
GET    /portfolios/rules               no   yes  yes  no   no   no   no   yes  no   | no   yes
PUT    /portfolios/rules               no   yes  no   no   no   no   no   yes  no   | no   yes
POST   /portfolios/preview             no   yes  yes  no   no   no   no   yes  no   | no   yes
POST   /portfolios/application         no   yes  no   no   no   no   no   yes  no   | no   yes
POST   /portfolios/assignments         no   yes  no   no   no   no   no   yes  no   | no   yes
GET    /portfolios/history             no   yes  yes  no   no   no   no   yes  no   | no   yes
GET    /customers/{id}/holders         no   all  all  no   no   no   no   all  no   | no   own
GET    /audit                          no   no   no   no   no   no   no   yes  no   | no   no
GET    /audit/chain                    no   no   no   no   no   no   no   yes  no   | no   no
POST   /audit/exports                  no   no   no   no   no   no   no   yes  no   | no   no
GET    /api-clients                    no   no   no   no   no   no   no   yes  no   | no   no
POST   /api-clients                    no   no   no   no   no   no   no   yes  no   | no   no
POST   /api-clients/{id}/rotation      no   no   no   no   no   no   no   yes  no   | no   no
DELETE /api-clients/{id}               no   no   no   no   no   no   no   yes  no   | no   no
GET    /absences                       yes  yes  yes  yes  yes  yes  yes  yes  no   | yes  yes
GET    /absences/covered               yes  yes  yes  yes  yes  yes  yes  yes  no   | yes  yes
POST   /absences/preview               yes  yes  yes  yes  yes  yes  yes  yes  no   | yes  yes
POST   /absences                       yes  yes  yes  yes  yes  yes  yes  yes  no   | yes  yes
DELETE /absences/{id}                  no   yes  yes  no   no   no   yes  yes  no   | no   yes
GET    /entities                       all  all  all  all  all  all  all  all  no   | own  all
POST   /entities                       no   no   no   no   no   no   no   yes  no   | no   no
GET    /customers                      own  all  all  own  all  all  all  all  no   | own  own
GET    /customers/{id}                 own  all  all  own  all  all  all  all  no   | own  own
PATCH  /customers/{id}                 own  all  no   no   no   no   no   all  no   | no   own
GET    /customers/{id}/open-items      own  all  all  own  all  all  all  all  no   | own  own
GET    /customers/{id}/timeline        own  all  all  own  all  all  all  all  no   | own  own
GET    /customers/{id}/statement       own  all  all  own  all  all  all  all  no   | own  own
GET    /customers/{id}/portal-access   own  all  no   no   no   all  no   all  no   | own  own
POST   /customers/{id}/portal-access   own  all  no   no   no   no   no   all  no   | no   own
DELETE /customers/{id}/portal-access/{contactId}  own  all  no  no  no  no  no  all  no  | no  own
GET    /customers/{id}/portal-preview  own  all  no   no   no   all  no   all  no   | own  own
GET    /items/{id}                     own  all  all  own  all  all  all  all  no   | own  own
GET    /aged-balance                   own  all  all  own  all  all  all  all  no   | own  own
GET    /invoices                       own  all  all  own  all  all  all  all  no   | own  own
GET    /general-ledger                 own  all  all  own  all  all  all  all  no   | own  own
GET    /payments                       no   all  no   no   all  all  all  all  no   | own  no
GET    /payments/summary               no   all  no   no   all  all  all  all  no   | own  no
GET    /payments/{id}                  no   all  no   no   all  all  all  all  no   | own  no
GET    /payments/{id}/timeline         no   all  no   no   all  all  all  all  no   | own  no
GET    /payments/{id}/proposals        no   all  no   no   all  all  all  all  no   | own  no
GET    /payments/{id}/candidates       no   all  no   no   all  all  all  all  no   | own  no
GET    /bank-statements                no   all  no   no   all  all  all  all  no   | own  no
GET    /payments/{id}/documents        no   all  no   no   all  all  all  all  no   | own  no
GET    /payments/{id}/inquiry          no   all  no   no   all  no   no   no   no   | no   no
POST   /payments/{id}/follow-up        no   all  no   no   all  no   no   no   no   | no   no
POST   /payments/{id}/allocations      no   all  no   no   all  no   no   no   no   | no   no
POST   /payments/{id}/transfers        no   all  no   no   all  no   no   no   no   | no   no
POST   /payments/{id}/transfers/{part}/return no all no no   all  no   no   no   no   | no   no
POST   /payments/{id}/set-aside        no   all  no   no   all  no   no   no   no   | no   no
POST   /payments/{id}/reopening        no   all  no   no   all  no   no   no   no   | no   no
POST   /allocations/{id}/reversal      no   all  no   no   all  no   no   no   no   | no   no
GET    /remittance-advices             no   all  no   no   all  all  all  all  no   | own  no
POST   /remittance-advices             no   all  no   no   all  no   no   no   no   | no   no
GET    /remittance-advices/{id}        no   all  no   no   all  all  all  all  no   | own  no
POST   /remittance-advices/{id}/dismissal no all no   no   all  no   no   no   no   | no   no
GET    /postings-exports               no   all  no   no   all  all  all  all  no   | own  no
POST   /postings-exports               no   all  no   no   all  all  no   no   no   | own  no
GET    /postings-exports/entries       no   all  no   no   all  all  all  all  no   | own  no
GET    /postings-exports/{id}          no   all  no   no   all  all  all  all  no   | own  no
GET    /postings-exports/{id}/file     no   all  no   no   all  all  all  all  no   | own  no
POST   /postings-exports/{id}/acknowledgment no   no   no   no   no   all  no   all  no   | own  no
POST   /postings-exports/entries/{id}/replay no   all  no   no   no   all  no   no   no   | own  no
POST   /postings-exports/entries/{id}/dismissal no   all  no   no   no   all  no   no   no   | own  no
GET    /payer-memory                   no   all  no   no   all  all  all  all  no   | own  no
GET    /payer-memory/edits             no   all  no   no   all  all  all  all  no   | own  no
POST   /payer-memory/edits             no   all  no   no   all  no   no   no   no   | no   no
DELETE /payer-memory/edits/{id}        no   all  no   no   all  no   no   no   no   | no   no
GET    /payer-memory/{id}              no   all  no   no   all  all  all  all  no   | own  no
POST   /payments/{id}/approval         no   all  no   no   no   all  no   no   no   | own  no
POST   /payments/{id}/approval/withdrawal no all no  no   all  no   no   no   no   | no   no
GET    /bank-debits                    no   all  no   no   all  all  all  all  no   | own  no
GET    /bank-debits/{id}/candidates    no   all  no   no   all  all  all  all  no   | own  no
POST   /bank-debits/{id}/return        no   all  no   no   all  no   no   no   no   | no   no
POST   /bank-debits/{id}/set-aside     no   all  no   no   all  no   no   no   no   | no   no
POST   /bank-debits/{id}/reopening     no   all  no   no   all  no   no   no   no   | no   no
GET    /write-off-codes                no   yes  no   no   yes  yes  yes  yes  no   | yes  no
PUT    /write-off-codes                no   no   no   no   no   yes  no   yes  no   | yes  no
GET    /closed-periods                 no   all  no   no   all  all  all  all  no   | own  all
GET    /closed-periods/{id}/cut-off    no   all  no   no   all  all  all  all  no   | own  no
POST   /closed-periods/{id}/closing    no   all  no   no   no   all  no   all  no   | own  no
POST   /closed-periods/{id}/reopening  no   all  no   no   no   no   no   all  no   | no   no
GET    /customers/{id}/payment-habits  no   all  no   no   all  all  all  all  no   | own  no
GET    /matching-rules                 no   yes  no   no   yes  yes  yes  yes  no   | yes  yes
PUT    /matching-rules/draft           no   yes  no   no   yes  no   no   yes  no   | no   yes
POST   /matching-rules/measurement     no   yes  no   no   yes  no   no   yes  no   | no   yes
POST   /matching-rules/publication     no   yes  no   no   no   no   no   yes  no   | no   yes
GET    /dunning/policies               yes  yes  yes  yes  yes  yes  yes  yes  no   | yes  yes
GET    /dunning/policies/{id}          yes  yes  yes  yes  yes  yes  yes  yes  no   | yes  yes
PUT    /dunning/policies/{id}          no   yes  no   no   no   no   no   yes  no   | no   yes
POST   /dunning/policies/{id}/publication  no  yes  no  no   no   no   no   yes  no   | no   yes
POST   /dunning/runs                   own  all  all  no   no   no   all  all  no   | no   own
GET    /dunning/holds                  own  all  all  own  all  all  all  all  no   | own  own
POST   /dunning/holds                  own  all  no   no   no   no   no   all  no   | no   own
POST   /dunning/holds/{id}/end         own  all  no   no   no   no   no   all  no   | no   own
GET    /dunning/templates              yes  yes  yes  yes  yes  yes  yes  yes  no   | yes  yes
GET    /dunning/templates/{id}/{language}  yes  yes  yes  yes  yes  yes  yes  yes  no  | yes  yes
PUT    /dunning/templates/{id}/{language}  no   yes  no   no   no   no   no   yes  no  | no   yes
POST   /dunning/templates/{id}/{language}/publication  no  yes  no  no  no  no  no  yes  no  | no  yes
GET    /dunning/calls                  own  all  all  own  all  all  all  all  no   | own  own
POST   /dunning/calls/{id}/outcome     own  all  no   own  no   no   no   all  no   | no   own
GET    /dunning/approvals              own  all  all  own  all  all  all  all  no   | own  own
POST   /messages/preview               own  all  no   no   no   no   no   all  no   | no   own
POST   /messages                       yes  yes  no   no   no   no   no   yes  no   | no   yes
POST   /messages/withdrawal            yes  yes  no   no   no   no   no   yes  no   | no   yes
POST   /dunning/templates/{id}/{language}/preview own  all  all  no   no   no   all  all  no   | no   own
POST   /dunning/templates/{id}/{language}/test no   all  no   no   no   no   no   all  no   | no   own
GET    /messages/{id}/evidence         own  all  all  own  all  all  all  all  no   | own  own
POST   /messages/{id}/evidence-pack    no   all  no   no   no   no   no   all  no   | no   own
GET    /dunning/hand-offs              own  all  all  own  all  all  all  all  no   | own  own
POST   /dunning/hand-offs              own  all  no   no   no   no   no   all  no   | no   own
POST   /dunning/hand-offs/draft        no   all  no   no   no   no   no   all  no   | no   own
POST   /dunning/hand-offs/{id}/decision no  all  no   no   no   no   no   all  no   | no   own
POST   /dunning/hand-offs/{id}/file    no   all  no   no   no   no   no   all  no   | no   own
POST   /dunning/hand-offs/{id}/return  no   all  no   no   no   no   no   all  no   | no   own
GET    /dunning/signals                own  all  all  own  all  all  all  all  no   | own  own
POST   /dunning/signals                own  all  no   own  no   no   no   all  no   | no   own
POST   /dunning/signals/{id}/end       own  all  no   own  no   no   no   all  no   | no   own
POST   /dunning/signals/import         no   yes  no   no   no   no   no   yes  no   | no   yes
GET    /dunning/charges                own  all  all  own  all  all  all  all  no   | own  own
POST   /dunning/charges                own  all  no   no   no   all  no   all  no   | own  own
GET    /dunning/runs                   yes  yes  yes  no   no   no   yes  yes  no   | no   yes
GET    /dunning/runs/{on}              own  all  all  no   no   no   all  all  no   | no   own
GET    /dunning/rates                  yes  yes  yes  yes  yes  yes  yes  yes  no   | yes  yes
PUT    /dunning/rates                  no   no   no   no   no   no   no   yes  no   | no   no
GET    /messages                       own  all  all  own  all  all  all  all  no   | own  own
GET    /messages/{id}                  own  all  all  own  all  all  all  all  no   | own  own
POST   /messages/{id}/decision         no   all  no   no   no   no   no   all  no   | no   own
GET    /promises                       own  all  all  own  all  all  all  all  no   | own  own
POST   /promises                       own  all  no   own  no   no   no   all  no   | no   own
POST   /promises/{id}/end              own  all  no   own  no   no   no   all  no   | no   own
GET    /sources                        all  all  all  all  all  all  all  all  no   | own  all
POST   /sources                        no   no   no   no   no   yes  no   yes  no   | yes  no
PUT    /sources/{id}/profile           no   no   no   no   no   all  no   all  no   | own  no
POST   /sources/detect                 no   no   no   no   no   yes  no   yes  no   | yes  no
GET    /imports                        all  all  no   no   all  all  all  all  no   | own  all
POST   /imports                        no   yes  no   no   yes  yes  no   yes  no   | yes  no
GET    /imports/{id}                   all  all  no   no   all  all  all  all  no   | own  all
GET    /imports/{id}/file              no   all  no   no   all  all  no   all  no   | own  no
GET    /imports/{id}/rejects           no   all  no   no   all  all  no   all  no   | own  no
POST   /imports/{id}/rejects/replay    no   all  no   no   all  all  no   all  no   | own  no
POST   /imports/{id}/approval          no   all  no   no   all  all  no   all  no   | own  no
POST   /imports/{id}/release           no   all  no   no   all  all  no   all  no   | own  no
`;

export type Expected = "no" | "yes" | "own" | "all";

/** By route ("GET /me") and person. */
export const expectations: ReadonlyMap<string, ReadonlyMap<string, Expected>> = new Map(
  table
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [method, path, ...cells] = line.replaceAll("|", " ").trim().split(/\s+/);
      return [`${method} ${path}`, new Map(columns.map((person, n) => [person, cells[n] as Expected]))] as const;
    }),
);

/** What a route needs in order to be asked, where its parameters alone do not say it. `{where}` becomes domestic or foreign. An unfinished body is enough: who may ask is told what is missing. `lists`: the answer holds rows, though nothing is read with GET. */
export const questions: Readonly<Record<string, { readonly query?: string; readonly path?: string; readonly body?: unknown; readonly lists?: true }>> = {
  "PATCH /customers/{id}": { body: { version: 99 } },
  "PUT /sources/{id}/profile": { body: { about: "items", delimiter: ";", decimal: ",", dates: "DD/MM/YYYY", amounts: "signed", columns: {} } },
  "POST /imports/{id}/approval": { body: { decision: "abandon", reason: "asked by a test" } },
  "POST /imports/{id}/release": { body: { source: "src_domestic" } },
  "GET /users/{id}": { path: "/users/usr_executive" },
  "PATCH /users/{id}": { path: "/users/usr_executive", body: {} },
  "PUT /roles/{id}": { path: "/roles/collector" },
  "DELETE /roles/{id}": { path: "/roles/collector" },
  "GET /access/explanation": { query: "user=usr_executive&action=me.read" },
  "POST /api-clients/{id}/rotation": { path: "/api-clients/usr_api-one/rotation", body: {} },
  "DELETE /api-clients/{id}": { path: "/api-clients/usr_api-one" },
  // The executive's: one's own may be called off by everybody, others' by supervisors.
  "DELETE /absences/{id}": { path: "/absences/abs_one" },
  "DELETE /customers/{id}/portal-access/{contactId}": { path: "/customers/cus_{where}/portal-access/con_{where}" },
  "GET /portfolios/history": { query: "collector=Priya%20Nair" },
  "GET /payments": { query: "status=waiting" },
  "GET /payments/summary": { query: "from=2026-02-01&to=2026-02-28" },
  "GET /payments/{id}/inquiry": { query: "to=customer&question=which-documents" },
  "POST /payments/{id}/transfers": { body: { entityId: "ent_{where}" } },
  "POST /payments/{id}/transfers/{part}/return": { path: "/payments/pay_{where}/transfers/pay_none/return", body: { entityId: "ent_{where}" } },
  "POST /allocations/{id}/reversal": { query: "payment=pay_{where}" },
  "GET /bank-debits": { query: "entity=ent_{where}" },
  "GET /postings-exports": { query: "entity=ent_{where}" },
  "POST /postings-exports": { body: { entity: "ent_{where}" } },
  "GET /postings-exports/entries": { query: "entity=ent_{where}" },
  "POST /payer-memory/edits": { body: { entityId: "ent_{where}" } },
  "GET /payer-memory": { query: "entity=ent_{where}" },
  "GET /payer-memory/edits": { query: "entity=ent_{where}" },
  "DELETE /payer-memory/edits/{id}": { path: "/payer-memory/edits/med_none", query: "entity=ent_{where}" },
  "GET /payer-memory/{id}": { path: "/payer-memory/pyr_none", query: "entity=ent_{where}" },
  "GET /closed-periods/{id}/cut-off": { query: "until=2026-02-28" },
  "GET /items/{id}": { query: "customer=cus_{where}" },
  "GET /dunning/holds": { query: "customer=cus_{where}" },
  "POST /dunning/holds": { body: { scope: { of: "debtor", customerId: "cus_{where}" } } },
  "POST /dunning/holds/{id}/end": { path: "/dunning/holds/hld_{where}/end", body: { customer: "cus_{where}" } },
  "POST /dunning/calls/{id}/outcome": { path: "/dunning/calls/msg_call-{where}/outcome" },
  "GET /dunning/calls": { query: "on=2026-03-31" },
  "POST /messages/preview": { body: { customers: ["cus_domestic", "cus_foreign"], template: "reminder-1" }, lists: true },
  "POST /remittance-advices": { body: { announced: { customerId: "cus_{where}" } } },
  "GET /dunning/hand-offs": { query: "customer=cus_{where}" },
  "POST /dunning/hand-offs": { body: { customer: "cus_{where}" } },
  "POST /dunning/hand-offs/draft": { body: { customer: "cus_{where}" } },
  "POST /dunning/hand-offs/{id}/decision": { path: "/dunning/hand-offs/hof_{where}/decision", body: { customer: "cus_{where}" } },
  "POST /dunning/hand-offs/{id}/file": { path: "/dunning/hand-offs/hof_{where}/file", body: { customer: "cus_{where}" } },
  "POST /dunning/hand-offs/{id}/return": { path: "/dunning/hand-offs/hof_{where}/return", body: { customer: "cus_{where}" } },
  "POST /dunning/charges": { body: { customer: "cus_{where}" } },
  "POST /dunning/runs": { body: { simulate: true }, lists: true },
  "POST /promises": { body: { customer: "cus_{where}" } },
  "POST /promises/{id}/end": { path: "/promises/prm_{where}/end", body: { customer: "cus_{where}" } },
  "POST /dunning/templates/{id}/{language}/preview": { path: "/dunning/templates/reminder-1/en/preview", body: { customer: "cus_{where}", text: "unfinished" } },
  "POST /dunning/templates/{id}/{language}/test": { path: "/dunning/templates/reminder-1/en/test", body: { customer: "cus_{where}", text: "unfinished" } },
  "GET /dunning/signals": { query: "customer=cus_{where}" },
  "POST /dunning/signals": { body: { customer: "cus_{where}" } },
  "POST /dunning/signals/{id}/end": { path: "/dunning/signals/sig_{where}/end", body: { customer: "cus_{where}" } },
  "GET /dunning/charges": { query: "customer=cus_{where}" },
  "GET /dunning/runs/{on}": { path: "/dunning/runs/2026-03-31" },
  "GET /promises": { query: "customer=cus_{where}" },
  "GET /messages": { query: "customer=cus_{where}" },
  "GET /customers": { query: "asOf=2026-03-31" },
  "GET /invoices": { query: "asOf=2026-03-31" },
  "GET /aged-balance": { query: "asOf=2026-03-31&groupBy=customer" },
  "GET /general-ledger": { query: "from=2026-01-01&to=2026-03-31" },
};
