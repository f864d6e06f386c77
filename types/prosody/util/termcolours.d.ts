/** @noSelfInFile */

/** Colours of terminals. @see util/termcolours.lua */
declare module "util.termcolours" {
  /** Names of styles, `bold` or `red background`, or colours such as `13b5ea`, as codes. What it does not know is left out. */
  function getstyle(...styles: string[]): string;
  /** A text between codes, be there a terminal or not. Without a style the text itself. */
  function getstring(style: string | undefined, text: string): string;
  /** Writes codes to the standard output, for all that follows. Without a style it is as usual again. */
  function setstyle(style?: string): void;
  /** A terminal's colours as `<span>` elements; their number comes second. Does not escape the text. */
  function tohtml(text: string): LuaMultiReturn<[html: string, replaced: number]>;
}
