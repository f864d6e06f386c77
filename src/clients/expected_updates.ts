import { type Attempt } from "../attempt";

/** What is put off until a user's roster is up to date. */
interface Expectation {
  /** How many updates are still to come. */
  left: number;
  waiting: (() => void)[];
}

/**
 * Users whose rosters are being brought up to date by a notice that names them.
 * @noSelf
 */
export interface ExpectedUpdates {
  expect: (username: string) => void;
  /** That update is done, or has failed. */
  arrived: (username: string) => void;
  /** Puts something off until no more updates of that user are to come; `false` where none are. */
  after: (username: string, act: () => void) => boolean;
}

/** `attempt` calls what may throw. */
function new_expected_updates(attempt: Attempt): ExpectedUpdates {
  const expected = new LuaMap<string, Expectation>();
  return {
    expect: (username) => {
      const expectation = expected.get(username);
      if (expectation === undefined) expected.set(username, { left: 1, waiting: [] });
      else expectation.left++;
    },

    arrived: (username) => {
      const expectation = expected.get(username);
      if (expectation === undefined) return;
      expectation.left--;
      if (expectation.left > 0) return;
      expected.delete(username);
      for (const act of expectation.waiting) attempt("Showing a contact", act);
    },

    after: (username, act) => {
      const expectation = expected.get(username);
      if (expectation === undefined) return false;
      expectation.waiting.push(act);
      return true;
    },
  };
}

export { new_expected_updates };
