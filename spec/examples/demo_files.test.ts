import assert from "node:assert/strict";
import { test } from "node:test";
import { page_file } from "../../examples/demo/page_files.ts";

test("the page's own files are served, its scripts without their types", async () => {
  const { status, headers, body } = await page_file("/elements.ts");
  assert.equal(status, 200);
  assert.match(String(headers["content-type"]), /^text\/javascript/);
  assert.match(body.toString(), /export function copy_of\(template_id\) \{/);
});

test("Converse.js is served from where npm has put it", async () => {
  const { status, headers } = await page_file("/converse/converse.min.css");
  assert.equal(status, 200);
  assert.match(String(headers["content-type"]), /^text\/css/);
});

for (const path of [
  "/../main.ts",
  "/../../../package.json",
  "/converse/../package.json",
  "/nothing.html",
  "/page",
  "/",
]) {
  test(`${path} is not there`, async () => {
    assert.equal((await page_file(path)).status, 404);
  });
}
