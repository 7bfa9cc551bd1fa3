// What the user has to know: problems, which stay until they are put away, and what is only said to
// those who do not see the page.

import { button, el } from './dom.js';

const notices = document.getElementById('notices');
const said = document.getElementById('said');

/** Shows what went wrong; in place of what was shown before. */
export function showProblem(error) {
  const lines = error.problems ?? [String(error)];
  notices.replaceChildren(
    el('div', { class: 'notice' },
      el('ul', {}, ...lines.map((line) => el('li', {}, line))),
      button('Dismiss', clearProblem, { class: 'quiet' })));
}

/** Puts it away. */
export function clearProblem() {
  notices.replaceChildren();
}

/** Has screen readers say something when they come to it. */
export function say(text) {
  said.textContent = text;
}
