import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type Servers, start_servers } from "../../examples/demo/servers.ts";
import { serve_two_chats } from "../../examples/demo/two_chats.ts";
import { accessibility_faults, open_page, start_browser } from "../support/browser.ts";
import { until } from "../support/deadline.ts";
import { FriendsPage } from "../support/friends_page.ts";

let servers: Servers;
let url: string;
let browser: Browser;
/** What the pages have asked for, and from where. */
const asked = new Set<string>();
/** What the browser has held against them: their policy lets nothing through that is not on this machine. */
const refused: string[] = [];

const looks = [
  { width: 1280, height: 800, colors: "light" },
  { width: 1280, height: 800, colors: "dark" },
  { width: 400, height: 800, colors: "light" },
  { width: 400, height: 800, colors: "dark" },
] as const;

before(async () => {
  servers = await start_servers(() => undefined);
  url = await serve_two_chats(servers);
  browser = await start_browser();
});

after(async () => {
  await browser.close();
  const errors = servers.prosody.tracebacks();
  await servers.prosody.stop();
  assert.deepEqual(errors, []);
});

async function open(look: (typeof looks)[number] = looks[0]): Promise<FriendsPage> {
  const page = await open_page(browser, "about:blank", look);
  page.on("request", (request) => asked.add(request.url()));
  page.on("websocket", (socket) => asked.add(socket.url()));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text());
  });
  await page.goto(url);
  const friends = new FriendsPage(page);
  await friends.ready();
  return friends;
}

async function call(method: string, path: string, body?: unknown): Promise<void> {
  const { ok, status } = await fetch(servers.backend_url + path, { method, body: JSON.stringify(body) });
  assert.ok(ok, `${method} ${path} gives ${status}`);
}

/** John and Marie are strangers, the application is there, and what was is forgotten. */
async function part(): Promise<void> {
  servers.link.is_cut = false;
  servers.link.forget();
  await call("DELETE", "/users/john/contacts/marie");
  await call("DELETE", "/users/marie/contacts/john");
  await call("DELETE", "/friendships/john/marie");
}

/** What the element is called that has the focus, which must be seen; nothing where it is inside of a chat client. */
async function focused(page: Page): Promise<string> {
  const { name, outline } = await page.evaluate<{ name: string; outline: string }>(`(() => {
    const { activeElement: element } = document;
    const name = element.getAttribute("aria-label") ?? element.id;
    return { name, outline: getComputedStyle(element).outlineStyle };
  })()`);
  if (name !== "") assert.notEqual(outline, "none", `${name} shows its focus`);
  return name;
}

/** Goes on from element to element, into the chat clients and out of them. */
async function tab_to(page: Page, name: string): Promise<void> {
  await until(
    async () => {
      await page.keyboard.press("Tab");
      return (await focused(page)) === name;
    },
    () => `the focus to come to ${name}`,
  );
}

describe("what two people do", () => {
  let friends: FriendsPage;

  beforeEach(async () => {
    await part();
    friends = await open();
  });

  afterEach(() => friends.page.context().close());

  test("they become friends in the application, and strangers again", async () => {
    const { john, marie } = friends;
    await john.click("Befriend", "Marie");
    await john.chat.sees("Marie", "online");
    await marie.chat.sees("John", "online");
    await john.shows("Marie", "You see each other");
    await marie.shows("John", "You see each other");
    await friends.exchanged("John's and Marie's lists have changed", 200);
    await marie.click("Unfriend", "John");
    await john.chat.has_not("Marie");
    await marie.chat.has_not("John");
    await john.shows("Marie", "Not in the list");
  });

  test("one asks in the chat client, the other approves in the application", async () => {
    const { john, marie } = friends;
    await john.chat.add("marie@example.com", "Marie", "Work");
    await friends.exchanged("May John save Marie?", 200);
    await friends.exchanged("May John ask Marie?", 200);
    await john.shows("Marie", "Asked, no answer yet");
    await john.shows("Marie", "Work");
    await marie.shows("John", "John asks to see you");
    await marie.chat.contact("John").waitFor();
    await marie.click("Approve", "John");
    await john.chat.sees("Marie", "online");
    await john.shows("Marie", "You see Marie");
    await marie.shows("John", "John sees you");
    // The client that has asked lets those see it whom it has asked.
    await marie.click("Ask", "John");
    await marie.chat.sees("John", "online");
    await friends.exchanged("May John approve Marie?", 200);
    await john.shows("Marie", "You see each other");
  });

  test("one asks in the application, the other accepts in the chat client", async () => {
    const { john, marie } = friends;
    await marie.click("Ask", "John");
    await john.chat.accept("Marie", "Friends");
    await john.chat.sees("Marie", "online");
    await marie.chat.sees("John", "online");
    await marie.shows("John", "You see each other");
    await john.shows("Marie", "You see each other");
  });

  test("one asks in the application, and is refused there", async () => {
    const { john, marie } = friends;
    await john.click("Ask", "Marie");
    await john.chat.in_group("Pending contacts", "Marie").waitFor();
    await marie.chat.in_group("Contact requests", "John").waitFor();
    await marie.click("Refuse", "John");
    await marie.shows("John", "Not in the list");
    await john.shows("Marie", "Neither sees the other");
    await john.chat.in_group("Pending contacts", "Marie").waitFor({ state: "hidden" });
  });

  test("a friend is renamed and moved in the application", async () => {
    const { john } = friends;
    await john.click("Befriend", "Marie");
    await john.chat.in_group("Friends", "Marie").waitFor();
    await john.click("Rename", "Marie");
    await john.save("Marie C.", "Friends");
    await john.chat.in_group("Friends", "Marie C.").waitFor();
    await john.click("Move", "Marie C.");
    await john.save("Marie C.", "Work, Family");
    await john.chat.in_group("Work", "Marie C.").waitFor();
    await john.chat.in_group("Family", "Marie C.").waitFor();
    await john.shows("Marie C.", "Work, Family");
    await friends.exchanged("John's list has changed", 200);
  });

  test("a friend is renamed, moved and removed in the chat client", async () => {
    const { john, marie } = friends;
    await john.click("Befriend", "Marie");
    await john.chat.sees("Marie", "online");
    await john.chat.edit("Marie", "Mme. Curie", "Work");
    await john.shows("Mme. Curie", "Work");
    await john.chat.in_group("Work", "Mme. Curie").waitFor();
    await john.chat.remove("Mme. Curie");
    await john.shows("Marie", "Not in the list");
    await friends.exchanged("May John remove Marie?", 200);
    await marie.chat.has_not("John");
  });

  test("while the application is away the chat goes on, and afterwards it catches up", async () => {
    const { john, marie } = friends;
    await john.click("Befriend", "Marie");
    await john.chat.sees("Marie", "online");
    await friends.switch.click();
    await john.click("Rename", "Marie");
    await john.save("Marie C.", "Work");
    await john.shows("Marie C.", "Work");
    await friends.exchanged("John's list has changed", 503);
    await john.part.getByRole("button", { name: "Log in again" }).click();
    await friends.exchanged("Who is in John's list?", 503);
    await john.chat.in_group("Friends", "Marie").waitFor();
    await john.chat.sees("Marie", "online");
    await friends.switch.click();
    await john.chat.in_group("Work", "Marie C.").waitFor();
    await marie.chat.sees("John", "online");
  });

  test("friends chat", async () => {
    const { john, marie } = friends;
    await john.click("Befriend", "Marie");
    await john.chat.sees("Marie", "online");
    await marie.chat.sees("John", "online");
    await john.chat.open_chat("Marie");
    await john.chat.say("Hello Marie");
    await marie.chat.open_chat("John");
    await marie.chat.reads("Hello Marie");
    await marie.chat.say("Hello John");
    await john.chat.reads("Hello John");
  });
});

describe("the page", () => {
  for (const look of looks) {
    test(`can be used by everyone, at ${look.width} pixels, ${look.colors}`, async () => {
      await part();
      const friends = await open(look);
      const { page, john, marie } = friends;
      assert.deepEqual(await accessibility_faults(page), []);
      await john.click("Ask", "Marie");
      await marie.shows("John", "John asks to see you");
      await john.click("Rename", "Aaron");
      await friends.exchange("Who is in John's list?").first().click();
      await friends.switch.click();
      await page.getByText("Off. What you change meanwhile").waitFor();
      assert.deepEqual(await accessibility_faults(page), []);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), look.width);
      await friends.switch.click();
      await page.getByText("On. Switch it off").waitFor();
      await page.context().close();
    });
  }

  test("can be used with a keyboard alone", async () => {
    await part();
    const friends = await open();
    const { page, john, marie } = friends;
    await tab_to(page, "Befriend Marie");
    await page.keyboard.press("Enter");
    await john.chat.sees("Marie", "online");
    assert.equal(await focused(page), "Rename Marie");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Marie C.");
    await page.keyboard.press("Enter");
    await john.chat.in_group("Friends", "Marie C.").waitFor();
    assert.equal(await focused(page), "Rename Marie C.");
    await tab_to(page, "Move Marie C.");
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    assert.equal(await focused(page), "Move Marie C.");
    await tab_to(page, "Unfriend John");
    await page.keyboard.press("Enter");
    await john.shows("Marie", "Not in the list");
    await tab_to(page, "switch");
    await page.keyboard.press("Space");
    await page.getByText("Off. What you change meanwhile").waitFor();
    await page.keyboard.press("Space");
    await page.getByText("On. Switch it off").waitFor();
    await marie.shows("John", "Not in the list");
    await page.context().close();
  });

  test("is shown exchanges that took place before it was opened", async () => {
    await part();
    await call("POST", "/friendships", { a: "john", b: "marie" });
    const friends = await open();
    await friends.exchanged("John's and Marie's lists have changed", 200);
    await friends.page.context().close();
  });

  test("loads nothing from elsewhere", () => {
    const own = /^(?:(?:http|ws):\/\/127\.0\.0\.1:\d+\/|data:|blob:http:\/\/127\.0\.0\.1:)/;
    assert.deepEqual(
      [...asked].filter((address) => !own.test(address)),
      [],
    );
    assert.ok([...asked].some((address) => address.endsWith("/converse/converse.min.js")));
    assert.deepEqual(refused, []);
  });
});
