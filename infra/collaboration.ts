// Collaboration: open screens hear of what changed.
import { Construct } from "constructs";
import { catalogue } from "#events/catalogue.ts";
import type { Door } from "#infra/door.ts";
import { tellScreens, useTable } from "#infra/parts/allow.ts";
import { cedarLayer } from "#infra/parts/cedar.ts";
import { follow, work } from "#infra/parts/consume.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { HouseQueue } from "#infra/parts/queue.ts";
import type { Storage } from "#infra/storage.ts";

export class Collaboration extends Construct {
  constructor(scope: Construct, id: string, { door, storage }: { door: Door; storage: Storage }) {
    super(scope, id);
    const telling = new HouseQueue(this, "live", { reader: "collaboration/notify-live", alarms: door.alarms, tries: 3, impact: "Open screens do not move by themselves: people see old figures until they reload." });
    const notify = houseFunction(this, "collaboration/notify-live");
    notify.addLayers(cedarLayer(this));
    useTable(notify, storage.table, ["GetItem", "Query"]);
    tellScreens(notify, door.live);
    const desk = [catalogue.statementRead, catalogue.paymentDecided, catalogue.paymentApplied, catalogue.allocationTakenBack, catalogue.paymentSetAside, catalogue.paymentReturned, catalogue.paymentTransferred, catalogue.writeOffRequested, catalogue.writeOffRefused, catalogue.adviceReceived];
    const stopped = [catalogue.messageApproved, catalogue.messageApprovalWithdrawn, catalogue.messageStopped, catalogue.messageBounced, catalogue.policyPublished, catalogue.templatePublished];
    const reminders = [...stopped, catalogue.callMade, catalogue.holdPlaced, catalogue.holdReleased, catalogue.promiseMade, catalogue.promiseEnded, catalogue.chargesDecided];
    follow(this, "live", storage, telling, [catalogue.importProgressed, catalogue.importCompleted, catalogue.historyCaughtUp, catalogue.customerChanged, ...desk, ...reminders]);
    work(notify, telling, { batch: 10 });
  }
}
