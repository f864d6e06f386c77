/** @noSelfInFile */

/** Nodes, items and subscriptions. @see util/pubsub.lua */
declare module "util.pubsub" {
  /**
   * Done, or false, at times nil, and why: `forbidden`, `item-not-found` … Where a node lacks an option that `publish` requires,
   * 0.12 gives an error object, 13.0 `precondition-not-met` and which `field` it is.
   */
  type PubsubResult<T = undefined> = LuaMultiReturn<
    | [ok: true, result: T, details?: undefined]
    | [ok: false | undefined, err: string | import("util.error").ErrorObject, details?: { field: string }]
  >;

  /** Who does something: a JID, as a rule. `true` may do all. */
  type PubsubActor = string | true;

  /** What a service does in its own way. @see util/pubsub.lua */
  interface PubsubConfig {
    /**
     * Given a node's configuration and name, what keeps its items: an archive, or something like `util.cache`. Left out: in
     * memory.
     */
    itemstore?: (this: void, config: object, node: string) => unknown;
    /**
     * `get(name)`, `set(name, node)` and `users()`, as a store of type `keyval` has them. Left out: nodes last as long as the
     * service.
     */
    nodestore?: unknown;
    /**
     * Tells subscribers: gets the kind of event, the node's name, JIDs to options, the item, the actor, the node and the
     * service.
     */
    broadcaster?: (this: void, ...args: never[]) => void;
    /** Whether an item may be published; else `publish` gives nil and `invalid-item`. Left out: any. */
    itemcheck?: (this: void, item: unknown) => boolean;
    /**
     * Where the node says nothing of the actor. Nil: `member` where the node's access model is `open`, `outcast` for `whitelist`, what
     * {@link access_models} say, or `none`.
     */
    get_affiliation?: (this: void, actor: string, node: string | undefined, action: string) => string | undefined;
    /** For access models of one's own, the affiliation of who has none. 0.12 does not give the node. */
    access_models?: Record<string, (this: void, actor: string, node?: object) => string | undefined>;
    /** JIDs for which it gives the same are one actor: `jid.bare`, as a rule. */
    normalize_jid?: (this: void, jid: string) => string;
    /** By affiliation, which actions are allowed. What is given replaces the usual ones altogether. */
    capabilities?: Record<string, Record<string, boolean>>;
    /** What a node's configuration is without its own: `max_items` 20, `access_model` `open` … unless given here. */
    node_defaults?: Record<string, unknown>;
    /** Whether a node may have this configuration; else `create` and `set_node_config` give `not-acceptable`. */
    check_node_config?: (this: void, node: string, actor: PubsubActor, config: object) => boolean;
    /** Who of the subscribers is told: gets JIDs to options, the node's name and the kind of event. Left out: all. */
    subscriber_filter?: (this: void, subscribers: object, node: string, event: string) => object;
    /** What `max` stands for when a node's `max_items` is set to it. Left out: 256. */
    max_items?: number;
    /**
     * Names of the fields that `get_node_metadata` gives. Left out: none.
     * @since 13.0
     */
    metadata_subset?: string[];
    /** Makes the node, whoever it is that may publish, in place of `item-not-found`. */
    autocreate_on_publish?: boolean;
    /** As {@link autocreate_on_publish}, for who subscribes. */
    autocreate_on_subscribe?: boolean;
  }

  /** What {@link new_} gives. */
  interface PubsubService {
    /** Fires `item-published`, `node-created` … */
    readonly events: EventsObject;
    /** By name. */
    readonly nodes: object;
    /** What was given to `new`, and else what is usual. */
    readonly config: PubsubConfig;
    /** Whether two are one actor, by `normalize_jid`. */
    jids_equal(jid: string, other: string): boolean;
    /** Whether the actor may do that. */
    may(node: string | undefined, actor: PubsubActor, action: string): boolean;
    /** A node. False and `conflict` where there is one. */
    create(node: string, actor: PubsubActor, options?: object): PubsubResult;
    /** A node with all its items. */
    delete(node: string, actor: PubsubActor): PubsubResult;
    /**
     * Puts an item into a node, in place of one with that id, and tells subscribers. The node must have the options `required`, unless
     * `_defaults_only` is among them; one that is made for it gets them.
     */
    publish(node: string, actor: PubsubActor, id: string, item: unknown, required?: object): PubsubResult;
    /** Takes an item out of a node. Subscribers are told only with `notify`, which is what the broadcaster gets for an item. */
    retract(node: string, actor: PubsubActor, id: string, notify?: unknown): PubsubResult;
    /** Takes all items out of a node. Subscribers are told only with `notify`. */
    purge(node: string, actor: PubsubActor, notify?: unknown): PubsubResult;
    /** Has the JID told of what happens to the node. */
    add_subscription(node: string, actor: PubsubActor, jid: string, options?: object): PubsubResult;
    /** Has it told no more. False and `not-subscribed` where it was not. */
    remove_subscription(node: string, actor: PubsubActor, jid: string): PubsubResult;
    /** Its options, or true; nil where there is none. */
    get_subscription(node: string, actor: PubsubActor, jid: string): PubsubResult<object | true | undefined>;
    /** Of a node, or of all; of a JID, or of all. */
    get_subscriptions(
      node: string | undefined,
      actor: PubsubActor,
      jid?: string,
    ): PubsubResult<{ node: string; jid: string; subscription: object | true }[]>;
    /** Ids in order as a list, and items by id, in one table. Of the result set only `max` counts. */
    get_items(node: string, actor: PubsubActor, ids?: string | string[], result_set?: object): PubsubResult<object>;
    /** The newest; nil for the id where there is none. */
    get_last_item(node: string, actor: PubsubActor): LuaMultiReturn<[ok: boolean, id_or_err?: string, item?: unknown]>;
    /** All nodes by name, for who may see that at all. The service's own table. */
    get_nodes(actor: PubsubActor): PubsubResult<object>;
    /** How a JID stands to a node. */
    set_affiliation(node: string, actor: PubsubActor, jid: string, affiliation: string | undefined): PubsubResult;
    /** What each affiliation may do with the node, where it differs from the service's `capabilities`. */
    set_node_capabilities(
      node: string,
      actor: PubsubActor,
      capabilities: Record<string, Record<string, boolean>> | undefined,
    ): PubsubResult;
    /** Replaces its configuration. Keeps the table. */
    set_node_config(node: string, actor: PubsubActor, config: object): PubsubResult;
    /** A copy of its configuration, with the defaults. */
    get_node_config(node: string, actor: PubsubActor): PubsubResult<object>;
    /**
     * The fields of its configuration that `metadata_subset` of the service names: for those who may not see the rest.
     * @since 13.0
     */
    get_node_metadata: Since13<(this: PubsubService, node: string, actor: PubsubActor) => PubsubResult<object>>;
  }

  /** Keeps the table given as its configuration. Reads all nodes there are from the `nodestore`. */
  function new_(config?: PubsubConfig): PubsubService;

  export { new_ as new };
  export type { PubsubActor, PubsubConfig, PubsubResult, PubsubService };
}
