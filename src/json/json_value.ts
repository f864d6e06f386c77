import { type Cjson } from "cjson";
import { utf8 } from "util.encodings";
import * as json from "util.json";
import array = require("util.array");

const LONGEST = 100;

/** Shows text from outside in a message: quoted, on one line, and cut where it is long. */
function quoted(text: string, longest = LONGEST): string {
  let [shown] = string.gsub(string.sub(text, 1, longest), "%c", "?");
  if (!utf8.valid(shown)) [shown] = string.gsub(shown, "[^ -~]", "?");
  return `"${shown}${text.length > longest ? "..." : ""}"`;
}

/** Of JSON from outside: arrays and objects in one another. */
const MAX_DEPTH = 32;

/** lua-cjson, many times as fast, where the admin has installed it. */
function load_cjson(): Cjson | undefined {
  const [ok, library] = pcall(require, "cjson.safe");
  if (!ok) return undefined;
  const cjson = (library as Cjson).new();
  cjson.decode_max_depth(MAX_DEPTH);
  cjson.decode_invalid_numbers(false);
  return cjson;
}

const cjson = load_cjson();

/** Decoded JSON. Objects and arrays are plain tables: {@link is_object} and {@link is_array} tell. */
export type JsonValue = string | number | boolean | JsonObject | JsonArray | json.JsonNull;
export type JsonObject = LuaTable<string, JsonValue>;
export type JsonArray = LuaTable<number, JsonValue>;

const CJSON_NULL: unknown = cjson === undefined ? undefined : cjson.null;
const ARRAY = getmetatable(array());

/** `true` for JSON null. */
function is_null(value: JsonValue | undefined): boolean {
  return value === json.null || (value !== undefined && value === CJSON_NULL);
}

/** `true` for a field that is left out or set to `null`, which means the same. */
function is_absent(value: JsonValue | undefined): boolean {
  return value === undefined || is_null(value);
}

/** `true` for a JSON object. An empty array passes for one: PHP encodes an empty object so. */
function is_object(value: JsonValue | undefined): value is JsonObject {
  return type(value) === "table" && value !== json.null && (value as JsonArray).get(1) === undefined;
}

/** `true` for a JSON array; for an empty one only if it was decoded exactly. */
function is_array(value: JsonValue | undefined): value is JsonArray {
  if (type(value) !== "table" || value === json.null) return false;
  return (value as JsonArray).get(1) !== undefined || getmetatable(value) === ARRAY;
}

/** What a JSON value is, in words for whoever sent it. */
function kind_of(value: JsonValue | undefined): string {
  if (is_absent(value)) return "null";
  if (is_array(value)) return "an array";
  if (is_object(value)) return "an object";
  const lua_type = type(value);
  return lua_type === "boolean" ? "true or false" : `a ${lua_type}`;
}

export { MAX_DEPTH, cjson, is_absent, is_array, is_null, is_object, kind_of, quoted };
