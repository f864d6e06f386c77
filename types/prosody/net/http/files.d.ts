/** @noSelfInFile */

/** Files by HTTP. @see net/http/files.lua */
declare module "net.http.files" {
  /** @see net/http/files.lua */
  interface ServeOptions {
    /** The folder. */
    path: string;
    /** Ending to type. */
    mime_map?: Record<string, string>;
    /** How many files are kept in memory. */
    cache_size?: number;
    /** Up to how many bytes. */
    cache_max_file_size?: number;
    /** What stands for a folder; `index.html`, `index.htm`. */
    index_files?: string[];
    /** Fires `directory-index` where there is none of them. */
    directory_index?: boolean;
  }

  /** A handler for a route `GET /*`. Reads files while all else waits. */
  function serve(options: ServeOptions | string): (this: void, event: HttpRequestEvent, path?: string) => HttpResult;
}
