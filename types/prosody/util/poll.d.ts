/** @noSelfInFile */

/** Waiting for file descriptors. @see util/poll.so */
declare module "util.poll" {
  interface PollState {
    add(
      fd: number,
      read?: boolean,
      write?: boolean,
    ): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
    set(
      fd: number,
      read?: boolean,
      write?: boolean,
    ): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
    del(fd: number): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
    /** Which, and for what; nil and `timeout` or `signal`. */
    wait(
      seconds: number,
    ): LuaMultiReturn<
      [fd: number | undefined, readable_or_err?: boolean | string, writable_or_code?: boolean | number]
    >;
    getfd(): number | undefined;
  }

  function new_(): PollState;
  const api: string;
  const EEXIST: number;
  const EMFILE: number;
  const ENOENT: number;

  export { api, EEXIST, EMFILE, ENOENT, new_ as new };
  export type { PollState };
}
