/** @noSelfInFile */

/** Colours of terminals. @see util/termcolours.lua */
declare module "util.termcolours" {
  /** Names of styles, or colours such as `13b5ea`, as what a terminal is told. */
  function getstyle(...styles: string[]): string;
  /** A text in that style. */
  function getstring(style: string, text: string): string;
  /** For all that follows. */
  function setstyle(style: string): void;
  /** A terminal's colours as `<span>` elements; their number comes second. Does not escape the text. */
  function tohtml(text: string): LuaMultiReturn<[html: string, replaced: number]>;
}
