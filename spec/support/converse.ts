import type { FrameLocator, Locator } from "playwright-core";
import { until } from "./deadline.ts";

/** Somebody's Converse.js, as they use it. */
export class Converse {
  constructor(private readonly frame: FrameLocator) {}

  /** An entry of the roster. */
  contact(name: string): Locator {
    const groups = this.frame.locator(".roster-group:not([data-group='New messages'])");
    return groups.locator("converse-roster-contact").filter({ has: this.frame.getByText(name, { exact: true }) });
  }

  in_group(group: string, name: string): Locator {
    return this.frame
      .locator(`.roster-group[data-group="${group}"] .contact-name`)
      .filter({ hasText: new RegExp(`^\\s*${name}\\s*$`) });
  }

  async sees(name: string, show: "online" | "offline"): Promise<void> {
    await this.contact(name).locator(`.contact-name--${show}`).first().waitFor();
  }

  async has_not(name: string): Promise<void> {
    await until(
      async () => (await this.contact(name).count()) === 0,
      () => `${name} to be gone from the roster`,
    );
  }

  /** Menus close when what is around them is drawn anew. */
  async #choose(menu: Locator, item: Locator): Promise<void> {
    await until(
      async () => {
        if (!(await item.isVisible())) await menu.click();
        return item.isVisible();
      },
      () => `the menu to show ${String(item)}`,
    );
    await item.click();
  }

  async #choose_for(name: string, item: string): Promise<void> {
    const contact = this.contact(name).first();
    await this.#choose(contact.getByLabel("Menu"), contact.locator(".dropdown-item").filter({ hasText: item }));
  }

  async add(jid: string, name: string, group: string): Promise<void> {
    const heading = this.frame.locator(".dropdown--contacts");
    await this.#choose(heading.getByLabel("Menu"), heading.locator(".add-contact"));
    const form = this.frame.locator("form.add-xmpp-contact");
    await form.locator("input[name=jid]").fill(jid);
    await form.locator("input[name=name]").fill(name);
    await form.locator("input[name=groups]").fill(group);
    await form.getByRole("button", { name: "Add" }).click();
    await form.waitFor({ state: "hidden" });
  }

  async accept(name: string, group: string): Promise<void> {
    await this.#choose_for(name, "Accept as contact");
    const modal = this.frame.locator("converse-accept-contact-request-modal");
    await modal.locator("input[name=name]").fill(name);
    await modal.locator("input[name=groups]").fill(group);
    await modal.getByRole("button", { name: "Accept" }).click();
    await modal.waitFor({ state: "hidden" });
  }

  async edit(old_name: string, name: string, group: string): Promise<void> {
    await this.#choose_for(old_name, "Details");
    const modal = this.frame.locator("converse-user-details-modal");
    await modal.getByRole("tab", { name: "Edit" }).click();
    await modal.locator("input[name=name]").fill(name);
    await modal.locator("input[name=groups]").fill(group);
    await modal.getByRole("button", { name: "Update" }).click();
    await modal.waitFor({ state: "hidden" });
  }

  async remove(name: string): Promise<void> {
    await this.#choose_for(name, "Remove");
    await this.frame.locator("converse-confirm-modal").getByRole("button", { name: "Confirm" }).click();
  }

  async open_chat(name: string): Promise<void> {
    await this.contact(name).locator("a.open-chat").first().click();
  }

  /** A message from this contact waits to be read. */
  async unread(name: string): Promise<void> {
    await this.contact(name).locator(".msgs-indicator").first().waitFor();
  }

  async say(text: string): Promise<void> {
    const field = this.frame.locator("textarea.chat-textarea");
    await field.fill(text);
    await field.press("Enter");
  }

  async reads(text: string): Promise<void> {
    await this.frame.locator("converse-chat-message").filter({ hasText: text }).first().waitFor();
  }
}
