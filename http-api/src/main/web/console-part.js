// The machine's console in a terminal: bytes both ways by a WebSocket.

import { pathOf } from './api.js';
import { isUp } from './actions.js';
import { button, el } from './dom.js';
import { store } from './machine-store.js';
import { isDark, onTheme } from './theme.js';
import { FitAddon } from './xterm/addon-fit.mjs';
import { Terminal } from './xterm/xterm.mjs';

const SCROLL_BACK = 10_000;
const CHUNK = 16 << 10; // the server takes frames of up to 64 KiB
const LEAVE = ']';

const DARK = { background: '#101418', foreground: '#d7dde3', cursor: '#d7dde3' };
const LIGHT = {
  background: '#ffffff', foreground: '#1b2127', cursor: '#1b2127', selectionBackground: '#b9d3ec',
  yellow: '#7a5b00', brightYellow: '#8a6a00', green: '#1a6b2c', brightGreen: '#1f7d34',
  white: '#555555', brightWhite: '#333333', cyan: '#0b6674', brightCyan: '#0d7787',
};

/** A user's end of a console. */
class ConsoleConnection {
  #socket = null;

  constructor(name, onState) {
    const base = location.origin.replace(/^http/, 'ws');
    this.url = base + pathOf(name, '/console');
    this.onState = onState;
  }

  attach(terminal) {
    this.detach();
    terminal.reset();
    const socket = new WebSocket(this.url);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.onState('attached'));
    socket.addEventListener('message', ({ data }) => terminal.write(new Uint8Array(data)));
    socket.addEventListener('close', ({ reason }) => {
      if (socket === this.#socket) {
        this.#socket = null;
        this.onState('detached', reason);
      }
    });
    this.#socket = socket;
  }

  isAttached() {
    return this.#socket !== null;
  }

  detach() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.close();
      this.onState('detached', 'you have detached');
    }
  }

  send(bytes) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return;
    }
    for (let start = 0; start < bytes.length; start += CHUNK) {
      this.#socket.send(bytes.subarray(start, start + CHUNK));
    }
  }
}

/** The console of a machine, attached as long as it is shown. */
export function consolePart(name, signal) {
  const state = el('span', { class: 'console-state', role: 'status' });
  const toggle = button('Detach', () => change(), { 'data-action': 'detach' });
  const screen = el('div', { class: 'screen' });
  const terminal = new Terminal({
    scrollback: SCROLL_BACK, fontSize: 13, fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace',
    theme: isDark() ? DARK : LIGHT, cursorBlink: false, minimumContrastRatio: 4.5,
  });
  const connection = new ConsoleConnection(name, (word, reason) => {
    state.textContent = reason ? `${word}: ${reason}` : word;
    state.dataset.state = word;
    toggle.textContent = word === 'attached' ? 'Detach' : 'Attach';
  });
  const attach = () => {
    connection.attach(terminal);
    terminal.focus();
  };
  const change = () => (connection.isAttached() ? connection.detach() : attach());

  bind(terminal, connection, toggle);
  onTheme(() => { terminal.options.theme = isDark() ? DARK : LIGHT; }, signal);
  signal.addEventListener('abort', () => {
    connection.detach();
    terminal.dispose();
  });
  requestAnimationFrame(() => {
    open(terminal, screen, signal);
    attachWhenUp(name, attach, connection, state, signal);
  });
  return el('div', { class: 'console' },
    el('div', { class: 'toolbar' }, toggle, state,
      el('span', { class: 'hint' }, 'Ctrl-] leaves the terminal for the keyboard')),
    screen);
}

/** Typed text goes as UTF-8, mouse reports as the bytes that they are; Ctrl-] lets go of the keys. */
function bind(terminal, connection, toggle) {
  const encoder = new TextEncoder();
  terminal.onData((text) => connection.send(encoder.encode(text)));
  terminal.onBinary((text) => connection.send(Uint8Array.from(text, (c) => c.charCodeAt(0))));
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.ctrlKey && event.key === LEAVE) {
      if (event.type === 'keydown') {
        toggle.focus();
      }
      event.preventDefault();
      return false;
    }
    return true;
  });
}

function open(terminal, screen, signal) {
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(screen);
  const observer = new ResizeObserver(() => fit.fit());
  observer.observe(screen);
  signal.addEventListener('abort', () => observer.disconnect());
}

/** A machine that does not run has no console; one that starts again has another. */
function attachWhenUp(name, attach, connection, state, signal) {
  let wasUp = false;
  const look = () => {
    const machine = store.machine(name);
    const up = machine !== undefined && isUp(machine) && machine.state !== 'starting';
    if (up && !wasUp) {
      attach();
    } else if (!up && !connection.isAttached()) {
      state.textContent = 'the machine does not run';
    }
    wasUp = up;
  };
  store.addEventListener('machines', look, { signal });
  look();
}
