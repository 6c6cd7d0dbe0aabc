// The wall between tenants in IAM: who has this role reaches, of the table and its indexes, only what belongs to the tenant that his session is tagged
// with. ForAllValues holds when a request has no keys at all, so there must be some; and nothing here scans. In each stack one role reads, one writes as well.
import { Stack } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { AccountRootPrincipal, ArnPrincipal, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import type { Function } from "aws-cdk-lib/aws-lambda";

const OWN = "${aws:PrincipalTag/tenant}";
const reads = ["GetItem", "BatchGetItem", "Query"];
const writes = ["PutItem", "DeleteItem", "BatchWriteItem"];
/** What the door of the API keeps for itself: answers by Idempotency-Key (I), notes to the audit (Y), counts of how often (B). */
const door = ["GetItem", "PutItem", "UpdateItem", "DeleteItem"];

export function takeOnTenantRole(fn: Function, table: TableV2, may: "read" | "write"): void {
  const role = tenantRole(fn, table, may);
  role.assumeRolePolicy!.addStatements(
    new PolicyStatement({
      principals: [new ArnPrincipal(fn.role!.roleArn)],
      actions: ["sts:AssumeRole", "sts:TagSession"],
      // A session without the tag would reach keys that begin with nothing.
      conditions: { StringLike: { "aws:RequestTag/tenant": "?*" }, "ForAllValues:StringEquals": { "aws:TagKeys": ["tenant"] } },
    }),
  );
  fn.addEnvironment("TENANT_ROLE", role.roleArn);
  fn.addToRolePolicy(new PolicyStatement({ actions: ["sts:AssumeRole", "sts:TagSession"], resources: [role.roleArn] }));
}

function tenantRole(fn: Function, table: TableV2, may: "read" | "write"): Role {
  const stack = Stack.of(fn);
  const id = may === "read" ? "TenantReads" : "TenantWrites";
  const known = stack.node.tryFindChild(id) as Role | undefined;
  if (known) return known;
  // CDK wants somebody from the start; the account alone lets nobody in, for it holds only together with the condition that is never met.
  const nobody = new AccountRootPrincipal().withConditions({ StringEquals: { "aws:PrincipalTag/nobody": "is-let-in-by-this" } });
  const role = new Role(stack, id, { roleName: `${stack.stackName}-tenant-${may}s`, assumedBy: nobody, description: `What a session tagged with a tenant may ${may} of the table` });
  const own = (actions: readonly string[], keys: readonly string[]) =>
    new PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn, ...(actions.includes("Query") ? ["gsi1", "gsi2"].map((index) => `${table.tableArn}/index/${index}`) : [])],
      conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys.map((key) => `${OWN}#${key}`) }, Null: { "dynamodb:LeadingKeys": "false" } },
    });
  role.addToPolicy(own(reads, ["*"]));
  if (may === "write") role.addToPolicy(own(writes, ["*"]));
  role.addToPolicy(own(door, ["I#*", "Y#*", "B#*"]));
  return role;
}
