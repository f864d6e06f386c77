/** @noSelfInFile */

/**
 * PASETO tokens.
 * @since 13.0
 * @see util/paseto.lua
 */
declare module "util.paseto" {
  /** One version and purpose of them. */
  interface PasetoPurpose {
    sign?: (this: void, payload: object, key: unknown, footer?: unknown, implicit?: string) => string;
    verify?: (
      this: void,
      token: string,
      key: unknown,
      footer?: unknown,
      implicit?: string,
    ) => LuaMultiReturn<[payload: object | undefined, err?: string]>;
    encrypt?: (this: void, payload: object, key: string, footer?: unknown, implicit?: string) => string;
    decrypt?: (
      this: void,
      token: string,
      key: string,
      footer?: unknown,
      implicit?: string,
    ) => LuaMultiReturn<[payload: object | undefined, err?: string]>;
    init?: (this: void, ...keys: unknown[]) => LuaMultiReturn<[sign: unknown, verify: unknown]>;
  }

  /** Puts parts together so that they can't be taken apart otherwise. */
  function pae(parts: string[]): string;
  const v3_local: PasetoPurpose;
  const v4_public: PasetoPurpose;
}
