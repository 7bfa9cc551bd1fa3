// Quantities as people read them.

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const COUNTS = ['', 'k', 'M', 'G'];

/** A number of bytes, in the largest unit that leaves at least 1. */
export function bytes(count) {
  return scaled(count, 1024, BYTES);
}

/** A number of anything, such as 1.5 k. */
export function count(number) {
  return scaled(number, 1000, COUNTS).trim();
}

function scaled(number, base, units) {
  let power = 0;
  let rest = number;
  while (rest >= base && power < units.length - 1) {
    rest /= base;
    power++;
  }
  const digits = rest >= 100 || Number.isInteger(rest) ? 0 : rest >= 10 ? 1 : 2;
  return `${rest.toFixed(digits)} ${units[power]}`;
}

/** A moment, in the user's own time. */
export function moment(text) {
  return new Date(text).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** A guest-physical address. */
export function address(value) {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
