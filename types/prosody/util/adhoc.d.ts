/** @noSelfInFile */

/** Handlers of ad-hoc commands that ask for one form. @see util/adhoc.lua */
declare module "util.adhoc" {
  import type { DataForm, FormValues } from "util.dataforms";

  /** What is done with what was filled in. Errors, by name, where something is missing or wrong. */
  type ResultHandler = (
    this: void,
    values: FormValues,
    errors: Record<string, string> | undefined,
    data: AdhocData,
  ) => AdhocResult;

  /** Asks for the form, then calls back. */
  function new_simple_form(form: DataForm, result: ResultHandler): AdhocHandler;
  /** The same, with values to begin with; or why there are none. */
  function new_initial_data_form(
    form: DataForm,
    initial: (
      this: void,
      data: AdhocData,
    ) => LuaMultiReturn<[values: FormValues | undefined, err?: unknown]> | FormValues,
    result: ResultHandler,
  ): AdhocHandler;
}
