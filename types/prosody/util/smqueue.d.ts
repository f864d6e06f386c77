/** @noSelfInFile */

/** What was sent and not yet acknowledged. @see util/smqueue.lua */
declare module "util.smqueue" {
  interface StreamQueue<T> {
    push(item: T): void;
    /** All up to that number are there: gives them. */
    ack(count: number): LuaMultiReturn<[acked: T[] | undefined, err?: "tail" | "head" | "pop"]>;
    count_unacked(): number;
    count_acked(): number;
    /** Whether all that is not acknowledged is still here. */
    resumable(): boolean;
    resume(): LuaIterable<LuaMultiReturn<[position: number, item: T]>>;
    consume(): LuaIterable<T>;
    table(): T[];
  }

  function new_<T>(size: number): StreamQueue<T>;
  /** The type's own table. */
  const smqueue: object;

  export { new_ as new, smqueue };
  export type { StreamQueue };
}
