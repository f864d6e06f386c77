import type { Locator, Page } from "playwright-core";
import { Converse } from "./converse.ts";
import { until } from "./deadline.ts";

/** One person's part of the demo's page. */
export class PersonPart {
  readonly chat: Converse;
  readonly part: Locator;

  constructor(page: Page, name: string) {
    this.part = page.getByRole("region", { name, exact: true });
    this.chat = new Converse(page.frameLocator(`iframe[title="${name}'s chat client"]`));
  }

  friend(name: string): Locator {
    return this.part
      .locator(".friend")
      .filter({ has: this.part.page().locator(".name").getByText(name, { exact: true }) });
  }

  async click(action: string, name: string): Promise<void> {
    await this.friend(name)
      .getByRole("button", { name: `${action} ${name}` })
      .click();
  }

  /** The application's list says this of a friend. */
  async shows(name: string, text: string): Promise<void> {
    await this.friend(name).getByText(text, { exact: true }).waitFor();
  }

  async save(name: string, groups: string): Promise<void> {
    const form = this.part.locator("form:visible");
    await form.getByRole("textbox", { name: "Name" }).fill(name);
    await form.getByRole("combobox", { name: "Groups" }).fill(groups);
    await form.getByRole("button", { name: "Save" }).click();
  }
}

/** The demo's page. */
export class FriendsPage {
  readonly john: PersonPart;
  readonly marie: PersonPart;

  constructor(readonly page: Page) {
    this.john = new PersonPart(page, "John");
    this.marie = new PersonPart(page, "Marie");
  }

  /** Both are logged in, and their lists are there. */
  async ready(): Promise<void> {
    for (const { chat } of [this.john, this.marie]) await chat.sees("Aaron", "offline");
    for (const person of [this.john, this.marie]) await person.shows("Aaron", "You see each other");
  }

  exchange(meaning: string): Locator {
    return this.page.locator(".exchange").filter({ hasText: meaning });
  }

  /** The panel shows an exchange of this meaning that ended with this status. */
  async exchanged(meaning: string, status: number): Promise<void> {
    await until(
      async () => (await this.exchange(meaning).locator(".status").allTextContents()).includes(String(status)),
      () => `an exchange "${meaning}" that ends with ${status}`,
    );
  }

  get switch(): Locator {
    return this.page.getByRole("switch");
  }
}
