/** Somebody who uses the application. */
export interface Person {
  username: string;
  jid: string;
  name: string;
  /** Where their chat client is served, of those who have one on the page. */
  chat_url?: string;
}

/** What the page with everything on it needs to know. */
export interface PageSettings {
  people: Person[];
}

/** What one person's chat client needs to know. */
export interface ChatSettings {
  jid: string;
  name: string;
  websocket_url: string;
}
