/** @noSelfInFile */

/** Numbers as bytes. @see util-src/struct.c */
declare module "util.struct" {
  /** Values as bytes. */
  function pack(format: string, ...values: (number | string)[]): string;
  /** How many bytes. */
  function size(format: string): number;
  /** Two unsigned numbers of six bytes each, the most significant first, and the position behind them. Throws on a shorter text. */
  function unpack(
    format: ">I6I6",
    data: string,
    position?: number,
  ): LuaMultiReturn<[first: number, second: number, position: number]>;
}
