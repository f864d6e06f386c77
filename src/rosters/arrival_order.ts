/**
 * One order for all that is told and asked: each notice, hand-over and patch has its place in it once it has arrived whole, before
 * anything of it is read; each fetch once it is sent. Whatever is read later, or in slices, keeps its place.
 */
export interface Arrivals {
  last: number;
  /** Bodies that are being read, by their place. */
  unread: LuaSet<number>;
}

function new_arrivals(): Arrivals {
  return { last: 0, unread: new LuaSet() };
}

/** The place of what has just arrived, or is just sent. */
function next_place(arrivals: Arrivals): number {
  arrivals.last++;
  return arrivals.last;
}

/** The place of a body that has just arrived, and is about to be read. */
function begin_reading(arrivals: Arrivals): number {
  const place = next_place(arrivals);
  arrivals.unread.add(place);
  return place;
}

/** All that the body says has been taken in. */
function end_reading(arrivals: Arrivals, place: number): void {
  arrivals.unread.delete(place);
}

/** `true` where something is still being read that arrived before. */
function is_earlier_unread(arrivals: Arrivals, place: number): boolean {
  for (const unread of arrivals.unread) {
    if (unread < place) return true;
  }
  return false;
}

export { begin_reading, end_reading, is_earlier_unread, new_arrivals, next_place };
