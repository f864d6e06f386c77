/** @noSelfInFile */

/** Templates. @see util/interpolation.lua */
declare module "util.interpolation" {
  /** Fills in a template. */
  type Render = (this: void, template: string, values: object) => string;

  /**
   * `pattern` finds the places, `"%b{}"` mostly; `escape` is done to each value. Then `{name}` is a value, `{name!}` one without
   * escape, `{name.of.something}` one in a table, `{name|filter}` one that a filter was used on, `{name?else}` with another where
   * there is none, `{name&then}` and `{name~else}` parts for there being one or none,
   * `{list#{idx} {item}}` and `{table%{idx} {item}}` parts for each. Without a value a place stays as it stands, but a
   * part for each is empty; false counts as none in `?`, `&` and `~` alone. Throws where a name asks for something of a number or of
   * true.
   */
  function new_(
    pattern: string,
    escape: (this: void, value: string) => string,
    filters?: Record<string, (this: void, value: never) => unknown>,
  ): Render;

  export { new_ as new };
  export type { Render };
}
