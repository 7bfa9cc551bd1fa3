// What a machine does, as it does it.

import { Activity, PLOTS } from './activity.js';
import { isUp } from './actions.js';
import * as api from './api.js';
import { el } from './dom.js';
import { store } from './machine-store.js';
import { Plot } from './plot.js';

const SAMPLES = 120;
const PERIOD_MILLIS = 1000;

/** The plots of a machine, current until the signal ends it, or the page is hidden. */
export function plotsPart(name, signal) {
  const activity = new Activity(SAMPLES);
  const plots = PLOTS.map((plot, index) => new Plot(plot, index, SAMPLES));
  const note = el('p', { class: 'empty', role: 'status' }, 'Counting…');
  const facts = el('p', { class: 'secondary facts' });
  const look = async () => {
    const report = await api.statistics(name);
    activity.add(report, performance.now() / 1000);
    plots.forEach((plot) => plot.show(activity.samples));
    note.hidden = activity.samples.length > 0;
    facts.textContent = factsOf(report);
  };
  repeat(signal, async () => {
    const machine = store.machine(name);
    if (document.hidden || !machine || !isUp(machine)) {
      activity.interrupt();
      note.textContent = 'The machine does not run: there is nothing to count.';
      return;
    }
    await look().catch(() => activity.interrupt()); // it starts, or stops
  });
  return el('div', {}, facts, note,
    el('div', { class: 'plots' }, ...plots.map((plot) => plot.element)));
}

function factsOf({ vcpus, boots, interruptController, process }) {
  const times = boots === 1 ? 'started once' : `started ${boots} times`;
  return `${vcpus.length} vCPU${vcpus.length === 1 ? '' : 's'} · ${interruptController} · ${times}`
    + ` · process ${process.number}`;
}

/** Does something again and again, each time a while after the last was done. */
async function repeat(signal, action) {
  while (!signal.aborted) {
    await action();
    await new Promise((resolve) => { setTimeout(resolve, PERIOD_MILLIS); });
  }
}
