"""A client on slixmpp, as it comes, that does what it is told by lines of JSON and says what it sees in the same way."""

import asyncio
import json
import logging
import sys

import slixmpp

logging.basicConfig(level=logging.ERROR)
# At the end, slixmpp leaves tasks of its own behind.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


class Client(slixmpp.ClientXMPP):
    def __init__(self, jid, is_hospitable):
        super().__init__(jid, "secret", sasl_mech="PLAIN")
        self["feature_mechanisms"].unencrypted_plain = True
        if not is_hospitable:
            # Whether to accept is the user's decision.
            self.auto_authorize = None
            self.auto_subscribe = False
        self.add_event_handler("session_start", self.begin)
        self.add_event_handler("failed_auth", lambda _: say("refused"))
        self.add_event_handler("disconnected", lambda _: say("disconnected"))
        self.add_event_handler("roster_update", self.on_roster)
        for kind in ("subscribe", "subscribed", "unsubscribe", "unsubscribed", "error"):
            self.add_event_handler("presence_" + kind, self.on_presence)
        self.add_event_handler("got_online", self.on_online)
        self.add_event_handler("got_offline", self.on_offline)

    async def begin(self, _):
        await self.get_roster()
        self.send_presence()
        say("ready", jid=self.boundjid.full)

    def on_roster(self, iq):
        for jid, item in iq["roster"]["items"].items():
            say(
                "roster",
                jid=str(jid),
                name=item["name"],
                groups=sorted(item["groups"]),
                subscription=item["subscription"],
                ask=item["ask"],
            )

    def on_presence(self, presence):
        say(presence["type"], jid=presence["from"].bare, text=presence["status"])

    def on_online(self, presence):
        if presence["from"].bare != self.boundjid.bare:
            say("online", jid=presence["from"].bare)

    def on_offline(self, presence):
        if presence["from"].bare != self.boundjid.bare:
            say("offline", jid=presence["from"].bare)

    async def act(self, do, jid=None, name=None, groups=None, text=None):
        if do == "set":
            await self.update_roster(jid, name=name, groups=groups or [])
        elif do == "remove":
            await self.del_roster_item(jid)
        elif do == "list":
            # Whole, whatever version the client has already.
            iq = self.make_iq_get()
            iq.enable("roster")
            items = (await iq.send())["roster"]["items"].items()
            say("list", items={str(contact): item["subscription"] for contact, item in items})
            return
        elif do == "leave":
            await self.disconnect()
            return
        else:
            self.send_presence_subscription(jid, ptype=do)
        say("done", do=do)


async def follow(client):
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            await client.act(**json.loads(line))
        except slixmpp.exceptions.IqError as error:
            say("failed", condition=error.condition, text=error.text)
    client.disconnect()


def main(jid, port, manners):
    client = Client(jid, manners == "hospitable")
    client.connect(("127.0.0.1", int(port)), force_starttls=False, disable_starttls=True)
    client.loop.run_until_complete(follow(client))


main(*sys.argv[1:])
