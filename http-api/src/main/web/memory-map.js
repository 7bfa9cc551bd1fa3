// A machine's guest-physical memory, put in an order that can be drawn.

/**
 * @typedef {{start: bigint, end: bigint, kind: string, name: string, members: Object[]}} Span
 * A part of the address space that is drawn as one piece.
 */

const SMALL = 1n << 20n; // neighbours below this, no further apart than this, are one piece

/** Regions as the server has them, with addresses as numbers; by address. */
export function regionsOf({ regions }) {
  return regions
    .map((region) => {
      const start = BigInt(region.start);
      return { ...region, start, end: start + BigInt(region.bytes) };
    })
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
}

/**
 * The pieces of a drawing, by address: memory by itself, devices that are close to one another as
 * one, and the gaps between as pieces of kind `gap`.
 *
 * @returns {Span[]}
 */
export function spansOf(regions, addressBits) {
  const spans = [];
  for (const region of regions) {
    const last = spans.at(-1);
    if (last && joins(last, region)) {
      last.members.push(region);
      last.end = region.end > last.end ? region.end : last.end;
    } else {
      spans.push({ ...region, members: [region] });
    }
  }
  return withGaps(spans, 1n << BigInt(addressBits));
}

function joins(span, region) {
  const overlaps = region.start < span.end;
  const close = region.start - span.end < SMALL && region.end - region.start <= SMALL;
  return overlaps || (span.kind === 'device' && region.kind === 'device' && close);
}

function withGaps(spans, top) {
  const all = [];
  let at = 0n;
  for (const span of spans) {
    if (span.start > at) {
      all.push({ start: at, end: span.start, kind: 'gap', name: '', members: [] });
    }
    all.push(span);
    at = span.end;
  }
  if (at < top) {
    all.push({ start: at, end: top, kind: 'gap', name: '', members: [] });
  }
  return all;
}

/** What a piece is called. */
export function titleOf({ kind, name, members }) {
  if (members.length <= 1) {
    return name;
  }
  const counts = new Map();
  members.forEach((member) => counts.set(member.name, (counts.get(member.name) ?? 0) + 1));
  const names = [...counts].map(([each, times]) => (times > 1 ? `${times} × ${each}` : each));
  return kind === 'device' && names.length > 3
    ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
    : names.join(', ');
}

/** How high a piece is drawn, in lines of text: by the logarithm of its size. */
export function heightOf({ kind, start, end }) {
  const bits = (end - start).toString(2).length;
  return kind === 'gap' ? 1.4 : Math.max(2, (bits - 12) / 4);
}
