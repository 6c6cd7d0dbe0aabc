// Insight: the history of every posting as Parquet in the lake, and the questions asked of it. These functions carry DuckDB in a layer.
import { RemovalPolicy, TimeZone } from "aws-cdk-lib";
import { Code, LayerVersion, Runtime } from "aws-cdk-lib/aws-lambda";
import { Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { SqsSendMessage } from "aws-cdk-lib/aws-scheduler-targets";
import { AssetHashType } from "aws-cdk-lib";
import { Construct } from "constructs";
import { insightRoutes } from "#domain/insight/routes.ts";
import { catalogue } from "#events/catalogue.ts";
import { layDuckdb } from "#infra/bundle.ts";
import type { Door } from "#infra/door.ts";
import { publishTo, read, useBucket, useTable } from "#infra/parts/allow.ts";
import { follow, work } from "#infra/parts/consume.ts";
import { houseFunction, nativeArchitecture } from "#infra/parts/function.ts";
import { HouseQueue } from "#infra/parts/queue.ts";
import { serve } from "#infra/parts/routes.ts";
import { followTable } from "#infra/parts/stream.ts";
import { nameOf } from "#infra/parts/stage.ts";
import type { Storage } from "#infra/storage.ts";

const history = { under: "history/", list: true } as const;

export class Insight extends Construct {
  constructor(scope: Construct, id: string, { door, storage }: { door: Door; storage: Storage }) {
    super(scope, id);
    const { alarms } = door;
    const layers = [this.duckdb()];

    const api = houseFunction(this, "insight/api", { layers });
    useTable(api, storage.table, read);
    useBucket(api, "lake", { ...history, actions: ["GetObject"] });
    serve(this, door, api, insightRoutes);

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

    const confirming = new HouseQueue(this, "confirm", { reader: "insight/confirm-history", alarms, tries: 10, impact: "Imports stay at \"settling\": nobody knows whether reports show them." });
    const confirm = houseFunction(this, "insight/confirm-history", { layers });
    useTable(confirm, storage.table, read);
    useBucket(confirm, "lake", { ...history, actions: ["GetObject"] });
    publishTo(confirm, storage.bus);
    follow(this, "confirm", storage, confirming, [catalogue.importPosted]);
    work(confirm, confirming);

    const compacting = new HouseQueue(this, "compact", { reader: "insight/compact-history", alarms, tries: 3, impact: "Reports get slower day by day: the history lies in too many small files." });
    const compact = houseFunction(this, "insight/compact-history", { layers });
    useBucket(compact, "lake", { ...history, actions: ["GetObject", "PutObject", "DeleteObject"] });
    follow(this, "compact", storage, compacting, [catalogue.importCompleted]);
    work(compact, compacting, { together: 2 });
    this.everyNight(compacting);
  }

  /** 02:30 in Paris: after the evening's files, before the first report. */
  private everyNight({ queue, deadLetters }: HouseQueue): void {
    new Schedule(this, "Nightly", {
      scheduleName: nameOf(this, "nightly-compaction"),
      description: "Compacts every tenant's history",
      schedule: ScheduleExpression.cron({ minute: "30", hour: "2", timeZone: TimeZone.EUROPE_PARIS }),
      target: new SqsSendMessage(queue, { input: ScheduleTargetInput.fromObject({ schedule: "nightly" }), deadLetterQueue: deadLetters }),
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
