/** @noSelfInFile */

/** JSON Schema. @see util/jsonschema.lua */
declare module "util.jsonschema" {
  /** A schema, decoded. `false` is for nothing. */
  type Schema = boolean | object;

  /**
   * What of a value does not fit.
   * @since 13.0
   */
  interface SchemaError {
    /** Where in the value, as a JSON pointer: empty for the whole. */
    instanceLocation: string;
    /** Which keyword of the schema, as a JSON pointer. */
    schemaLocation?: string;
    /** What is wrong, in English. */
    error: string;
  }

  /** Whether it fits; 13.0 also says what does not. */
  function validate(
    schema: Schema,
    data: unknown,
    root?: Schema,
  ): LuaMultiReturn<[fits: boolean, errors?: SchemaError[]]>;
  /** What schemas of `util.datamapper` have more. */
  const xml_t: object;
}
