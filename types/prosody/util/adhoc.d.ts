/** @noSelfInFile */

/** Handlers of ad-hoc commands that ask for one form. @see util/adhoc.lua */
declare module "util.adhoc" {
  import type { DataForm, FormValues } from "util.dataforms";

  /**
   * What is done with what was filled in, and what the command answers then. Errors, by name, where something is missing or wrong.
   */
  type ResultHandler = (
    this: void,
    values: FormValues,
    errors: Record<string, string> | undefined,
    data: AdhocData,
  ) => ReturnType<AdhocHandler>;

  /**
   * Asks for the form, unless the first call brings one, then calls back; who cancels ends it. Throws where a second call brings
   * none.
   */
  function new_simple_form(form: DataForm, result: ResultHandler): AdhocHandler;
  /**
   * The same, with values to begin with. An error of `initial` ends the command: a table is answered as it is, a text as
   * `internal-server-error`, without the text.
   */
  function new_initial_data_form(
    form: DataForm,
    initial: (
      this: void,
      data: AdhocData,
    ) =>
      | LuaMultiReturn<[values: FormValues | undefined, err?: string | AdhocError | import("util.error").ErrorObject]>
      | FormValues
      | undefined,
    result: ResultHandler,
  ): AdhocHandler;
}
