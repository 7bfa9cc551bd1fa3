// From what a machine has counted to what it does: rates by the second, and levels.

/**
 * The plots of a machine's activity. `values` takes a report (`GET …/statistics`) to numbers by
 * series; those of a `counter` only grow, and are shown by the second, times `scale`.
 */
export const PLOTS = [
  { title: 'Exits', unit: '/s', counter: true, values: exits },
  { title: 'CPU', unit: '%', counter: true, scale: 100, values: cpu },
  { title: 'Memory of the process', unit: 'B', values: memory },
  { title: 'Disk requests', unit: '/s', counter: true, values: diskRequests },
  { title: 'Disk throughput', unit: 'B/s', counter: true, values: diskBytes },
  { title: 'Network frames', unit: '/s', counter: true, values: frames },
  { title: 'Device accesses', unit: '/s', counter: true, values: accesses },
];

function exits({ vcpus }) {
  const sums = {};
  for (const { exits: kinds } of vcpus) {
    for (const [kind, number] of Object.entries(kinds)) {
      sums[kind] = (sums[kind] ?? 0) + number;
    }
  }
  return sums;
}

function cpu({ process, vcpus }) {
  const all = { process: process.cpuSeconds };
  vcpus.forEach((vcpu, number) => { all[`vcpu${number}`] = vcpu.cpuSeconds; });
  return all;
}

function memory({ process }) {
  return { resident: process.residentBytes };
}

function diskRequests({ disks }) {
  return named(disks, { read: 'reads', write: 'writes', flush: 'flushes' });
}

function diskBytes({ disks }) {
  return named(disks, { read: 'bytesRead', write: 'bytesWritten' });
}

function frames({ networks }) {
  return named(networks, { in: 'received', out: 'transmitted' });
}

/** One series for each of a device's counts. */
function named(devices, counts) {
  return Object.fromEntries(devices.flatMap((device) => Object.entries(counts)
    .map(([word, count]) => [`${device.device} ${word}`, device[count]])));
}

function accesses({ devices }) {
  return Object.fromEntries(devices
    .filter(({ reads, writes }) => reads + writes > 0)
    .map(({ device, reads, writes }) => [device, reads + writes]));
}

/** The latest samples of a machine: numbers by series, for each plot, at moments. */
export class Activity {
  #before = null;

  /** @param {number} kept how many samples */
  constructor(kept) {
    this.kept = kept;
    /** @type {{time: number, plots: Object<string, number>[]}[]} */
    this.samples = [];
  }

  /** Takes a report of a moment, in seconds. A guest that was started again counts anew. */
  add(report, time) {
    const now = { time, boots: report.boots, plots: PLOTS.map((plot) => plot.values(report)) };
    const before = this.#before;
    this.#before = now;
    if (before === null || before.boots !== now.boots || time <= before.time) {
      return;
    }
    const plots = PLOTS.map((plot, index) =>
      (plot.counter ? rates(plot, now, before, index) : now.plots[index]));
    this.samples.push({ time, plots });
    this.samples.splice(0, this.samples.length - this.kept);
  }

  /** Begins anew: nothing is known of the time between. */
  interrupt() {
    this.#before = null;
  }
}

function rates(plot, now, before, index) {
  const seconds = now.time - before.time;
  return Object.fromEntries(Object.entries(now.plots[index]).map(([series, value]) => {
    const grown = value - (before.plots[index][series] ?? 0);
    return [series, (Math.max(0, grown) * (plot.scale ?? 1)) / seconds];
  }));
}
