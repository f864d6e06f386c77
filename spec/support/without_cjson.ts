/** Lua for the configuration: to modules, lua-cjson is not installed, whether it is or not. */
export const without_cjson = `package.preload["cjson.safe"] = function () error("hidden from this test"); end
package.preload["cjson"] = package.preload["cjson.safe"]`;
