/** @noSelfInFile */

/** One resolver after another. @see net/resolvers/chain.lua */
declare module "net.resolvers.chain" {
  /** The next is asked once the one before has nothing more. Takes them out of the list. */
  function new_(resolvers: import("net.resolvers.basic").Resolver[]): import("net.resolvers.basic").Resolver;

  export { new_ as new };
}
