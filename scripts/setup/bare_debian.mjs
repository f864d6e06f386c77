import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debian_sources } from "./apt.mjs";
import { to_deb822 } from "./apt_sources.mjs";
import { run } from "./command.mjs";
import { Problem, say } from "./problem.mjs";

/** What an admin has who is about to install Prosody. */
const installed = ["ca-certificates", "curl", "python3"];

/** What the documentation tells to install: downloaded, so that it can be installed where there is no network. */
const downloaded = [
  ["prosody"],
  ["-t", "CODENAME-backports", "prosody"],
  ["luarocks", "liblua5.4-dev"],
  ["nginx-light", "openssl"],
];

/** apt asks nobody; packages start no server of theirs. */
const files = {
  "etc/apt/apt.conf.d/90unattended": 'APT::Get::Assume-Yes "true";\nDPkg::Use-Pty "0";\n',
  "usr/sbin/policy-rc.d": "#!/bin/sh\nexit 101\n",
};

const recipe = JSON.stringify([installed, downloaded, files]);

/** @param {string} what @param {string} program @param {string[]} args */
function must_run(what, program, args) {
  const { ok, output } = run(program, args, {
    env: { ...process.env, LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" },
  });
  if (!ok) throw new Problem(`${what} failed: ${program} ${args.join(" ")}\n\n${output}`);
}

/**
 * The root file system of a Debian on which nothing was installed yet, as a folder to run commands in.
 * @param {string} folder
 */
export function provide_bare_debian(folder) {
  const label = join(folder, "recipe");
  if (existsSync(label) && readFileSync(label, "utf8") === recipe) return;
  const purpose = "a bare Debian, to try in what the documentation tells";
  if (process.getuid?.() !== 0) throw new Problem(`Not root, but debootstrap needs to be. Missing: ${purpose}`);
  const { codename, sources } = debian_sources(purpose);
  const [release] = sources;
  const [mirror = ""] = (release.get("uris") ?? "").split(/\s+/);
  const keyring = release.get("signed-by");
  rmSync(folder, { recursive: true, force: true });
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  say("unpacking a bare Debian into .cache, to try in what the documentation tells (two minutes)");
  must_run("debootstrap", "debootstrap", [
    "--variant=minbase",
    `--include=${installed.join(",")}`,
    ...(keyring?.startsWith("/") ? [`--keyring=${keyring}`] : []),
    codename,
    unfinished,
    mirror,
  ]);
  rmSync(join(unfinished, "etc/apt/sources.list"), { force: true });
  writeFileSync(join(unfinished, "etc/apt/sources.list.d/debian.sources"), to_deb822(sources));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(unfinished, name), text, { mode: 0o755 });
  writeFileSync(join(unfinished, "etc/resolv.conf"), readFileSync("/etc/resolv.conf"));
  const apt_get = (/** @type {string[]} */ ...args) =>
    must_run("apt-get in the bare Debian", "chroot", [unfinished, "apt-get", "-q", ...args]);
  apt_get("update");
  for (const packages of downloaded) {
    apt_get("install", "--download-only", ...packages.map((word) => word.replace("CODENAME", codename)));
  }
  writeFileSync(join(unfinished, "recipe"), recipe);
  renameSync(unfinished, folder);
}
