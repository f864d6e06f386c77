/** @noSelfInFile */

/** JSON Schema. @see util/jsonschema.lua */
declare module "util.jsonschema" {
  /** A schema, decoded. `true` fits all, `false` nothing. */
  type Schema = boolean | object;

  /**
   * What of a value does not fit.
   * @since 13.0
   */
  interface SchemaError {
    /** Where in the value, more or less: `/list/1/name`, empty for the whole. Lists count from 1. */
    instanceLocation: string;
    /** Where in the schema, more or less: `/name/type`, without `properties` and `items`. */
    schemaLocation: string;
    /** What is wrong, in English. */
    error: string;
  }

  /**
   * Whether it fits; 13.0 also says what does not, unless the schema is `false`. What `root` is for is the library's own: on 13.0 it
   * throws with it for what does not fit. Lengths of texts are bytes on 0.12, characters on 13.0, which throws for what is no UTF-8
   * where the schema limits a length.
   */
  function validate(
    schema: Schema,
    data: unknown,
    root?: Schema,
  ): LuaMultiReturn<[fits: boolean, errors?: SchemaError[]]>;
  /** Empty. */
  const xml_t: object;
}
