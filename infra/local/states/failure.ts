// An error of the Amazon States Language: a name that Retry and Catch look for, and a cause for people.
export class StateFailure extends Error {
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause = "") {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

/** Neither a payload that is too large nor a broken definition heals by trying again: States.ALL does not mean them. */
const NEVER_BY_ALL = new Set(["States.DataLimitExceeded", "States.Runtime"]);
/** A missed heartbeat is a timeout, too. */
const TIMEOUTS = new Set(["States.Timeout", "States.HeartbeatTimeout"]);

export const failureMatches = (names: readonly string[], { error }: StateFailure): boolean =>
  names.some((name) => {
    if (name === error) return true;
    if (name === "States.ALL") return !NEVER_BY_ALL.has(error);
    if (name === "States.TaskFailed") return !TIMEOUTS.has(error) && !NEVER_BY_ALL.has(error);
    return name === "States.Timeout" && TIMEOUTS.has(error);
  });

const LARGEST_PAYLOAD = 256 * 1024;

/** State inputs, outputs, task results and variables may have 256 KiB each. */
export const withinLimit = <T>(value: T, what: string): T => {
  if (Buffer.byteLength(JSON.stringify(value) ?? "") > LARGEST_PAYLOAD) {
    throw new StateFailure("States.DataLimitExceeded", `The ${what} exceeds the maximum number of bytes service limit.`);
  }
  return value;
};
