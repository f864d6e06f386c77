import axe, { type AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { patience } from "./deadline.ts";

export async function start_browser(): Promise<Browser> {
  // As root, Chromium has no sandbox.
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
}

export interface Look {
  width: number;
  height: number;
  colors: "light" | "dark";
}

/** A page as a user sees it who has never been there. */
export async function open_page(browser: Browser, url: string, { width, height, colors }: Look): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: colors });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** What axe finds wrong with a page, but for what is inside of its frames. */
export async function accessibility_faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { iframes: false })");
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(" ")}`));
}
