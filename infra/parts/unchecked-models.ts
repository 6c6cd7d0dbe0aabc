// Bundled in place of `jsonschema`, with which ElectroDB checks the shape of our entity models each time a function starts. The models are
// constants, and every test that touches the store checks them with the real library; here the check is 29 KB and milliseconds of each cold start.
// The formats are ElectroDB's to add to.
export class Validator {
  customFormats: Record<string, unknown> = {};

  addSchema(): void {
    // Nothing is checked, so no schema is kept.
  }

  validate(): { errors: readonly string[] } {
    return { errors: [] };
  }
}
// ElectroDB adds its formats to the prototype, before there is an instance.
Object.assign(Validator.prototype, { customFormats: {} });
