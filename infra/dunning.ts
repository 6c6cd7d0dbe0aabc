// Dunning: each time zone's morning plans the reminders of who lives by its clock; what is planned is released when its window opens.
//
// One schedule per clock (zones that show the same time share it), and not one per customer: its number does not grow with the tenants, and planning again writes no schedule. A run over
// 100,000 customers of one zone is sixteen messages; a shard of 6,250 customers is read by sixteen at once (four queries of about 10 ms each: 16 s),
// decided in 0.3 s, and saved in one transaction per message (2,000 messages: about 20 s). With eight shards at once, two rounds: about 80 s.
import { Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Function } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { homeZones, sameClocks } from "#domain/calendar/time-zones.ts";
import { letterRoutes, reminderDeskRoutes } from "#domain/dunning/desk/routes.ts";
import { dunningRoutes } from "#domain/dunning/routes.ts";
import { catalogue } from "#events/catalogue.ts";
import type { Door } from "#infra/door.ts";
import type { Mail } from "#infra/mail.ts";
import { read, readProviders, sendTo, useBucket, useTable, useTenantTable, write } from "#infra/parts/allow.ts";
import { follow, work } from "#infra/parts/consume.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { HouseQueue } from "#infra/parts/queue.ts";
import { serve, servePublic } from "#infra/parts/routes.ts";
import { nameOf } from "#infra/parts/stage.ts";
import type { Providers } from "#infra/providers.ts";
import type { Storage } from "#infra/storage.ts";

/** The year whose clocks were compared: a country that leaves its neighbours' clock gets a schedule of its own when this is moved on. */
const CLOCKS_OF = 2026;

export class Dunning extends Construct {
  /** Messages whose window is open: `{ tenant, messageId }`. Whoever sends them reads here. */
  readonly sending: HouseQueue;

  constructor(scope: Construct, id: string, { door, storage, mail, providers }: { door: Door; storage: Storage; mail: Mail; providers: Providers }) {
    super(scope, id);
    const { alarms } = door;
    const planning = new HouseQueue(this, "plan-reminders", { reader: "dunning/plan-shard", alarms, tries: 3, impact: "Some customers are not reminded today: tomorrow's run catches up by one step." });
    this.sending = new HouseQueue(this, "send-reminders", { reader: "dunning/send-reminder", alarms, impact: "Planned reminders do not go out: each is released again every half hour until it does." });

    const start = houseFunction(this, "dunning/start-run");
    useTable(start, storage.table, read);
    sendTo(start, planning.queue, "PLAN_QUEUE_URL");

    const plan = houseFunction(this, "dunning/plan-shard");
    useTable(plan, storage.table, [...read, ...write]);
    // The log of the run: what was decided, and why not.
    useBucket(plan, "documents", { actions: ["PutObject"] });
    // Each holds a shard in memory and writes a few hundred records a second: eight stay well below what a new table takes.
    work(plan, planning, { together: 8 });

    const release = houseFunction(this, "dunning/release-due");
    useTable(release, storage.table, read);
    sendTo(release, this.sending.queue, "SEND_QUEUE_URL");

    const api = houseFunction(this, "dunning/api");
    useTenantTable(api, storage.table, "write");
    useBucket(api, "documents", { actions: ["GetObject"] });
    serve(this, door, api, { ...dunningRoutes, ...reminderDeskRoutes });
    this.letters({ door, storage, mail, providers });
    this.schedule({ start, release, planning });
    this.send({ door, storage, mail, providers });
    this.receive({ door, storage, mail });
    this.believe({ door, storage });
    this.visitors({ door, storage, providers });
  }

  /** Links prove themselves by their signature, providers by theirs: no token of ours. */
  private visitors({ door, storage, providers }: { door: Door; storage: Storage; providers: Providers }): void {
    const visitors = houseFunction(this, "dunning/visitors");
    useTable(visitors, storage.table, [...read, ...write, "UpdateItem"]);
    useBucket(visitors, "documents", { actions: ["GetObject", "PutObject"] });
    readProviders(visitors, providers.secret);
    visitors.addEnvironment("WEB_ORIGIN", door.web.origin);
    const link = "A customer's contact has no account: the link itself is signed, for one customer and one message, and ends.";
    const provider = "A provider has no account: what it tells is signed with a key that both know, and refused otherwise.";
    servePublic(this, door, visitors, { "GET /api/v1/links/{token}": link, "POST /api/v1/links/{token}": link, "POST /api/v1/webhooks/stripe": provider, "POST /api/v1/webhooks/sms": provider, "POST /api/v1/webhooks/print-mail": provider });
  }

  /** Texts tried, and proof: they need the documents, a mailbox for tests, and whether payment is offered. */
  private letters({ door, storage, mail, providers }: { door: Door; storage: Storage; mail: Mail; providers: Providers }): void {
    const letters = houseFunction(this, "dunning/letters");
    useTenantTable(letters, storage.table, "write");
    useBucket(letters, "documents", { actions: ["GetObject", "PutObject"] });
    readProviders(letters, providers.secret);
    mail.letSend(letters);
    letters.addEnvironment("WEB_ORIGIN", door.web.origin);
    serve(this, door, letters, letterRoutes);
  }

  /** SES takes 14 mails a second from a new account: eight workers of a fifth of a second each stay at its edge, and what it throttles is tried again. */
  private send({ door, storage, mail, providers }: { door: Door; storage: Storage; mail: Mail; providers: Providers }): void {
    const send = houseFunction(this, "dunning/send-reminder");
    useTable(send, storage.table, [...read, ...write]);
    useBucket(send, "documents", { actions: ["GetObject", "PutObject"] });
    readProviders(send, providers.secret);
    mail.letSend(send);
    send.addEnvironment("WEB_ORIGIN", door.web.origin);
    work(send, this.sending, { batch: 5, together: 8 });
  }

  /** What SES tells of mails that carry a message's tag; of others (a link into the portal) nobody asks. */
  private receive({ door, storage, mail }: { door: Door; storage: Storage; mail: Mail }): void {
    const receipts = new HouseQueue(this, "mail-receipts", { reader: "dunning/take-receipt", alarms: door.alarms, impact: "Nobody knows whether reminders arrived: the next step of each waits." });
    const take = houseFunction(this, "dunning/take-receipt");
    useTable(take, storage.table, [...read, ...write]);
    useBucket(take, "documents", { actions: ["GetObject", "PutObject"] });
    work(take, receipts, { batch: 5, together: 8 });
    new Rule(this, "mail-receipts-rule", {
      ruleName: nameOf(this, "mail-receipts"),
      eventBus: mail.bus,
      eventPattern: { source: ["aws.ses"], detail: { mail: { tags: { message: [{ exists: true }] } } } },
      targets: [new SqsQueue(receipts.queue, { deadLetterQueue: receipts.deadLetters })],
    });
  }

  /** What customers announce to the payments desk. */
  private believe({ door, storage }: { door: Door; storage: Storage }): void {
    const announcements = new HouseQueue(this, "announcements", { reader: "dunning/take-announcement", alarms: door.alarms, impact: "Customers who told us that they have paid are reminded all the same." });
    const take = houseFunction(this, "dunning/take-announcement");
    useTable(take, storage.table, [...read, ...write]);
    follow(this, "announcements", storage, announcements, [catalogue.paymentAnnounced]);
    work(take, announcements);
  }

  private schedule({ start, release, planning }: { start: Function; release: Function; planning: HouseQueue }): void {
    const role = new Role(this, "schedules-role", { assumedBy: new ServicePrincipal("scheduler.amazonaws.com"), description: "Starts the runs of reminders and releases what is due" });
    role.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [start.functionArn, release.functionArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [planning.deadLetters.queueArn] }));
    const every = (name: string, expression: string, zone: string, fn: Function, input: object, description: string) =>
      new CfnSchedule(this, name, {
        name: nameOf(this, name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")), description, scheduleExpression: expression, scheduleExpressionTimezone: zone, flexibleTimeWindow: { mode: "OFF" },
        target: { arn: fn.functionArn, roleArn: role.roleArn, input: JSON.stringify(input), deadLetterConfig: { arn: planning.deadLetters.queueArn } },
      });
    // Five in the morning: after the night's files, before the earliest window, and never in the hour that a change of the clock skips or repeats.
    for (const zones of sameClocks(homeZones, CLOCKS_OF)) every(`Morning-${zones[0]}`, "cron(0 5 * * ? *)", zones[0]!, start, { zones }, `Plans the reminders of customers who live by the clock of ${zones[0]}`);
    every("Release", "cron(0/30 * * * ? *)", "UTC", release, { schedule: "release" }, "Hands over the reminders whose window is open");
  }
}
