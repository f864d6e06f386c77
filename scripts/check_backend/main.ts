import { read_arguments, usage, UsageError } from "./arguments.ts";
import { check } from "./check.ts";

try {
  const faults = await check(read_arguments(process.argv.slice(2)), (line) => console.log(line));
  process.exitCode = faults === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
