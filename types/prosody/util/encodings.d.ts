/** @noSelfInFile */

/** Encodings and string preparation. @see util/encodings.so */
declare module "util.encodings" {
  /** Checks of a text's encoding. Throw on nil. */
  const utf8: {
    /** NUL counts as valid. */
    valid: (this: void, text: string) => boolean;
    /** In bytes, not in code points. Nil for invalid UTF-8. */
    length: (
      this: void,
      text: string,
    ) => LuaMultiReturn<[length: number, err?: undefined] | [length: undefined, err: string]>;
  };

  /** International domain names. Nil for what is none, an empty text too. Throw on nil. */
  const idna: {
    /** With `xn--`. Lower case. */
    to_ascii: (this: void, host: string) => string | undefined;
    /** Without `xn--`: for people. Lower case. */
    to_unicode: (this: void, host: string) => string | undefined;
  };

  /** Names that look alike. Only where Prosody was built with ICU, as Debian's is. */
  const confusable:
    | {
        /** The same for all that look alike. Nil for invalid UTF-8. Throws on nil. */
        skeleton: (this: void, text: string) => string | undefined;
      }
    | undefined;

  /** Of this library. */
  const version: string;

  /**
   * Nil for what is forbidden, for invalid UTF-8, and for more than 1023 bytes. An empty string passes. `strict` refuses code
   * points that Unicode 3.2 does not have. Throw on nil.
   */
  const stringprep: {
    /** Usernames. Lower case. */
    nodeprep: (this: void, text: string, strict?: boolean) => string | undefined;
    /** Host names. Lower case. Much passes that no host is called: see {@link idna}. */
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
    /**
     * White space is passed over, an end without its padding is dropped, and nothing is read behind a NUL. Nil for other characters.
     * Throws on nil.
     */
    decode: (this: void, text: string) => string | undefined;
  };
}
