/** @noSelfInFile */

/** Signals of the operating system. Names are also their numbers: `signal.SIGHUP`. @see util/signal.so */
declare module "util.signal" {
  /**
   * Calls back at a signal, in place of what was called before. In 0.12 not in the loop, so do as little as possible, and while the
   * coroutine runs that this was called in: call it in a timer. There it gives true, or false where it can't be, and throws for an
   * unknown name; without a callback it takes away the one there was, and gives it. In 13.0 `net.server` replaces this function by its
   * `hook_signal`, and it gives what that gives, or false and `invalid-signal`.
   */
  function signal(
    signal: number | string,
    callback: (this: void) => void,
  ): LuaMultiReturn<[watch_or_ok: object | boolean | undefined, err?: string]>;
  /** To this process. 0 when done, else another number. Throws for an unknown name. */
  function raise(signal: number | string): number;
  /** To a process: 0 when done, -1 where there is none or it is forbidden. Throws for an unknown name. */
  function kill(pid: number, signal: number | string): number;
  /** The terminal is gone; to Prosody: read the configuration and open log files anew. */
  const SIGHUP: number;
  /** Ctrl+C; Prosody shuts down. */
  const SIGINT: number;
  /** Ends a process at once. Can't be caught. */
  const SIGKILL: number;
  /** Written to what nobody reads any more. */
  const SIGPIPE: number;
  /** Asks a process to end; Prosody shuts down. */
  const SIGTERM: number;
  /** Free for programs: Prosody's event `signal/SIGUSR1`. */
  const SIGUSR1: number;
  /** Free for programs: Prosody's event `signal/SIGUSR2`. */
  const SIGUSR2: number;
  /** The process gave up by itself. */
  const SIGABRT: number;
  /** A timer of the system has run out. */
  const SIGALRM: number;
  /** Memory that is not there, in a mapped file for example. */
  const SIGBUS: number;
  /** A process that this one started has ended or stopped. */
  const SIGCHLD: number;
  /** The same as {@link SIGCHLD}. */
  const SIGCLD: number;
  /** Goes on after {@link SIGSTOP}. */
  const SIGCONT: number;
  /** Division of whole numbers by zero, and the like. */
  const SIGFPE: number;
  /** No instruction of this processor. */
  const SIGILL: number;
  /** A file descriptor that was set so is ready. */
  const SIGIO: number;
  /** The same as {@link SIGABRT}. */
  const SIGIOT: number;
  /** The same as {@link SIGIO}. */
  const SIGPOLL: number;
  /** A timer of profilers has run out. */
  const SIGPROF: number;
  /** Ctrl+\; ends with an image of memory. */
  const SIGQUIT: number;
  /** Memory that may not be touched. */
  const SIGSEGV: number;
  /** Not used any more. */
  const SIGSTKFLT: number;
  /** Stops a process. Can't be caught. */
  const SIGSTOP: number;
  /** No such system call, or one that is forbidden. */
  const SIGSYS: number;
  /** A debugger's breakpoint. */
  const SIGTRAP: number;
  /** Read from the terminal in the background. */
  const SIGTTIN: number;
  /** Written to the terminal in the background. */
  const SIGTTOU: number;
  /** Out-of-band data has come on a socket. Ignored unless caught. */
  const SIGURG: number;
  /** A timer of the process's own time has run out. */
  const SIGVTALRM: number;
  /** The terminal's size has changed. Ignored unless caught. */
  const SIGWINCH: number;
  /** More processor time than the limit allows. */
  const SIGXCPU: number;
  /** A file larger than the limit allows. */
  const SIGXFSZ: number;

  /** What {@link signalfd} gives. @since 13.0 @see util/signal.so */
  interface SignalFd {
    /** To be watched by the loop. Nil once it is closed. */
    getfd(): number | undefined;
    /** The signal that came; nil where none did. */
    read(): number | undefined;
    /** Gives the file descriptor back. Whether it was there. */
    close(): boolean;
  }

  /**
   * A file descriptor that tells of it, in place of all else that a signal does. Nil where it can't be made.
   * @since 13.0
   */
  const signalfd: Since13<(this: void, signal: number) => SignalFd | undefined>;
}
