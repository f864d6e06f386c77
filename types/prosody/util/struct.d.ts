/** @noSelfInFile */

/** Numbers as bytes. @see util/struct.so */
declare module "util.struct" {
  /** Values as bytes. Throws for a format that it does not know, and for a text shorter than it says. */
  function pack(format: string, ...values: (number | string)[]): string;
  /** How many bytes. Throws for a format that leaves it open. */
  function size(format: string): number;
  /**
   * Values from bytes, and the position behind them: of `>I6I6` two unsigned numbers of six bytes each, the most significant first.
   * Throws on a shorter text.
   */
  function unpack(
    format: ">I6I6",
    data: string,
    position?: number,
  ): LuaMultiReturn<[first: number, second: number, position: number]>;
  function unpack(format: string, data: string, position?: number): LuaMultiReturn<(number | string)[]>;
}
