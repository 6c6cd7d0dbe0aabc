// Cash application: receipts find their documents. A statement that was read, and a new list of open documents, each set the matching of a tenant going.
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { adviceRoutes } from "#domain/cash-application/advices/routes.ts";
import { exportRoutes } from "#domain/cash-application/export/routes.ts";
import { matchingRoutes } from "#domain/cash-application/matching/routes.ts";
import { closingRoutes } from "#domain/cash-application/closing/routes.ts";
import { writeOffRoutes } from "#domain/cash-application/write-off/routes.ts";
import { debitRoutes } from "#domain/cash-application/debits/routes.ts";
import { deskRoutes } from "#domain/cash-application/desk/routes.ts";
import { cashApplicationRoutes, transferRoutes } from "#domain/cash-application/routes.ts";
import { catalogue } from "#events/catalogue.ts";
import type { Door } from "#infra/door.ts";
import { read, useBucket, useTable, useTenantTable, write } from "#infra/parts/allow.ts";
import { follow, work } from "#infra/parts/consume.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { HouseQueue } from "#infra/parts/queue.ts";
import { serve } from "#infra/parts/routes.ts";
import { nameOf } from "#infra/parts/stage.ts";
import type { Storage } from "#infra/storage.ts";

export class CashApplication extends Construct {
  constructor(scope: Construct, id: string, { door, storage }: { door: Door; storage: Storage }) {
    super(scope, id);
    const matching = new HouseQueue(this, "match", { reader: "cash-application/match-payments", alarms: door.alarms, tries: 3, impact: "Customers' payments stop being matched: clerks see them only as waiting, and reminders go to customers who have paid." });
    const match = houseFunction(this, "cash-application/match-payments");
    useTable(match, storage.table, [...read, ...write]);
    useBucket(match, "lake", { under: "open-items/", actions: ["GetObject"] });
    follow(this, "match", storage, matching, [catalogue.statementRead, catalogue.openItemsListed, catalogue.adviceReceived, catalogue.holdPlaced]);
    work(match, matching, { together: 4 });

    const learning = new HouseQueue(this, "learn", { reader: "cash-application/learn", alarms: door.alarms, tries: 5, impact: "The desk does not learn from what clerks clear: the same payers are asked about again, and what was taken back is still believed." });
    const learn = houseFunction(this, "cash-application/learn");
    useTable(learn, storage.table, [...read, ...write]);
    follow(this, "learn", storage, learning, [catalogue.paymentApplied, catalogue.allocationTakenBack, catalogue.paymentReopened, catalogue.paymentReturned]);
    work(learn, learning, { together: 8 });

    const measuring = new HouseQueue(this, "measure", { reader: "cash-application/measure-rules", alarms: door.alarms, tries: 3, impact: "Rules of automatic posting that were drafted are not measured, so nobody can publish them." });
    const measure = houseFunction(this, "cash-application/measure-rules");
    useTable(measure, storage.table, [...read, ...write]);
    useBucket(measure, "lake", { under: "open-items/", actions: ["GetObject"] });
    follow(this, "measure", storage, measuring, [catalogue.matchingRulesDrafted]);
    work(measure, measuring, { together: 2 });

    const api = houseFunction(this, "cash-application/api");
    useTenantTable(api, storage.table, "write");
    useBucket(api, "lake", { under: "open-items/", actions: ["GetObject"] });
    serve(this, door, api, { ...cashApplicationRoutes, ...transferRoutes, ...closingRoutes, ...writeOffRoutes, ...deskRoutes });

    const desk = houseFunction(this, "cash-application/matching-api");
    useTenantTable(desk, storage.table, "write");
    useBucket(desk, "lake", { under: "open-items/", actions: ["GetObject"] });
    useBucket(desk, "documents", { under: "exports/", actions: ["GetObject", "PutObject"] });
    serve(this, door, desk, { ...matchingRoutes, ...exportRoutes, ...debitRoutes, ...adviceRoutes });

    const steps = new HouseQueue(this, "in-step", { reader: "cash-application/keep-in-step", alarms: door.alarms, impact: "The ERP's own payment stands beside our receipt: customers seem to have paid twice." });
    const inStep = houseFunction(this, "cash-application/keep-in-step");
    useTable(inStep, storage.table, [...read, ...write]);
    useBucket(inStep, "documents", { under: "exports/", actions: ["PutObject"] });
    follow(this, "in-step", storage, steps, [catalogue.paymentApplied, catalogue.openItemsListed]);
    work(inStep, steps, { together: 8 });

    this.hourly(steps);
  }

  /** Ten past each hour: after the banks' files of the full hour. */
  private hourly({ queue, deadLetters }: HouseQueue): void {
    const role = new Role(this, "export-role", { assumedBy: new ServicePrincipal("scheduler.amazonaws.com"), description: "Starts the export of postings to the ERP" });
    role.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queue.queueArn, deadLetters.queueArn] }));
    new CfnSchedule(this, "Export", {
      name: nameOf(this, "export-postings"), description: "Makes the batches of postings for the ERP", scheduleExpression: "cron(10 * * * ? *)", scheduleExpressionTimezone: "UTC", flexibleTimeWindow: { mode: "OFF" },
      target: { arn: queue.queueArn, roleArn: role.roleArn, input: JSON.stringify({ schedule: "export-postings" }), deadLetterConfig: { arn: deadLetters.queueArn } },
    });
  }
}
