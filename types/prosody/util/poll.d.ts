/** @noSelfInFile */

/** Waiting for file descriptors. @see util/poll.so */
declare module "util.poll" {
  interface PollState {
    /** Nil, an error and {@link EEXIST} for one that is there already. With epoll a plain file can't be. */
    add(
      fd: number,
      read?: boolean,
      write?: boolean,
    ): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
    /** What is left out is no more waited for. */
    set(
      fd: number,
      read?: boolean,
      write?: boolean,
    ): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
    /** To be called before the file descriptor is closed. */
    del(fd: number): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
    /** Which, and for what; nil and `timeout` or `signal`. */
    wait(
      seconds: number,
    ): LuaMultiReturn<
      [fd: number | undefined, readable_or_err?: boolean | string, writable_or_code?: boolean | number]
    >;
    /** Its own file descriptor, to be watched by others. Only with epoll. */
    getfd(): number | undefined;
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
