/** @noSelfInFile */

/** Files by HTTP. @see net/http/files.lua */
declare module "net.http.files" {
  /** What is served, and how. @see net/http/files.lua */
  interface ServeOptions {
    /** The folder. */
    path: string;
    /** Ending to type. Left out: `text/html` for `html`, and none for others. */
    mime_map?: Record<string, string>;
    /** How many files are kept in memory. Left out: 256. Throws for less than 1. */
    cache_size?: number;
    /** Up to how many bytes. Left out: 1024. */
    cache_max_file_size?: number;
    /** What stands for a folder. Left out: `index.html`, `index.htm`. */
    index_files?: string[];
    /** Fires `directory-index` on the server's `_events` where there is none of them, for HTML. Else it is 403. */
    directory_index?: boolean;
  }

  /** A handler for a route `GET /*`. Reads files while all else waits. */
  function serve(options: ServeOptions | string): (this: void, event: HttpRequestEvent, path?: string) => HttpResult;
}
