import * as iterators from "util.iterators";
import * as jwt from "util.jwt";
import * as logger from "util.logger";
import * as pposix from "util.pposix";
import { assert_type } from "../assert_type";

const [sign, verify] = jwt.init("HS256", "key", undefined, {
  default_ttl: 60,
  claim_verifier: (payload) => payload["iss"] === "example.com",
});
const [ok, payload_or_err] = verify(sign({ iss: "example.com" }));
if (ok === true) assert_type<Record<string, unknown>>()(payload_or_err);
// @ts-expect-error: no such algorithm
jwt.new_signer("ES384", "key");
// @ts-expect-error: claims are looked at by claim_verifier
jwt.new_verifier("HS256", "key", { claims: { iss: "example.com" } });

logger.remove_sink(logger.add_simple_sink(() => undefined));
for (const number of iterators.join(iterators.range(2))) assert_type<number>()(number);
const [read_end] = pposix.pipe("cloexec", "nonblock");
assert_type<number | undefined>()(read_end);
