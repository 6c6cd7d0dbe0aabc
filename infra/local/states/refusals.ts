/** A no of the Step Functions API, by the name that AWS gives it. */
export class StatesError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
