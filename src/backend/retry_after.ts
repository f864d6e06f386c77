const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

/** Unix time of a UTC date and time. */
function unix_time(year: number, month: number, day: number, seconds: number): number {
  const shifted_year = month > 2 ? year : year - 1;
  const shifted_month = (month + 9) % 12;
  const days =
    365 * shifted_year +
    math.floor(shifted_year / 4) -
    math.floor(shifted_year / 100) +
    math.floor(shifted_year / 400) +
    math.floor((153 * shifted_month + 2) / 5) +
    day -
    1 -
    719468;
  return days * 86400 + seconds;
}

/** The number that some digits are. */
function number(digits: string | undefined): number {
  return tonumber(digits) ?? 0;
}

/** Seconds to wait that a `Retry-After` header asks for, as a number or as a date (RFC 9110 10.2.3); nil where it says nothing. */
function read_retry_after(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const [seconds] = string.match(header, "^%s*(%d+)%s*$");
  if (seconds !== undefined) return tonumber(seconds);
  const [day, month_name, year, hour, minute, second] = string.match(
    header,
    "^%a+, (%d%d) (%a%a%a) (%d%d%d%d) (%d%d):(%d%d):(%d%d) GMT$",
  );
  const [position] = string.find(MONTHS, month_name ?? "?", 1, true);
  if (position === undefined || position % 3 !== 1) return undefined;
  const month = math.floor((position + 2) / 3);
  const time_of_day = number(hour) * 3600 + number(minute) * 60 + number(second);
  return math.max(0, unix_time(number(year), month, number(day), time_of_day) - now);
}

export { read_retry_after };
