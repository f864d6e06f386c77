/** @noSelfInFile */

/** Signals of the operating system. Names are also their numbers: `signal.SIGHUP`. @see util/signal.so */
declare module "util.signal" {
  /** Calls back at a signal, not in the loop: do as little as possible. */
  function signal(
    signal: number | string,
    callback: ((this: void, signal: number) => void) | undefined,
    in_between?: boolean,
  ): boolean;
  function raise(signal: number | string): unknown;
  function kill(pid: number, signal: number | string): unknown;
  const SIGHUP: number;
  const SIGINT: number;
  const SIGKILL: number;
  const SIGPIPE: number;
  const SIGTERM: number;
  const SIGUSR1: number;
  const SIGUSR2: number;
  const SIGABRT: number;
  const SIGALRM: number;
  const SIGBUS: number;
  const SIGCHLD: number;
  const SIGCLD: number;
  const SIGCONT: number;
  const SIGFPE: number;
  const SIGILL: number;
  const SIGIO: number;
  const SIGIOT: number;
  const SIGPOLL: number;
  const SIGPROF: number;
  const SIGQUIT: number;
  const SIGSEGV: number;
  const SIGSTKFLT: number;
  const SIGSTOP: number;
  const SIGSYS: number;
  const SIGTRAP: number;
  const SIGTTIN: number;
  const SIGTTOU: number;
  const SIGURG: number;
  const SIGVTALRM: number;
  const SIGWINCH: number;
  const SIGXCPU: number;
  const SIGXFSZ: number;
  /**
   * A file descriptor that tells of it.
   * @since 13.0
   */
  const signalfd: Since13<(this: void, signal: number) => object | undefined>;
}
