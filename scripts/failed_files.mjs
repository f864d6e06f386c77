// A reporter for Node's test runner: the files in which something failed, a line each.
export default async function* failed_files(events) {
  const files = new Set();
  for await (const { type, data } of events) {
    if (type !== "test:fail" || data.file === undefined || files.has(data.file)) continue;
    files.add(data.file);
    yield `${data.file}\n`;
  }
}
