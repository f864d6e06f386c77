/** @noSelfInFile */

/** Waiting for file descriptors. @see util/poll.so */
declare module "util.poll" {
  /** What {@link new_} gives. */
  interface PollState {
    /** Nil, an error and {@link EEXIST} for one that is there already. With epoll a plain file can't be added. */
    add(
      fd: number,
      read?: boolean,
      write?: boolean,
    ): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
    /** What is left out is no more waited for, with epoll and poll. Nil, an error and {@link ENOENT} for one that was not added. */
    set(
      fd: number,
      read?: boolean,
      write?: boolean,
    ): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
    /** Nil, an error and {@link ENOENT} for one that was not added. */
    del(fd: number): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
    /**
     * One that is ready, and for what; nil and `timeout`, `signal`, or an error and its code. 13.0 does not look where `seconds` is 0.
     * Throws for less.
     */
    wait(
      seconds: number,
    ): LuaMultiReturn<
      [fd: number | undefined, readable_or_err?: boolean | string, writable_or_code?: boolean | number]
    >;
    /** Its own file descriptor, to be watched by others. Only there with epoll. */
    getfd?(): number;
  }

  /** Watches nothing yet. Closed when it is collected. Nil where no more file descriptors are to be had. */
  function new_(): LuaMultiReturn<[state: PollState, err?: undefined] | [state: undefined, err: string, code: number]>;
  /** What it is made with: `epoll`, `poll` or `select`. */
  const api: string;
  /** The code where a file descriptor was added already. */
  const EEXIST: number;
  /** The code where the process has too many files open. */
  const EMFILE: number;
  /** The code where a file descriptor was never added. */
  const ENOENT: number;

  export { api, EEXIST, EMFILE, ENOENT, new_ as new };
  export type { PollState };
}
