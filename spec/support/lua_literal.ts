export type LuaValue = string | number | boolean | readonly LuaValue[] | { readonly [key: string]: LuaValue };

/** Source text of a Lua string. Control characters become `\ddd`, which is longest and so can be followed by a digit. */
export function lua_string(text: string): string {
  const escaped = text.replace(/[\\"]/g, "\\$&").replace(/[\x00-\x1f\x7f]/g, (control) => {
    return `\\${String(control.charCodeAt(0)).padStart(3, "0")}`;
  });
  return `"${escaped}"`;
}

function is_list(value: LuaValue): value is readonly LuaValue[] {
  return Array.isArray(value);
}

/** Source text of a Lua value. */
export function lua_literal(value: LuaValue): string {
  if (typeof value === "string") return lua_string(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (is_list(value)) return `{ ${value.map(lua_literal).join(", ")} }`;
  const fields = Object.entries(value).map(([key, field]) => `[${lua_string(key)}] = ${lua_literal(field)}`);
  return `{ ${fields.join(", ")} }`;
}

/** Lines that set the options in a Prosody configuration. */
export function lua_options(options: Record<string, LuaValue>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} = ${lua_literal(value)}\n`)
    .join("");
}
