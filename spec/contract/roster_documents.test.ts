import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { load_schemas, validator_of } from "../support/contract.ts";
import { documents } from "./roster_documents.ts";

describe("roster.schema.json says of a document what the module says, as far as it can", () => {
  const ajv = load_schemas();
  const is_roster = validator_of(ajv, "roster.schema.json");

  const verdicts = { good: true, bad: false, beyond: true, unread: false } as const;
  for (const kind of ["good", "bad", "beyond", "unread"] as const) {
    for (const [name, document] of Object.entries(documents[kind])) {
      test(`${kind}: ${name}`, () => {
        assert.equal(is_roster(document), verdicts[kind], ajv.errorsText(is_roster.errors));
      });
    }
  }
});
