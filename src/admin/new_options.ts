import { reload } from "core.modulemanager";
import { is_equal, option_values } from "../configuration";
import { read_settings } from "../settings";

/** Throws where the options as they stand now would keep the module from loading: what is loaded is better than nothing. */
function refuse_wrong_options(): void {
  read_settings(module);
}

/**
 * Takes the options anew when the configuration was read again (`prosodyctl reload`) and they have changed: as a reload of the module does, which
 * keeps all that is known. Wrong ones are refused.
 */
function follow_configuration(host: string): void {
  const in_force = option_values(module, host);

  function take_new_options(this: void): undefined {
    if (is_equal(in_force, option_values(module, host))) return;
    const [ok, problem] = pcall(read_settings, module);
    if (!ok) {
      module.log("error", "The new configuration is refused, the options from before stay in force: %s", problem);
      return;
    }
    module.log("info", "Options have changed, and are taken anew");
    const [loaded, why] = reload(host, module.name);
    if (loaded === undefined || loaded === false) module.log("error", "The new options could not be taken: %s", why);
  }

  module.hook_global("config-reloaded", () => {
    // Not now: on Prosody 0.12 this comes in the middle of anything.
    module.add_timer(0, take_new_options);
  });
}

export { follow_configuration, refuse_wrong_options };
