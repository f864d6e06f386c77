import type { ProsodyVersion } from "../../support/prosody_process.ts";
import type { Scope } from "./recorder.ts";

/** A declared event that the tests do not make happen. */
export interface NotFired {
  scope: Scope;
  /** As declared, with a `*` for each part of the name that differs. */
  event: string;
  /** Where it is fired on the other one. */
  version?: ProsodyVersion;
  reason: string;
}

export const not_fired: readonly NotFired[] = [
  {
    scope: "global",
    event: "c2s-ondrain",
    reason:
      "where no host is named yet, mod_c2s sends nothing but an error, and the end of the connection goes before the event",
  },
  { scope: "global", event: "bosh-session", reason: "not tried yet" },
  { scope: "global", event: "c2s-session-updated", version: "13.0", reason: "not tried yet" },
  { scope: "global", event: "websocket-session", reason: "not tried yet" },
  { scope: "host", event: "account-disco-info", reason: "not tried yet" },
  { scope: "host", event: "account-disco-info-node", reason: "not tried yet" },
  { scope: "host", event: "account-disco-items", reason: "not tried yet" },
  { scope: "host", event: "account-disco-items-node", reason: "not tried yet" },
  { scope: "host", event: "archive-message-added", reason: "not tried yet" },
  { scope: "host", event: "archive-should-store", reason: "not tried yet" },
  { scope: "host", event: "authentication-failure", reason: "not tried yet" },
  { scope: "host", event: "bookmarks/empty", reason: "not tried yet" },
  { scope: "host", event: "c2s-read-timeout", reason: "not tried yet" },
  { scope: "host", event: "carbons-should-copy", reason: "not tried yet" },
  { scope: "host", event: "cloud_notify/push", version: "13.0", reason: "not tried yet" },
  { scope: "host", event: "cloud_notify/registration", version: "13.0", reason: "not tried yet" },
  { scope: "host", event: "csi-client-active", reason: "not tried yet" },
  { scope: "host", event: "csi-client-inactive", reason: "not tried yet" },
  { scope: "host", event: "csi-flushing", reason: "not tried yet" },
  { scope: "host", event: "csi-is-stanza-important", reason: "not tried yet" },
  { scope: "host", event: "external_service/credentials", reason: "not tried yet" },
  { scope: "host", event: "external_service/services", reason: "not tried yet" },
  { scope: "host", event: "host-disco-info-node", reason: "not tried yet" },
  { scope: "host", event: "host-disco-items", reason: "not tried yet" },
  { scope: "host", event: "host-disco-items-node", reason: "not tried yet" },
  { scope: "host", event: "message/bare/groupchat", reason: "not tried yet" },
  { scope: "host", event: "message/self", reason: "not tried yet" },
  { scope: "host", event: "pep-publish-item", reason: "not tried yet" },
  { scope: "host", event: "presence/self", reason: "not tried yet" },
  { scope: "host", event: "smacks-ack-delayed", reason: "not tried yet" },
  { scope: "host", event: "smacks-hibernation-end", reason: "not tried yet" },
  { scope: "host", event: "smacks-hibernation-stanza-queued", reason: "not tried yet" },
  { scope: "host", event: "smacks-hibernation-start", reason: "not tried yet" },
  { scope: "host", event: "vcard-updated", version: "13.0", reason: "not tried yet" },
  { scope: "host", event: "iq/bare/vcard-temp:vCard", reason: "not tried yet" },
  { scope: "global", event: "pre-session-close", reason: "not tried yet" },
];
