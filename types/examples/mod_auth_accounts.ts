// Accounts that stand in the configuration: authentication = "accounts"; accounts = { "john:secret", "marie:secret" }
import * as hashes from "util.hashes";
import * as iterators from "util.iterators";
import { new as new_sasl } from "util.sasl";

const passwords = new LuaMap<string, string>();
for (const entry of module.get_option_array("accounts", [])) {
  const [username, password] = string.match(tostring(entry), "^(.-):(.+)$");
  if (username === undefined || password === undefined) module.log("error", "Not an account: %s", entry);
  else passwords.set(username, password);
}

function test_password(this: void, username: string, password: string): boolean {
  const right = passwords.get(username);
  return right !== undefined && hashes.equals(right, password);
}

module.provides("auth", {
  test_password,
  user_exists: (username) => passwords.has(username),
  users: () => iterators.keys(passwords),
  get_sasl_handler: () =>
    new_sasl(module.host, {
      plain_test: (_handler, username, password) => {
        const state = passwords.has(username) ? true : undefined;
        return $multi(test_password(username, password), state);
      },
    }),
});
