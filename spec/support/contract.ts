import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020, type AnySchemaObject, type ValidateFunction } from "ajv/dist/2020.js";
import { is_record } from "./outcome.ts";

export const contract_folder = fileURLToPath(new URL("../../docs/contract", import.meta.url));

export const schema_files: readonly string[] = readdirSync(contract_folder).filter((name) =>
  name.endsWith(".schema.json"),
);

export function read_schema(file: string): AnySchemaObject {
  const schema: unknown = JSON.parse(readFileSync(join(contract_folder, file), "utf8"));
  assert.ok(is_record(schema), file);
  return schema;
}

/** All schemas of the contract, as whoever uses them would load them. */
export function load_schemas(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  for (const file of schema_files) ajv.addSchema(read_schema(file), file);
  return ajv;
}

/** Validates what one of the files describes. */
export function validator_of(ajv: Ajv2020, file: string): ValidateFunction {
  const validate = ajv.getSchema(file);
  assert.ok(validate, `there is no ${file}`);
  return validate;
}

export interface MediaType {
  schema: AnySchemaObject;
  example?: unknown;
}

export interface Response {
  headers?: Record<string, { required?: boolean; schema: AnySchemaObject }>;
  content?: Record<string, MediaType>;
}

export interface Parameter {
  name: string;
  in: "path" | "header";
  required?: boolean;
  schema: AnySchemaObject;
  example?: unknown;
}

export interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, Response>;
}

/** As much of an OpenAPI document as is looked at here. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response> };
}

export type ContractName = "application" | "prosody";

/** An OpenAPI document that a validator has found to be one, each reference replaced by what it refers to. */
export async function read_openapi(name: ContractName): Promise<OpenApi> {
  const validator = new Validator();
  for (const file of schema_files) await validator.addSpecRef(join(contract_folder, file), file);
  const { valid, errors } = await validator.validate(join(contract_folder, `${name}.openapi.yaml`));
  assert.ok(valid, `${name}.openapi.yaml: ${JSON.stringify(errors, undefined, 2)}`);
  return validator.resolveRefs() as unknown as OpenApi;
}

/** The same schema, but that fields which it does not name are not there. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!is_record(schema)) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return is_record(schema["properties"]) ? { additionalProperties: false, ...copy } : copy;
}

/** What was sent, on either side. */
export interface Message {
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** Prosody's side of one of the documents: it must say what is written there, and nothing more. */
export class Contract {
  readonly #ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  readonly #seen = new Set<string>();

  constructor(readonly document: OpenApi) {}

  static async read(name: ContractName): Promise<Contract> {
    return new Contract(await read_openapi(name));
  }

  /** Every answer that is described, as `GET /path 200`. */
  answers(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((status) => `${method.toUpperCase()} ${path} ${status}`),
      ),
    );
  }

  /** What is described and was not held against anything. */
  unseen(described: readonly string[]): string[] {
    return described.filter((each) => !this.#seen.has(each));
  }

  operations(): string[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  operation(method: string, path: string): Operation {
    const operation = this.document.paths[path]?.[method.toLowerCase()];
    assert.ok(operation, `${method} ${path} is not described`);
    return operation;
  }

  /** Holds an answer to `method` on a described path, such as `/rosters/{username}`, against what is written. */
  hold_answer(method: string, path: string, status: number, message: Message): void {
    const what = `${method} ${path} ${status}`;
    const response = this.operation(method, path).responses[status];
    assert.ok(response, `${what} is not described: ${message.body}`);
    this.hold_response(what, response, message);
    this.#seen.add(what);
  }

  hold_response(what: string, { headers = {}, content }: Response, message: Message): void {
    for (const [name, { required = false, schema }] of Object.entries(headers)) {
      this.#hold_header(what, { name, required, schema }, message);
    }
    this.#hold_body(what, content, message);
  }

  /** Holds a request against what is written. `usual` are the headers that go without saying. */
  hold_request(method: string, path: string, message: Message, usual: readonly string[]): void {
    const what = `${method} ${path}`;
    const { parameters = [], requestBody } = this.operation(method, path);
    const described = parameters.filter((parameter) => parameter.in === "header");
    for (const parameter of described) this.#hold_header(what, parameter, message);
    const known = [...usual, ...described.map(({ name }) => name.toLowerCase())];
    const unknown = Object.keys(message.headers).filter((name) => !known.includes(name));
    assert.deepEqual(unknown, [], `${what}: headers that are not described`);
    this.#hold_body(what, requestBody?.content, message);
    this.#seen.add(what);
  }

  #hold_header(what: string, { name, required, schema }: Omit<Parameter, "in">, { headers }: Message): void {
    const value = headers[name.toLowerCase()];
    if (value === undefined) assert.ok(required !== true, `${what}: the header ${name} is missing`);
    else this.#hold_value(`${what}: the header ${name}`, schema, value);
  }

  #hold_body(what: string, content: Record<string, MediaType> | undefined, { headers, body }: Message): void {
    if (content === undefined) {
      assert.equal(body, "", `${what}: a body that is not described`);
      return;
    }
    const type = String(headers["content-type"]).replace(/;.*/, "");
    const media = content[type];
    assert.ok(media, `${what}: ${type} is not described`);
    this.#hold_value(what, media.schema, JSON.parse(body));
  }

  #hold_value(what: string, schema: AnySchemaObject, value: unknown): void {
    const strict = closed(schema);
    assert.ok(is_record(strict));
    const validate = this.#ajv.compile(strict);
    assert.ok(validate(value), `${what}: ${this.#ajv.errorsText(validate.errors)}: ${JSON.stringify(value)}`);
  }
}
