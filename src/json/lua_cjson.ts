import type { Cjson } from "cjson";

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

export { cjson, MAX_DEPTH };
