import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { Problem, say } from "./problem.mjs";

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }>} */
function packages_in(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * Of a folder within a package npm writes the version down only where it installs over packages that were there before.
 * @param {string} root
 */
function are_installed(root) {
  const wanted = Object.entries(packages_in(join(root, "package-lock.json"))).filter(([path]) => path !== "");
  const installed = packages_in(join(root, "node_modules", ".package-lock.json"));
  return (
    wanted.length > 0 &&
    wanted.every(([path, { version, optional }]) =>
      installed[path] === undefined ? optional === true : version === undefined || installed[path].version === version,
    )
  );
}

/** What `npm test` puts into the environment describes that run of npm, not ours. */
function own_environment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(command|lifecycle_|package_)/.test(name)),
  );
}

/** @param {string} root */
export function install_npm_packages(root) {
  if (are_installed(root)) return;
  say("installing the npm packages of package-lock.json into node_modules");
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { ok, output } = run("npm", args, { cwd: root, env: own_environment() });
  if (!ok) throw new Problem(`npm ci failed. Run it by hand to see more:\n\n  npm ci\n\n${output}`);
}
