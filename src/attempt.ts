/** Calls what may throw, being others' code or code that calls theirs. Says whether it went well; what went wrong is logged. */
export type Attempt = <Parameters extends unknown[]>(
  this: void,
  what: string,
  act: (this: void, ...parameters: Parameters) => unknown,
  ...parameters: Parameters
) => boolean;

/** Told what failed, and why. */
export type OnError = (this: void, what: string, problem: string) => void;

function new_attempt(on_error: OnError): Attempt {
  return (what, act, ...parameters) => {
    const [ok, problem] = pcall(act, ...parameters);
    if (!ok) on_error(what, tostring(problem));
    return ok;
  };
}

export { new_attempt };
