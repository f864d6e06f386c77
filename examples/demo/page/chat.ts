/** One person's chat client: Converse.js, logged in at once, with all that it needs from where it is served. */
import type { ChatSettings } from "../page_settings.ts";

interface RosterContact {
  /** Of all of Converse.js's models: listens to changes. */
  subscribe: (this: RosterContact, ...events: unknown[]) => unknown;
  subscribeToPresence: (this: RosterContact) => unknown;
}

interface Plugin {
  _converse: { exports: { RosterContact: { prototype: RosterContact } } };
}

interface Converse {
  plugins: { add(name: string, plugin: { dependencies: string[]; initialize(this: Plugin): void }): void };
  initialize(settings: Record<string, unknown>): Promise<unknown>;
}

declare global {
  interface WindowEventMap {
    "converse-loaded": CustomEvent<{ converse: Converse }>;
  }
}

// Its own shows logos from the web.
customElements.define("converse-footer", class extends HTMLElement {});

// With what it has stored before, Converse.js would not ask for the roster when it logs in again, and hear of no change.
sessionStorage.clear();

const accepting = "accepting-requests";

/** Whoever accepts a request asks back: where Converse.js 14.0.0 means to do that, it calls the wrong method. */
function mend_accepting({ plugins }: Converse): void {
  plugins.add(accepting, {
    dependencies: ["converse-roster"],
    initialize() {
      const { prototype } = this._converse.exports.RosterContact;
      const listen = prototype.subscribe;
      prototype.subscribe = function (...events) {
        return events.length === 0 ? this.subscribeToPresence() : listen.apply(this, events);
      };
    },
  });
}

const settings = fetch("/settings").then((answer) => answer.json() as Promise<ChatSettings>);

window.addEventListener("converse-loaded", ({ detail: { converse } }) => {
  mend_accepting(converse);
  void settings.then(({ jid, name, websocket_url }) => {
    document.title = `${name}'s chat`;
    return converse.initialize({
      assets_path: "/converse/",
      jid,
      password: "any",
      nickname: name,
      authentication: "login",
      auto_login: true,
      websocket_url,
      discover_connection_methods: false,
      autocomplete_providers_url: "",
      persistent_store: "sessionStorage",
      reuse_scram_keys: false,
      whitelisted_plugins: [accepting],
      blacklisted_plugins: ["converse-omemo", "converse-omemo-views", "converse-roomslist"],
      view_mode: "fullscreen",
      theme: "classic",
      dark_theme: "dracula",
      show_background: false,
      allow_registration: false,
      allow_url_history_change: false,
      auto_focus: false,
      auto_subscribe: false,
      play_sounds: false,
      show_desktop_notifications: false,
      embed_3rd_party_media_players: false,
      show_self_in_roster: false,
      loglevel: "warn",
      i18n: "en",
    });
  });
});
