// Who may send and who hears about it: identities, configuration sets and their event destinations, as the template says.
import { refuseUnknown } from "../target.ts";
import { MATCHING, type MailEventKind } from "./event.ts";
import { SesProblem } from "./query.ts";

/** Properties of AWS::SES::EmailIdentity, ConfigurationSet and ConfigurationSetEventDestination, resolved. */
export type IdentityProperties = { readonly EmailIdentity: string; readonly ConfigurationSetAttributes?: { readonly ConfigurationSetName?: string } } & Readonly<
  Record<string, unknown>
>;
export type ConfigurationSetProperties = { readonly Name: string } & Readonly<Record<string, unknown>>;
export type EventDestinationProperties = {
  readonly ConfigurationSetName: string;
  readonly EventDestination: {
    readonly Name?: string;
    readonly Enabled?: boolean;
    readonly MatchingEventTypes: readonly string[];
    readonly EventBridgeDestination?: { readonly EventBusArn: string };
  };
};

export class MailSettings {
  /** Identity → its default configuration set. */
  readonly #identities = new Map<string, string | undefined>();
  /** Configuration set → the kinds of events that go to the bus. */
  readonly #sets = new Map<string, Set<string>>();

  putIdentity({ EmailIdentity, ConfigurationSetAttributes }: IdentityProperties): void {
    this.#identities.set(EmailIdentity.toLowerCase(), ConfigurationSetAttributes?.ConfigurationSetName);
  }

  putConfigurationSet({ Name }: ConfigurationSetProperties): void {
    this.#sets.set(Name, this.#sets.get(Name) ?? new Set());
  }

  putEventDestination({ ConfigurationSetName, EventDestination: destination }: EventDestinationProperties): void {
    refuseUnknown(`event destination of ${ConfigurationSetName}`, destination, ["Name", "Enabled", "MatchingEventTypes", "EventBridgeDestination"]);
    const bus = destination.EventBridgeDestination?.EventBusArn;
    if (bus === undefined || !bus.endsWith("event-bus/default"))
      throw new Error(`SES publishes to the default bus and to no other; ${ConfigurationSetName} names ${bus ?? "none"}`);
    this.putConfigurationSet({ Name: ConfigurationSetName });
    if (destination.Enabled === false) return;
    for (const kind of destination.MatchingEventTypes) this.#sets.get(ConfigurationSetName)?.add(kind.toLowerCase().replaceAll("_", ""));
  }

  /** A template without identities has nothing to check against; with them, only they and what is in their domains may send. */
  checkSender(address: string): void {
    if (this.#identities.size === 0 || this.#identityOf(address) !== undefined) return;
    throw new SesProblem("MessageRejected", `Email address is not verified. The following identities failed the check in region EU-WEST-3: ${address}`);
  }

  configurationSetFor(address: string, named: string | undefined): string | undefined {
    const identity = this.#identityOf(address);
    const name = named ?? (identity === undefined ? undefined : this.#identities.get(identity));
    if (name !== undefined && !this.#sets.has(name)) throw new SesProblem("ConfigurationSetDoesNotExist", `Configuration set <${name}> does not exist.`);
    return name;
  }

  wants(configurationSet: string | undefined, kind: MailEventKind): boolean {
    return configurationSet !== undefined && this.#sets.get(configurationSet)?.has(MATCHING[kind]) === true;
  }

  #identityOf(address: string): string | undefined {
    const [, domain = ""] = address.toLowerCase().split("@");
    const parents = domain.split(".").map((_, at, labels) => labels.slice(at).join("."));
    return [address.toLowerCase(), ...parents].find((name) => this.#identities.has(name));
  }
}
