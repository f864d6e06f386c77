/** @noSelfInFile */

/** Encodings and string preparation. @see util/encodings.so */
declare module "util.encodings" {
  /** Checks of a text's encoding. */
  const utf8: {
    /** NUL counts as valid. */
    valid: (this: void, text: string) => boolean;
    /** In code points. Nil for invalid UTF-8. */
    length: (
      this: void,
      text: string,
    ) => LuaMultiReturn<[length: number, err?: undefined] | [length: undefined, err: string]>;
  };

  /** International domain names. Nil for what is none. */
  const idna: {
    /** With `xn--`. */
    to_ascii: (this: void, host: string) => string | undefined;
    /** Without `xn--`: for people. */
    to_unicode: (this: void, host: string) => string | undefined;
  };

  /** Names that look alike. */
  const confusable: {
    /** The same for all that look alike. */
    skeleton: (this: void, text: string) => string | undefined;
  };

  /** Which library does it. */
  const version: string;

  /** Nil for what is forbidden. An empty string passes. `strict` refuses unassigned code points. Throw on nil. */
  const stringprep: {
    /** Usernames. Lower case. */
    nodeprep: (this: void, text: string, strict?: boolean) => string | undefined;
    /** Host names. Lower case. */
    nameprep: (this: void, text: string, strict?: boolean) => string | undefined;
    /** Resources. Upper case stays. */
    resourceprep: (this: void, text: string, strict?: boolean) => string | undefined;
    /** Passwords. Upper case stays, spaces of other kinds become plain ones. */
    saslprep: (this: void, text: string, strict?: boolean) => string | undefined;
  };

  /** With `+`, `/` and padding. */
  const base64: {
    /** In one line. */
    encode: (this: void, data: string) => string;
    /** Nil for what is not base64. */
    decode: (this: void, text: string) => string | undefined;
  };
}
