/** @noSelfInFile */

/** The operating system. @see util/pposix.so */
declare module "util.pposix" {
  /** `notice` and `warn` are between `info` and `error`. */
  type SyslogLevel = "debug" | "info" | "notice" | "warn" | "error";

  /** The number of the server's process. */
  function getpid(): number;
  /** The number of the user that the server runs as; 0 is root. */
  function getuid(): number;
  /** The number of its group. */
  function getgid(): number;
  /** What the system says of itself, and of the machine. */
  function uname(): LuaMultiReturn<
    | [
        names: Record<"sysname" | "nodename" | "release" | "version" | "machine" | "domainname", string>,
        err?: undefined,
      ]
    | [names: undefined, err: string]
  >;
  /** Bytes that the C library has got and handed out. Only there with glibc. */
  const meminfo:
    ((this: void) => Record<"allocated" | "allocated_mmap" | "used" | "unused" | "returnable", number>) | undefined;
  /** Of this process and those that it starts. Without a value it takes the variable away. */
  function setenv(name: string, value?: string): LuaMultiReturn<[ok: true | undefined, err?: string]>;
  /** One folder, whose parent is there. False where it exists already. */
  function mkdir(path: string): LuaMultiReturn<[ok: boolean, err?: string]>;
  /** Sets, and gives what it was. In octal digits: a text without any sets 0. */
  function umask(mask: string): string;
  /** Whether it is a terminal. */
  function isatty(file: LuaFile): boolean;
  /** Soft and hard limit, a number or `unlimited`. As {@link setrlimit} for a name that is none. */
  function getrlimit(
    resource: string,
  ): LuaMultiReturn<
    [ok: true, soft: number | "unlimited", hard: number | "unlimited"] | [ok: false, err: string, nothing?: undefined]
  >;
  /**
   * `NOFILE` and the like; `unlimited` for none. What is left out stays as it is. 0.12 gives false for an unknown name, 13.0
   * throws.
   */
  function setrlimit(
    resource: string,
    soft?: number | "unlimited",
    hard?: number | "unlimited",
  ): LuaMultiReturn<[ok: boolean, err?: string]>;
  /** Becomes that user for good. False and `no-such-user` for a name that is none. */
  function setuid(user: number | string): LuaMultiReturn<[ok: boolean, err?: string]>;
  /** Takes that group for good: before {@link setuid}, which takes the right to do so away. */
  function setgid(group: number | string): LuaMultiReturn<[ok: boolean, err?: string]>;
  /** Takes all groups that a user is in, and that one, or the user's own. Nil and `no-such-user` for a name that is none. */
  function initgroups(user: string, group?: number): LuaMultiReturn<[ok: true | undefined, err?: string]>;
  /** Goes on in the background, in a grandchild. The process that called gets the number of the child, which ends. */
  function daemonize(): LuaMultiReturn<[ok: true, pid?: number] | [ok: false, err: string]>;
  /** Ends the process at once. */
  function abort(): never;
  /** Appends, or does nothing at all: nil and why. Throws where it can't undo what it wrote. */
  function atomic_append(
    file: LuaFile,
    data: string,
  ): LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>;
  /**
   * The name is on all lines. `daemon` unless told otherwise; throws for an unknown facility. `user` is taken for `syslog`, `uucp` for
   * `user`.
   */
  function syslog_open(name: string, facility?: string): void;
  /** Forgets the name and facility. */
  function syslog_close(): void;
  /**
   * Levels are `debug`, `info`, `notice`, `warn` and `error`; throws for others. With two texts the first is put before the
   * second.
   */
  function syslog_log(level: SyslogLevel, message: string): void;
  function syslog_log(level: SyslogLevel, name: string, message: string): void;
  /** Drops all below that level. Throws for an unknown one. */
  function syslog_setminlevel(level: SyslogLevel): void;
  /** What an error code is that means there is no such thing. */
  const ENOENT: number;
  /** `pposix`. */
  const _NAME: string;
  /** Of this library, not of Prosody. */
  const _VERSION: string;
  /**
   * A file of a file descriptor.
   * @since 13.0
   */
  const fdopen: Since13<
    (this: void, fd: number, mode: string) => LuaMultiReturn<[file: LuaFile | undefined, err?: string]>
  >;
  /**
   * Two ends of a pipe, as file descriptors.
   * @since 13.0
   */
  const pipe: Since13<
    (
      this: void,
      ...flags: ("cloexec" | "direct" | "nonblock")[]
    ) => LuaMultiReturn<[read: number, write: number] | [read: undefined, err: string]>
  >;
  /**
   * Takes out that part of a file, where the file system can: whole blocks only.
   * @since 13.0
   */
  const remove_blocks: Since13<
    (
      this: void,
      file: LuaFile,
      offset: number,
      length: number,
    ) => LuaMultiReturn<[ok: true | undefined, err?: string, code?: number]>
  >;
}
