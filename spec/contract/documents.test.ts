import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { AnySchemaObject } from "ajv/dist/2020.js";
import {
  load_schemas,
  type MediaType,
  type OpenApi,
  type Operation,
  read_openapi,
  read_schema,
  schema_files,
  validator_of,
} from "../support/contract.ts";
import { is_record } from "../support/outcome.ts";

const ajv = load_schemas();

function assert_valid(schema: AnySchemaObject, value: unknown, what: string): void {
  const validate = ajv.compile(schema);
  assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(value)}`);
}

/** The examples anywhere in a schema, each with the schema that it is an example of. */
function* examples_in(schema: unknown): Generator<[AnySchemaObject, unknown]> {
  if (Array.isArray(schema)) {
    for (const each of schema) yield* examples_in(each);
  } else if (is_record(schema)) {
    const { examples, ...others } = schema;
    if (Array.isArray(examples)) for (const example of examples) yield [schema, example];
    yield* examples_in(Object.values(others));
  }
}

describe("schemas", () => {
  for (const file of schema_files) {
    test(`${file}: is a JSON Schema with examples, and they are valid`, () => {
      assert.ok(ajv.validateSchema(read_schema(file)), ajv.errorsText(ajv.errors));
      const validate = validator_of(ajv, file);
      const { examples } = read_schema(file);
      assert.ok(Array.isArray(examples) && examples.length > 0, "no examples");
      for (const example of examples) {
        assert.ok(validate(example), `${ajv.errorsText(validate.errors)}: ${JSON.stringify(example)}`);
      }
    });
  }
});

function operations_of({ paths }: OpenApi): [string, Operation][] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}

for (const name of ["application", "prosody"] as const) {
  describe(`${name}.openapi.yaml`, () => {
    test("is an OpenAPI 3.1 document, and its examples are valid", async () => {
      const document = await read_openapi(name);
      const hold = (what: string, content: Record<string, MediaType> = {}): void => {
        for (const { schema, example } of Object.values(content)) {
          if (example !== undefined) assert_valid(schema, example, what);
          for (const [its_schema, its_example] of examples_in(schema)) assert_valid(its_schema, its_example, what);
        }
      };
      for (const [what, { parameters = [], requestBody, responses }] of operations_of(document)) {
        for (const { name: parameter, schema, example } of parameters) {
          if (example !== undefined) assert_valid(schema, example, `${what}: ${parameter}`);
        }
        hold(what, requestBody?.content);
        for (const [status, { content }] of Object.entries(responses)) hold(`${what} ${status}`, content);
      }
      for (const [response, { content }] of Object.entries(document.components.responses)) hold(response, content);
    });
  });
}
