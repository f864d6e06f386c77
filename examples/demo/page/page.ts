/** Two people of the application with their chat clients, and what Prosody and the application ask each other. */
import type { Exchange } from "../exchange.ts";
import type { PageSettings, Person } from "../page_settings.ts";
import { copy_of, element } from "./elements.ts";
import { ExchangeList } from "./exchange_list.ts";
import { Friends, list_of } from "./friends.ts";

const by_id = (id: string): HTMLElement => element(document, `#${id}`, HTMLElement);

function tell(outcome: string, is_trouble: boolean): void {
  by_id("outcome").textContent = outcome;
  by_id("outcome").classList.toggle("trouble", is_trouble);
}

/** A person's part of the page. */
function add_person(person: Person, chat_url: string, people: readonly Person[]): Friends {
  const { name, username } = person;
  const section = copy_of("person");
  section.id = username;
  section.setAttribute("aria-label", name);
  element(section, "h2", HTMLElement).textContent = name;
  const frame = element(section, "iframe", HTMLIFrameElement);
  frame.title = `${name}'s chat client`;
  frame.src = chat_url;
  const again = element(section, ".again", HTMLButtonElement);
  again.setAttribute("aria-label", `Log in again: ${name}`);
  again.addEventListener("click", () => (frame.src = chat_url));
  by_id("people").append(section);
  return new Friends(person, people, list_of(section), tell);
}

function show_cut(is_cut: boolean): void {
  by_id("switch").setAttribute("aria-checked", String(!is_cut));
  by_id("switch-state").textContent = is_cut
    ? "Off. What you change meanwhile arrives soon after it is on again."
    : "On. Switch it off, and the chat goes on with the lists last known.";
  document.body.classList.toggle("cut", is_cut);
}

by_id("switch").addEventListener("click", () => {
  const is_cut = by_id("switch").getAttribute("aria-checked") === "true";
  void fetch("/cut", { method: "PUT", body: String(is_cut) });
});

const settings = (await (await fetch("/settings")).json()) as PageSettings;
const lists = settings.people.flatMap((person) =>
  person.chat_url === undefined ? [] : add_person(person, person.chat_url, settings.people),
);
const names = new Map(settings.people.map(({ username, name }) => [username, name]));
const exchanges = new ExchangeList(by_id("exchanges"), by_id("no-exchanges"), names);

const events = new EventSource("/events");
events.addEventListener("changed", () => void Promise.all(lists.map((list) => list.refresh())));
events.addEventListener("cut", ({ data }: MessageEvent<string>) => show_cut(data === "true"));
events.addEventListener("exchange", ({ data }: MessageEvent<string>) => exchanges.add(JSON.parse(data) as Exchange));
