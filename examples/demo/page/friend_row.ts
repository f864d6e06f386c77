import type { Contact } from "../../backend/contact.ts";
import { copy_of, element } from "./elements.ts";
import { all_deeds, type Deed, deeds, relation } from "./relation.ts";

/** What is done by one click. */
export type Click = Exclude<Deed, "rename" | "move">;

export interface RowEvents {
  click(deed: Click): void;
  save(name: string, groups: string[]): void;
}

/** One entry of a person's list. The element stays while what it shows changes, and so does the focus. */
export class FriendRow {
  readonly element = copy_of("friend");
  readonly #form = element(this.element, "form", HTMLFormElement);
  readonly #fields = {
    rename: element(this.#form, "input[name=name]", HTMLInputElement),
    move: element(this.#form, "input[name=groups]", HTMLInputElement),
  };
  readonly #buttons = all_deeds.map((deed) => ({
    deed,
    button: element(this.element, `.actions button[value=${deed}]`, HTMLButtonElement),
  }));
  #contact: Contact | undefined;
  #name = "";
  /** Where the focus goes when the form is closed. */
  #opener: HTMLButtonElement | undefined;

  constructor(events: RowEvents) {
    for (const { deed, button } of this.#buttons) {
      button.addEventListener("click", () => {
        if (deed === "rename" || deed === "move") this.#open_form(button, this.#fields[deed]);
        else events.click(deed);
      });
    }
    element(this.#form, "button[value=cancel]", HTMLButtonElement).addEventListener("click", () => this.#close_form());
    this.#form.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#close_form();
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const groups = this.#fields.move.value.split(",").map((group) => group.trim());
      events.save(this.#fields.rename.value.trim(), [...new Set(groups.filter((group) => group !== ""))]);
      this.#close_form();
    });
  }

  show(contact: Contact | undefined, name: string): void {
    this.#contact = contact;
    this.#name = name;
    const texts = {
      ".avatar": name.slice(0, 1).toUpperCase(),
      ".name": name,
      ".groups": contact?.groups.join(", ") ?? "",
      ".relation": relation(contact, name),
    };
    for (const [selector, text] of Object.entries(texts)) {
      element(this.element, selector, HTMLElement).textContent = text;
    }
    const offered = deeds(contact);
    const { activeElement: focused } = document;
    for (const { deed, button } of this.#buttons) {
      button.hidden = !offered.includes(deed);
      // Read out by itself, a button says whom it is about.
      button.setAttribute("aria-label", `${button.textContent} ${name}`);
    }
    if (!offered.includes("rename")) this.#form.hidden = true;
    if (this.element.contains(focused) && focused?.checkVisibility() === false) this.#focus_first();
  }

  #focus_first(): void {
    this.#buttons.find(({ button }) => !button.hidden)?.button.focus();
  }

  #open_form(opener: HTMLButtonElement, field: HTMLInputElement): void {
    this.#opener = opener;
    if (this.#form.hidden) {
      this.#fields.rename.value = this.#name;
      this.#fields.move.value = this.#contact?.groups.join(", ") ?? "";
      this.#form.hidden = false;
    }
    field.select();
  }

  #close_form(): void {
    this.#form.hidden = true;
    this.#opener?.focus();
  }
}
