/** Calls what may throw, being others' code or code that calls theirs. Says whether it went well; what went wrong is logged. */
export type Attempt = <Parameters extends unknown[]>(
  this: void,
  what: string,
  act: (this: void, ...parameters: Parameters) => unknown,
  ...parameters: Parameters
) => boolean;

/** `on_error` is told what failed, and why. */
function new_attempt(on_error: (this: void, what: string, problem: string) => void): Attempt {
  return (what, act, ...parameters) => {
    const [ok, problem] = pcall(act, ...parameters);
    if (!ok) on_error(what, tostring(problem));
    return ok;
  };
}

export { new_attempt };
