// The machines and what happens to them, kept current by the server's events. One for the page.

import * as api from './api.js';
import { say } from './notices.js';

const KINDS = ['created', 'renamed', 'started', 'paused', 'resumed', 'reset', 'power-button',
  'stopped', 'crashed', 'failed', 'killed', 'lost', 'destroyed'];
const KEPT = 500;
const STARTING_MILLIS = 1000;
const RETRY_MILLIS = 5000;

/** Tells of `machines`, `events`, `connection` and, when the session is over, `logged-out`. */
class MachineStore extends EventTarget {
  /** All there are, by name. */
  machines = [];
  /** The latest, oldest first. */
  events = [];
  #source = null;
  #timer = 0;

  /** Looks at the machines, and follows what happens to them. */
  async open() {
    await this.refresh();
    this.#follow();
  }

  #follow() {
    this.#source = new EventSource('/v1/events?past=true');
    this.#source.addEventListener('open', () => this.#opened());
    this.#source.addEventListener('error', () => this.#failed());
    for (const kind of KINDS) {
      this.#source.addEventListener(kind, (event) => this.#happened(JSON.parse(event.data)));
    }
  }

  close() {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#timer);
  }

  /** The machine of a name; undefined if there is none. */
  machine(name) {
    return this.machines.find((machine) => machine.name === name);
  }

  /** Looks again. A machine that starts is looked at until its guest runs: that is no event. */
  async refresh() {
    const before = new Map(this.machines.map((machine) => [machine.name, machine.state]));
    this.machines = await api.machines();
    for (const { name, state } of this.machines) {
      if (before.has(name) && before.get(name) !== state) {
        say(`${name} is ${state}`);
      }
    }
    this.#tell('machines');
    clearTimeout(this.#timer);
    if (this.machines.some((machine) => machine.state === 'starting')) {
      this.#timer = setTimeout(() => this.#refreshQuietly(), STARTING_MILLIS);
    }
  }

  #refreshQuietly() {
    this.refresh().catch((error) => this.#isOver(error));
  }

  #isOver(error) {
    if (error.status === 401) {
      this.close();
      this.#tell('logged-out');
    }
  }

  #opened() {
    this.events = []; // all that is kept comes again
    this.#tell('connection', 'live');
    this.#refreshQuietly();
  }

  /** A browser does not tell why a stream ended; after an error of HTTP it does not try again. */
  #failed() {
    this.#tell('connection', 'offline');
    this.#refreshQuietly();
    const source = this.#source;
    if (source.readyState === EventSource.CLOSED) {
      setTimeout(() => source === this.#source && this.#follow(), RETRY_MILLIS);
    }
  }

  #happened(event) {
    this.events.push(event);
    this.events.splice(0, this.events.length - KEPT);
    this.#tell('events');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refreshQuietly(), 50); // once for several
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

export const store = new MachineStore();
