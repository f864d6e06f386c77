import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse_deb822, parse_one_line_list, release_sources, to_deb822 } from "./apt_sources.mjs";
import { is_installed, run } from "./command.mjs";
import { Problem, say } from "./problem.mjs";

const sources_folder = "/etc/apt/sources.list.d";

function machine_sources() {
  const in_folder = existsSync(sources_folder) ? readdirSync(sources_folder).sort() : [];
  const files = ["/etc/apt/sources.list", ...in_folder.map((name) => join(sources_folder, name))];
  return files.filter(existsSync).flatMap((file) => {
    if (file.endsWith(".sources")) return parse_deb822(readFileSync(file, "utf8"));
    return file.endsWith(".list") ? parse_one_line_list(readFileSync(file, "utf8")) : [];
  });
}

function release_codename() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return /^VERSION_CODENAME="?([\w-]+)"?$/m.exec(release)?.[1];
}

/**
 * Where this machine takes its Debian from.
 * @param {string} purpose what can't be installed without it
 */
export function debian_sources(purpose) {
  const codename = release_codename();
  if (codename === undefined || !is_installed("apt-get") || !is_installed("dpkg-deb")) {
    throw new Problem(
      `This is no Debian, so nothing can be installed by itself. On a Debian 12 it can be. Missing: ${purpose}`,
    );
  }
  const sources = release_sources(machine_sources(), codename);
  if (sources.length === 0) {
    throw new Problem(`apt has no source for ${codename} main under /etc/apt, which is needed for ${purpose}`);
  }
  return { codename, sources };
}

/** apt with package lists and a download folder of its own, so that the machine's sources and lists stay as they are. */
export class Apt {
  #is_prepared = false;

  /**
   * @param {string} folder for the time of the work
   * @param {string} purpose what can't be installed without apt
   */
  constructor(folder, purpose) {
    this.folder = folder;
    this.purpose = purpose;
  }

  #options() {
    const { folder } = this;
    return [
      ["Dir::Etc::sourcelist", join(folder, "release.sources")],
      ["Dir::Etc::sourceparts", "/dev/null"],
      ["Dir::State::lists", join(folder, "lists")],
      ["Dir::Cache", join(folder, "cache")],
      ["APT::Sandbox::User", "root"],
      ["APT::Update::Error-Mode", "any"],
      ["DPkg::Lock::Timeout", "300"],
    ].flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  }

  #prepare() {
    if (this.#is_prepared) return;
    const { codename, sources } = debian_sources(this.purpose);
    const { folder } = this;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "lists", "partial"), { recursive: true });
    mkdirSync(join(folder, "cache", "archives", "partial"), { recursive: true });
    writeFileSync(join(folder, "release.sources"), to_deb822(sources));
    this.#is_prepared = true;
    say(`reading the package lists of ${codename} and ${codename}-backports`);
    this.#run("apt-get", "update", "-q");
  }

  /** @param {string} program @param {string[]} args */
  #run(program, ...args) {
    this.#prepare();
    const { ok, output } = run(program, [...this.#options(), ...args], {
      cwd: this.folder,
      env: { ...process.env, LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" },
    });
    if (ok) return output;
    const faults = output.split("\n").filter((line) => /^(E|W|Err):?/.test(line));
    throw new Problem(
      `${program} ${args.join(" ")} failed, which is needed for ${this.purpose}\n\n${faults.join("\n") || output}`,
    );
  }

  /**
   * Downloads the newest package of a version series and unpacks it, without installing it.
   * @param {string} name
   * @param {string} series "13.0"
   * @param {string} target folder
   * @returns {string} what the package depends on
   */
  unpack(name, series, target) {
    const offered = this.#run("apt-cache", "madison", name).split("\n");
    const versions = offered.map((line) => line.split("|")[1]?.trim() ?? "");
    const version = versions.find((candidate) => candidate.startsWith(`${series}.`));
    if (version === undefined) {
      throw new Problem(
        `No package of ${name} ${series} to be had: this release offers ${versions.filter(Boolean).join(", ") || "none"}. Debian 12 has it`,
      );
    }
    say(`downloading ${name} ${version}, to be run from .cache (it is not installed on this machine)`);
    this.#run("apt-get", "download", "-q", `${name}=${version}`);
    const { folder } = this;
    const file = readdirSync(folder).find((entry) => entry.startsWith(`${name}_${series}.`));
    const unpacked = file === undefined ? undefined : run("dpkg-deb", ["-x", join(folder, file), target]);
    if (file === undefined || !unpacked?.ok) throw new Problem(`dpkg-deb -x failed: ${unpacked?.output ?? "no file"}`);
    return run("dpkg-deb", ["-f", join(folder, file), "Depends"]).output;
  }

  /** @param {string} dependencies as in a package's Depends */
  install(dependencies) {
    if (process.getuid?.() !== 0) {
      throw new Problem(
        `Not root, so nothing can be installed. Missing: ${this.purpose}\nAs root, by hand:\n\n` +
          `  apt-get satisfy --no-install-recommends '${dependencies}'`,
      );
    }
    say(`installing by apt: ${dependencies}`);
    this.#run("apt-get", "satisfy", "-qy", "--no-install-recommends", "--no-remove", dependencies);
  }

  close() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
