/** @noSelfInFile */

/** The operating system. Those for users and groups take names or numbers. @see util/pposix.so */
declare module "util.pposix" {
  /** The server's process. */
  function getpid(): number;
  function getuid(): number;
  function getgid(): number;
  /** Name of the system, and of the machine in it. */
  function uname(): Record<"sysname" | "nodename" | "release" | "version" | "machine" | "domainname", string>;
  /** The memory in use by the C library. */
  function meminfo(): Record<"allocated" | "allocated_mmap" | "used" | "unused" | "returnable", number>;
  function setenv(name: string, value?: string): boolean;
  function mkdir(path: string): LuaMultiReturn<[ok: boolean | undefined, err?: string, code?: number]>;
  /** Sets, and gives what it was. In octal digits. */
  function umask(mask: string): string;
  function isatty(file: LuaFile): boolean;
  /** Soft and hard limit. */
  function getrlimit(resource: string): LuaMultiReturn<[ok: boolean, soft: number | string, hard: number | string]>;
  function setrlimit(
    resource: string,
    soft: number | string,
    hard?: number | string,
  ): LuaMultiReturn<[ok: boolean, err?: string]>;
  function setuid(user: number | string): LuaMultiReturn<[ok: boolean, err?: string]>;
  function setgid(group: number | string): LuaMultiReturn<[ok: boolean, err?: string]>;
  function initgroups(user: string, group?: number | string): LuaMultiReturn<[ok: boolean, err?: string]>;
  /** Goes on in the background. */
  function daemonize(): LuaMultiReturn<[ok: boolean, err?: string]>;
  /** Ends the process at once. */
  function abort(): never;
  /** Appends, or does nothing at all. */
  function atomic_append(file: LuaFile, data: string): LuaMultiReturn<[ok: boolean | undefined, err?: string]>;
  function syslog_open(name: string, facility?: string): void;
  function syslog_close(): void;
  function syslog_log(level: string, name: string, message?: string): void;
  function syslog_setminlevel(level: string): void;
  /** What an error code is that means there is no such thing. */
  const ENOENT: number;
  const _NAME: string;
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
  const pipe: Since13<(this: void) => LuaMultiReturn<[read: number | undefined, write: number | string]>>;
  /**
   * Takes out that part of a file.
   * @since 13.0
   */
  const remove_blocks: Since13<
    (
      this: void,
      file: LuaFile,
      offset: number,
      length: number,
    ) => LuaMultiReturn<[ok: boolean | undefined, err?: string]>
  >;
}
