// What a machine printed, and what jvmm said of it.

import * as api from './api.js';
import { button, el } from './dom.js';
import { showProblem } from './notices.js';

const SHOWN = 256 << 10;
const POLL_MILLIS = 2000;
const LOGS = { log: 'Guest', 'monitor-log': 'jvmm' };
// ECMA-48 control sequences and the other bytes that move a terminal's cursor.
const CONTROLS = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-_]|[\x00-\x08\x0b-\x1f\x7f]/g;

/** The logs of a machine, followed until the signal ends it. */
export function logPart(name, signal) {
  const text = el('pre', { class: 'text', tabindex: 0, 'aria-label': 'The log' });
  const choice = el('select', { id: 'log-choice', change: () => refresh(true) },
    ...Object.entries(LOGS).map(([log, caption]) => el('option', { value: log }, caption)));
  const download = el('a', { class: 'button', download: '' }, 'Download');
  const refresh = async (toEnd) => {
    download.href = api.pathOf(name, `/${choice.value}`);
    const atEnd = toEnd || text.scrollTop + text.clientHeight >= text.scrollHeight - 4;
    const printed = (await api.logTail(name, choice.value, SHOWN)).replace(CONTROLS, '');
    if (printed !== text.textContent) {
      text.textContent = printed;
      text.scrollTop = atEnd ? text.scrollHeight : text.scrollTop;
    }
  };
  const timer = setInterval(() => refresh(false).catch(() => {}), POLL_MILLIS);
  signal.addEventListener('abort', () => clearInterval(timer));
  requestAnimationFrame(() => refresh(true).catch(showProblem));
  return el('div', {},
    el('div', { class: 'toolbar' },
      el('label', { for: 'log-choice' }, 'What'), choice,
      button('To the end', () => refresh(true)), download),
    text);
}
