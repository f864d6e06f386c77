/**
 * Where packages come from, in apt's deb822 form: field name in lower case → value.
 * @typedef {Map<string, string>} Source
 */

const plural_options = new Map([
  ["arch", "architectures"],
  ["lang", "languages"],
  ["target", "targets"],
]);

/** @param {string} text @returns {Source[]} */
export function parse_deb822(text) {
  const lines = text.split("\n").filter((line) => !line.startsWith("#"));
  return lines
    .join("\n")
    .split(/\n\s*\n/)
    .map((paragraph) => {
      const fields = paragraph.matchAll(/^([A-Za-z-]+):((?:.*)(?:\n[ \t].*)*)/gm);
      return new Map(Array.from(fields, ([, name, value]) => [name.toLowerCase(), value.trim()]));
    })
    .filter((source) => source.has("uris") && !/^(no|false|off|0)$/i.test(source.get("enabled") ?? "yes"));
}

/** @param {string} text @returns {Source[]} */
export function parse_one_line_list(text) {
  const lines = text.matchAll(/^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)([^#\n]*)/gm);
  return Array.from(lines, ([, type, options = "", uri, suite, components]) => {
    const given = options.split(/\s+/).filter((option) => option.includes("="));
    return new Map([
      ...given.map((option) => {
        const [name, value] = option.split(/=(.*)/s);
        return /** @type {[string, string]} */ ([plural_options.get(name) ?? name, value.replaceAll(",", " ")]);
      }),
      ["types", type],
      ["uris", uri],
      ["suites", suite],
      ["components", components.trim()],
    ]);
  });
}

/** @param {Source} source @param {string} field @param {string} word */
function names(source, field, word) {
  return (source.get(field) ?? "").split(/\s+/).includes(word);
}

/** @param {Source} source @param {string} suite */
function with_suite(source, suite) {
  return new Map([...source, ["types", "deb"], ["suites", suite]]);
}

/**
 * The release itself, its updates and its backports, each from where this machine takes the release.
 * @param {Source[]} sources
 * @param {string} codename
 * @returns {Source[]} empty where the machine takes the release from nowhere
 */
export function release_sources(sources, codename) {
  const offering = (/** @type {string} */ suite) =>
    sources.filter(
      (source) =>
        names(source, "types", "deb") && names(source, "suites", suite) && names(source, "components", "main"),
    );
  // Other people's repositories call their suites by the release's name too.
  const distribution = offering(codename).sort((a, b) => likeness(b) - likeness(a))[0];
  if (distribution === undefined) return [];
  const suites = [`${codename}-updates`, `${codename}-security`];
  return [
    with_suite(distribution, codename),
    ...suites.flatMap((suite) =>
      offering(suite)
        .slice(0, 1)
        .map((source) => with_suite(source, suite)),
    ),
    with_suite(distribution, `${codename}-backports`),
  ];
}

/** @param {Source} source */
function likeness(source) {
  if (/debian-archive/.test(source.get("signed-by") ?? "")) return 2;
  return /\/debian\/?(\s|$)/.test(source.get("uris") ?? "") ? 1 : 0;
}

/** @param {Source[]} sources */
export function to_deb822(sources) {
  return sources.map((source) => Array.from(source, ([name, value]) => `${name}: ${value}\n`).join("")).join("\n");
}
