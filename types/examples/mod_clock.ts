// Answers <iq type="get"><time-please xmlns="urn:example:clock"/></iq>, a moment later: others are served while it waits.
import * as async from "util.async";
import * as datetime from "util.datetime";
import * as promise from "util.promise";
import * as st from "util.stanza";

const CLOCK = "urn:example:clock";
const delay = module.get_option_number("clock_delay", 0.1) ?? 0.1;

function after(this: void, seconds: number): promise.Promise<number> {
  return promise.new<number>((resolve) => {
    module.add_timer(seconds, (now) => resolve(now));
  });
}

module.add_feature(CLOCK);
module.hook(`iq-get/host/${CLOCK}:time-please`, ({ origin, stanza }) => {
  if (!async.ready()[0]) {
    origin.send(st.error_reply(stanza, "wait", "resource-constraint", "Ask from a client"));
    return true;
  }
  const [now, reason] = async.wait_for(after(delay));
  if (now === undefined) {
    module.log("error", "No answer: %s", reason);
    origin.send(st.error_reply(stanza, "cancel", "internal-server-error"));
    return true;
  }
  const answer = st.reply(stanza).text_tag("time", datetime.datetime(math.floor(now)), { xmlns: CLOCK });
  origin.send(answer);
  return true;
});
