/** @noSelfInFile */

/** Queues of limited length. @see util/queue.lua */
declare module "util.queue" {
  /** First in, first out. */
  export interface Queue<T> {
    /** How many items it may hold. */
    readonly size: number;
    /** How many items it holds. */
    count(): number;
    /** Nil and `queue full`, unless it may drop the oldest. */
    push(item: T): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
    /** Takes out the oldest; nil where there is none. */
    pop(): T | undefined;
    /** The oldest, left where it is; nil where there is none. */
    peek(): T | undefined;
    /** Puts it in place of the oldest; as `push` where there is none. */
    replace(item: T): LuaMultiReturn<[ok: true, err?: undefined] | [ok: undefined, err: string]>;
    /** Oldest first, with their positions from 1. */
    items(): LuaIterable<LuaMultiReturn<[position: number, item: T]>>;
    /** Takes out one by one, oldest first. */
    consume(): LuaIterable<T>;
  }

  /** `allow_wrapping`: a full queue drops its oldest item for a new one. */
  function new_<T>(size: number, allow_wrapping?: boolean): Queue<T>;

  export { new_ as new };
}
