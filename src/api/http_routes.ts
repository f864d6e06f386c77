type Routes = Partial<Record<HttpRoute, HttpHandler>>;

/** Answers a request that no route serves; `allow` are the methods that its path takes, nil where there is no such path. */
type Refuse = (event: HttpRequestEvent, code: 404 | 405, message: string, allow?: string) => HttpResult;

/** Those of HTTP, but for HEAD, which Prosody passes on as GET, and CONNECT, which has no path. */
const METHODS = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"] as const;

interface Route {
  method: string;
  /** Without its first slash. */
  path: string;
  /** Ends in a slash, and a name belongs behind it. */
  takes_name: boolean;
  handler: HttpHandler;
}

function read_routes(served: Routes): Route[] {
  const routes: Route[] = [];
  for (const [key, handler] of pairs(served)) {
    const [method, path, star] = string.match(key, "^(%S+) /([^*]+)(%*?)$");
    if (method !== undefined && path !== undefined) routes.push({ method, path, takes_name: star === "*", handler });
  }
  table.sort(routes, (a, b) => `${a.path} ${a.method}` < `${b.path} ${b.method}`);
  return routes;
}

/** `true` where a route is one for this path. An empty name is none. */
function is_route_for(route: Route, path: string): boolean {
  if (!route.takes_name) return route.path === path;
  return path.length > route.path.length && string.sub(path, 1, route.path.length) === route.path;
}

/** The paths there are, for who has asked for another. */
function known_paths(routes: Route[]): string {
  const paths: string[] = [];
  for (const { path, takes_name } of routes) {
    const shown = takes_name ? `/${path}USERNAME` : `/${path}`;
    if (paths[paths.length - 1] !== shown) paths.push(shown);
  }
  return table.concat(paths, ", ");
}

/**
 * What serves these routes (of paths, or `/path/*` for a name) and refuses everything else under the app's own path. Left to
 * Prosody, that would be answered with pages in HTML, and a path without a name redirected to one with an empty name.
 */
function with_refusals(served: Routes, refuse: Refuse): Routes {
  const routes = read_routes(served);
  const not_found = `no such path, only ${known_paths(routes)}`;

  function serve_method(method: string): HttpHandler {
    return (event, path = "") => {
      const allowed: string[] = [];
      for (const route of routes) {
        if (is_route_for(route, path)) {
          if (route.method === method) return route.handler(event, string.sub(path, route.path.length + 1));
          allowed.push(route.method);
        }
      }
      if (allowed.length === 0) return refuse(event, 404, not_found);
      const allow = table.concat(allowed, ", ");
      return refuse(event, 405, `this path takes ${allow} only`, allow);
    };
  }

  const all: Routes = {};
  for (const method of METHODS) {
    all[method] = serve_method(method);
    all[`${method} /*`] = serve_method(method);
  }
  return all;
}

export { with_refusals };
