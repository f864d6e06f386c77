import * as json from "util.json";
import { assert_type } from "./assert_type";

assert_type<number>()(math.random(10));
assert_type<string>()(string.rep("x", 2));

// What some Lua of 5.1 to 5.4 lacks:
// @ts-expect-error: not in 5.1
table.unpack([1]);
// @ts-expect-error: not in 5.2 and later
unpack([1]);
// @ts-expect-error: not in 5.1
table.pack(1);
// @ts-expect-error: not in 5.3 and later
math.pow(2, 2);
// @ts-expect-error: not in 5.1 and 5.2
utf8.len("x");
// @ts-expect-error: not in 5.2 and later
setfenv(1, {});
// @ts-expect-error: no separator in 5.1
string.rep("x", 2, ", ");

const [decoded, value, why] = pcall(json.decode, "{}");
if (decoded) assert_type<string | number | undefined>()(why);
else assert_type<string>()(value);
const [called, seven] = pcall(() => 7);
if (called) assert_type<number>()(seven);
