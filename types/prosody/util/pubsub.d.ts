/** @noSelfInFile */

/** Nodes, items and subscriptions. @see util/pubsub.lua */
declare module "util.pubsub" {
  /** Done, or false and why: `forbidden`, `item-not-found` … */
  type PubsubResult<T = unknown> = LuaMultiReturn<[ok: boolean, result_or_err?: T]>;

  /** Anything that may do something; `true` may do all. */
  type PubsubActor = string | true;

  /** @see util/pubsub.lua */
  interface PubsubConfig {
    itemstore?: (this: void, config: object, node: string) => unknown;
    nodestore?: unknown;
    broadcaster?: (this: void, ...args: never[]) => void;
    itemcheck?: (this: void, item: unknown) => boolean;
    get_affiliation?: (this: void, actor: PubsubActor, node?: string, action?: string) => string | undefined;
    normalize_jid?: (this: void, jid: string) => string;
    capabilities?: Record<string, Record<string, boolean>>;
    node_defaults?: Record<string, unknown>;
    autocreate_on_publish?: boolean;
    autocreate_on_subscribe?: boolean;
  }

  interface PubsubService {
    readonly events: EventsObject;
    readonly nodes: object;
    readonly config: PubsubConfig;
    may(node: string, actor: PubsubActor, action: string): boolean;
    create(node: string, actor: PubsubActor, options?: object): PubsubResult;
    delete(node: string, actor: PubsubActor): PubsubResult;
    publish(node: string, actor: PubsubActor, id: string, item: unknown, required?: object): PubsubResult;
    retract(node: string, actor: PubsubActor, id: string, notify?: unknown): PubsubResult;
    purge(node: string, actor: PubsubActor, notify?: unknown): PubsubResult;
    add_subscription(node: string, actor: PubsubActor, jid: string, options?: object): PubsubResult;
    remove_subscription(node: string, actor: PubsubActor, jid: string): PubsubResult;
    get_subscription(node: string, actor: PubsubActor, jid: string): PubsubResult;
    get_subscriptions(node: string | undefined, actor: PubsubActor, jid?: string): PubsubResult;
    /** Ids in order as a list, and items by id. */
    get_items(node: string, actor: PubsubActor, ids?: string | string[], result_set?: object): PubsubResult<object>;
    get_last_item(node: string, actor: PubsubActor): LuaMultiReturn<[ok: boolean, id_or_err?: string, item?: unknown]>;
    get_nodes(actor: PubsubActor): PubsubResult<object>;
    set_affiliation(node: string, actor: PubsubActor, jid: string, affiliation: string | undefined): PubsubResult;
    set_node_config(node: string, actor: PubsubActor, config: object): PubsubResult;
    get_node_config(node: string, actor: PubsubActor): PubsubResult<object>;
    /** @since 13.0 */
    get_node_metadata: Since13<(this: PubsubService, node: string, actor: PubsubActor) => PubsubResult<object>>;
  }

  function new_(config?: PubsubConfig): PubsubService;

  export { new_ as new };
  export type { PubsubActor, PubsubConfig, PubsubResult, PubsubService };
}
