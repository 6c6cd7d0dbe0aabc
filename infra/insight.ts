// Insight: the history of every posting as Parquet in the lake, and the questions asked of it. These functions carry DuckDB in a layer.
import { AssetHashType, RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Code, LayerVersion, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { portfolioRoutes } from "#domain/access/portfolio/routes.ts";
import { insightRoutes } from "#domain/insight/routes.ts";
import { catalogue } from "#events/catalogue.ts";
import { layDuckdb } from "#infra/bundle.ts";
import type { Door } from "#infra/door.ts";
import { publishTo, useBucket, useTenantTable } from "#infra/parts/allow.ts";
import { follow, work } from "#infra/parts/consume.ts";
import { functions } from "#infra/functions.ts";
import { houseFunction, nativeArchitecture } from "#infra/parts/function.ts";
import { HouseQueue } from "#infra/parts/queue.ts";
import { serve } from "#infra/parts/routes.ts";
import { followTable } from "#infra/parts/stream.ts";
import { nameOf } from "#infra/parts/stage.ts";
import type { Storage } from "#infra/storage.ts";

const history = { under: "history/" } as const;

export class Insight extends Construct {
  constructor(scope: Construct, id: string, { door, storage }: { door: Door; storage: Storage }) {
    super(scope, id);
    const { alarms } = door;
    const layers = [this.duckdb()];

    const api = houseFunction(this, "insight/api", { layers });
    useTenantTable(api, storage.table, "read");
    useBucket(api, "lake", { ...history, actions: ["GetObject"] });
    serve(this, door, api, insightRoutes);

    const portfolio = houseFunction(this, "insight/portfolio", { layers });
    useTenantTable(portfolio, storage.table, "write");
    useBucket(portfolio, "lake", { ...history, actions: ["GetObject"] });
    serve(this, door, portfolio, portfolioRoutes);

    const collect = houseFunction(this, "insight/collect-history", { layers });
    useBucket(collect, "lake", { ...history, actions: ["GetObject", "PutObject"] });
    followTable(this, "collect-history", {
      reader: collect,
      table: storage.table,
      batch: 1000,
      seconds: 1,
      alarms,
      impact: "Aged balances and reports miss the latest postings: managers decide on old figures, and imports do not complete.",
    });

    // The history is two or three seconds behind the ledger, minutes after a first import: asked after three seconds, then every thirty for an hour. A message
    // must not come back while its function may still be at it, so the thirty are its time.
    const confirming = new HouseQueue(this, "confirm", { reader: "insight/confirm-history", alarms, tries: 120, ask: { after: 3, every: functions["insight/confirm-history"].seconds }, impact: 'Imports stay at "settling": nobody knows whether reports show them.' });
    const confirm = houseFunction(this, "insight/confirm-history", { layers });
    useBucket(confirm, "lake", { ...history, actions: ["GetObject"] });
    publishTo(confirm, storage.bus);
    follow(this, "confirm", storage, confirming, [catalogue.importPosted]);
    work(confirm, confirming);

    const listing = new HouseQueue(this, "list", { reader: "insight/list-open-items", alarms, tries: 3, impact: "Payments are matched against an old list of open documents: more of them wait for a person." });
    const list = houseFunction(this, "insight/list-open-items", { layers });
    useBucket(list, "lake", { ...history, actions: ["GetObject"] });
    useBucket(list, "lake", { under: "open-items/", actions: ["PutObject"] });
    publishTo(list, storage.bus);
    follow(this, "list", storage, listing, [catalogue.importCompleted]);
    work(list, listing, { together: 2 });

    const compacting = new HouseQueue(this, "compact", { reader: "insight/compact-history", alarms, tries: 3, impact: "Reports get slower day by day: the history lies in too many small files." });
    const compact = houseFunction(this, "insight/compact-history", { layers });
    useBucket(compact, "lake", { ...history, actions: ["GetObject", "PutObject", "DeleteObject"] });
    follow(this, "compact", storage, compacting, [catalogue.importCompleted]);
    work(compact, compacting, { together: 2 });
    compact.configureAsyncInvoke({ onFailure: new SqsDestination(compacting.deadLetters), retryAttempts: 2 });
    this.everyNight(compacting);
  }

  /** 02:30 in Paris: after the evening's files, before the first report. */
  private everyNight({ queue, deadLetters }: HouseQueue): void {
    const role = new Role(this, "nightly-role", { assumedBy: new ServicePrincipal("scheduler.amazonaws.com"), description: "Starts the nightly compaction" });
    role.addToPolicy(new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queue.queueArn, deadLetters.queueArn] }));
    new CfnSchedule(this, "Nightly", {
      name: nameOf(this, "nightly-compaction"),
      description: "Compacts every tenant's history",
      scheduleExpression: "cron(30 2 * * ? *)",
      scheduleExpressionTimezone: "Europe/Paris",
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: queue.queueArn, roleArn: role.roleArn, input: JSON.stringify({ schedule: "nightly" }), deadLetterConfig: { arn: deadLetters.queueArn } },
    });
  }

  private duckdb(): LayerVersion {
    const { folder, version } = layDuckdb();
    return new LayerVersion(this, "DuckDb", {
      layerVersionName: nameOf(this, "duckdb"),
      description: `@duckdb/node-api ${version}`,
      // Seventy megabytes that change with the version only: the version is their hash.
      code: Code.fromAsset(folder, { assetHashType: AssetHashType.CUSTOM, assetHash: `duckdb ${version} ${process.platform}-${process.arch}` }),
      compatibleRuntimes: [Runtime.NODEJS_24_X],
      compatibleArchitectures: [nativeArchitecture],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
