import assert from "node:assert/strict";
import { after, before } from "node:test";
import { type Backend, start_backend } from "./backend.ts";
import { type Client, log_in, type LoginOptions } from "./client.ts";
import { type Prosody, type ProsodyOptions, start_prosody } from "./prosody.ts";
import type { Options } from "./prosody_config.ts";
import type { ProsodyVersion } from "./prosody_process.ts";

export interface TestServer {
  readonly backend: Backend;
  readonly prosody: Prosody;
  log_in(username: string, options?: LoginOptions): Promise<Client>;
}

export interface TestServerOptions extends Omit<ProsodyOptions, "version" | "hosts"> {
  /** Of the host chat.test, where `http_roster_url` is the backend's already. */
  host?: Options;
  /** More VirtualHosts. */
  other_hosts?: (backend: Backend) => Record<string, Options>;
  /** Lines of the log that are no trouble, though they tell of errors. */
  expected_errors?: RegExp;
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is a server only while tests run");
  return value;
}

/**
 * A Prosody and a backend for all tests of the `describe` block this is called in. At the end both are stopped, and
 * tracebacks or errors in Prosody's log fail the block.
 */
export function test_server(version: ProsodyVersion, options: TestServerOptions = {}): TestServer {
  const { host = {}, other_hosts = (): Record<string, Options> => ({}), expected_errors, ...others } = options;
  let backend: Backend | undefined;
  let prosody: Prosody | undefined;

  before(async () => {
    backend = await start_backend();
    const hosts = { "chat.test": { http_roster_url: backend.url, ...host }, ...other_hosts(backend) };
    prosody = await start_prosody({ version, hosts, ...others });
  });

  after(async () => {
    const tracebacks = prosody?.tracebacks() ?? [];
    await prosody?.stop();
    await backend?.stop();
    assert.deepEqual(
      tracebacks.filter((line) => expected_errors?.test(line) !== true),
      [],
    );
  });

  return {
    get backend() {
      return started(backend);
    },
    get prosody() {
      return started(prosody);
    },
    log_in: (username, login_options) => log_in(started(prosody), username, login_options),
  };
}
