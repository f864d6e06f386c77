/** Takes the pictures of the demo's page that README.md shows: `npm run screenshots`. */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { start_servers } from "../examples/demo/servers.ts";
import { serve_two_chats } from "../examples/demo/two_chats.ts";
import { type Look, open_page, start_browser } from "../spec/support/browser.ts";
import { FriendsPage } from "../spec/support/friends_page.ts";

const folder = join(import.meta.dirname, "../docs/images");

async function open(browser: Browser, url: string, colors: Look["colors"]): Promise<FriendsPage> {
  const friends = new FriendsPage(await open_page(browser, url, { width: 1280, height: 800, colors }));
  await friends.ready();
  return friends;
}

async function take({ page }: FriendsPage, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  // What the chat clients say of what was done covers the rest for a while.
  for (const frame of page.frames()) await frame.locator(".toast").first().waitFor({ state: "hidden" });
  // No button looks as if it were about to be pressed.
  await page.mouse.move(0, 0);
  await page.screenshot({ path, animations: "disabled" });
  await page.context().close();
  console.log(`${path}  ${Math.ceil(statSync(path).size / 1024)} KiB`);
}

/** One asks in her chat client, the other approves in the application; they chat. */
async function friends_chat(friends: FriendsPage): Promise<void> {
  const { john, marie } = friends;
  await marie.chat.add("john@example.com", "John", "Friends");
  await john.click("Approve", "Marie");
  await marie.chat.sees("John", "online");
  await john.click("Ask", "Marie");
  await john.chat.sees("Marie", "online");
  await john.click("Move", "Marie");
  await john.save("Marie", "Work");
  await john.chat.in_group("Work", "Marie").waitFor();
  await marie.chat.open_chat("John");
  await marie.chat.say("Now I see you, too!");
  await john.chat.unread("Marie");
  await friends.exchange("Who is in John's list?").first().click();
}

/** The application is away; what is changed in it meanwhile is not in the chat yet. */
async function application_away(friends: FriendsPage): Promise<void> {
  const { john, marie } = friends;
  await friends.switch.click();
  await john.click("Rename", "Marie");
  await john.save("Marie Curie", "Science");
  await friends.exchanged("John's list has changed", 503);
  await marie.part.getByRole("button", { name: "Log in again" }).click();
  await friends.exchanged("Who is in Marie's list?", 503);
  await marie.chat.sees("John", "online");
}

mkdirSync(folder, { recursive: true });
const servers = await start_servers(() => undefined);
const browser = await start_browser();
try {
  const url = await serve_two_chats(servers);
  const chatting = await open(browser, url, "light");
  await friends_chat(chatting);
  await take(chatting, "demo");
  const away = await open(browser, url, "dark");
  await application_away(away);
  await take(away, "demo-away");
} finally {
  await browser.close();
  await servers.prosody.stop();
}
process.exit();
