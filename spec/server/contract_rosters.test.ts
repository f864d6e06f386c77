import assert from "node:assert/strict";
import { test } from "node:test";
import { documents, type Kind, kinds } from "../contract/roster_documents.ts";
import { for_each_prosody } from "../support/each_prosody.ts";
import type { Outcome } from "../support/outcome.ts";
import { fresh } from "../support/scene.ts";
import { type Stage, test_stages } from "../support/stages.ts";

/** How a document comes to the module: as JSON, about a user who logs in. */
type Way = (stage: Stage, username: string, text: string) => Promise<Outcome>;

function told_by(method: "POST" | "PATCH"): Way {
  return async (stage, username, text) => {
    stage.backend.rosters.set(username, {});
    await stage.log_in(username);
    return stage.call(method, "rosters", { body: `{"${username}":${text}}` });
  };
}

const ways: Record<string, Way> = {
  "the answer to a request": async (stage, username, text) => {
    stage.backend.behave(username, ({ response }) => {
      response.writeHead(200).end(text);
    });
    await stage.log_in(username);
    return stage.refresh([username]);
  },
  "POST /rosters": told_by("POST"),
  "PATCH /rosters": told_by("PATCH"),
};

for_each_prosody("the module says of a roster document what its schema says", (version) => {
  const stage_of = test_stages(version, { asking: ({ edit_url }) => ({ http_roster_edit_url: edit_url }) });

  /** Sends a document about a user of its own. Gives that user, and what the caller was told is wrong. */
  async function send(document: unknown, way: Way): Promise<[username: string, problems: string[]]> {
    const username = fresh("john");
    const text = JSON.stringify(document).replaceAll("john@asking.test", `${username}@asking.test`);
    const { code, message, failed } = await way(stage_of("asking"), username, text);
    return [username, [...(code === 400 ? [message] : []), ...Object.values(failed)]];
  }

  for (const [name, way] of Object.entries(ways)) {
    const is_good: Record<Kind, boolean> = {
      good: true,
      bad: false,
      beyond: false,
      unread: true,
      removal: name === "PATCH /rosters",
    };

    test(name, async () => {
      const sent: { what: string; kind: Kind; username: string; problems: string[] }[] = [];
      for (const kind of kinds) {
        for (const [what, document] of Object.entries(documents[kind])) {
          const [username, problems] = await send(document, way);
          sent.push({ what, kind, username, problems });
        }
      }
      const lines = stage_of("asking").prosody.log().split("\n");
      for (const { what, kind, username, problems } of sent) {
        const logged = lines.filter((line) => line.includes(`In the roster of ${username}, `));
        const faults = [...problems, ...logged];
        assert.equal(faults.length === 0, is_good[kind], `${kind}: ${what}: ${faults.join("; ") || "nothing wrong"}`);
      }
    });
  }
});
