import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load_schemas, validator_of } from "../support/contract.ts";
import { documents, type Kind, kinds } from "./roster_documents.ts";

const verdicts: Record<string, Record<Kind, boolean>> = {
  "roster.schema.json": { good: true, bad: false, beyond: true, unread: false, removal: false },
  "patch.schema.json": { good: true, bad: false, beyond: true, unread: false, removal: true },
};

for (const [file, is_valid] of Object.entries(verdicts)) {
  describe(`${file} says of a document what the module says, as far as it can`, () => {
    const ajv = load_schemas();
    const validate = validator_of(ajv, file);

    for (const kind of kinds) {
      for (const [name, document] of Object.entries(documents[kind])) {
        test(`${kind}: ${name}`, () => {
          assert.equal(validate(document), is_valid[kind], ajv.errorsText(validate.errors));
        });
      }
    }
  });
}
