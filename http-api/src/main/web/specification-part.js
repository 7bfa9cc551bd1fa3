// What a machine was created with.

import * as api from './api.js';
import { el } from './dom.js';
import { store } from './machine-store.js';

/** The specification of a machine. */
export function specificationPart(name) {
  const text = el('pre', { class: 'text', tabindex: 0, 'aria-label': 'The specification' });
  api.specification(name)
    .then((spec) => text.replaceChildren(...coloured(JSON.stringify(spec, null, 2))))
    .catch((error) => { text.textContent = error.message; });
  return el('div', {},
    el('p', { class: 'secondary' },
      'Relative paths start from ', el('code', {}, store.machine(name)?.directory ?? '—')),
    text);
}

/** JSON with its keys and values set apart. */
function coloured(json) {
  const tokens = json.split(/("(?:[^"\\]|\\.)*"(?:\s*:)?)/);
  return tokens.map((token) => {
    if (!token.startsWith('"')) {
      return token;
    }
    return el('span', { class: token.endsWith(':') ? 'key' : 'string' }, token);
  });
}
