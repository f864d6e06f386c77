/** @noSelfInFile */

/** One resolver after another. @see net/resolvers/chain.lua */
declare module "net.resolvers.chain" {
  function new_(resolvers: import("net.resolvers.basic").Resolver[]): import("net.resolvers.basic").Resolver;

  export { new_ as new };
}
