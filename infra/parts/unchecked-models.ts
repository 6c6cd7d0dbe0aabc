// Bundled in place of `jsonschema`, with which ElectroDB checks the shape of our entity models each time a function starts. The models are
// constants, and every test that touches the store checks them with the real library; here the check is 29 KB and milliseconds of each cold start.
// One answer counts for more than a check: ElectroDB tells a model from a finished entity by whether the model check fails on it.
// The formats are ElectroDB's to add to.
export class Validator {
  customFormats: Record<string, unknown> = {};

  addSchema(): void {
    // Nothing is checked, so no schema is kept.
  }

  validate(candidate: { readonly _instance?: unknown }): { errors: readonly string[] } {
    return { errors: candidate._instance === undefined ? [] : ["This is an entity, not a model."] };
  }
}
// ElectroDB adds its formats to the prototype, before there is an instance.
Object.assign(Validator.prototype, { customFormats: {} });
