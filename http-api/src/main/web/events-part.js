// What happened to a machine, the latest first.

import { el, head, row } from './dom.js';
import * as format from './format.js';
import { store } from './machine-store.js';

/** The events of a machine, current until the signal ends it. */
export function eventsPart(name, signal) {
  const body = el('tbody', {});
  const show = () => body.replaceChildren(...store.events
    .filter((event) => event.machine === name)
    .reverse()
    .map(({ time, event, detail }) => row(format.moment(time), event, detail ?? '')));
  store.addEventListener('events', show, { signal });
  show();
  return el('table', { class: 'plain events' }, head('Time', 'Event', 'Detail'), body);
}
