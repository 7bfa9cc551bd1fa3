// Elements, made in one expression. Text is only ever text: nothing here takes HTML.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element.
 *
 * @param {string} name of its tag
 * @param {Object<string, *>} attributes those that are null or false are left out, true ones have no
 *     value; functions listen to the event of that name
 * @param {...(Node|string|null)} children
 */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Makes an element of SVG, likewise. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

/** A button with a caption. */
export function button(caption, onClick, attributes = {}) {
  return el('button', { type: 'button', click: onClick, ...attributes }, caption);
}

/** A row of a table. */
export function row(...cells) {
  return el('tr', {}, ...cells.map((cell) => el('td', {}, cell)));
}

/** A table's head. */
export function head(...captions) {
  const cells = captions.map((caption) => el('th', { scope: 'col' }, caption));
  return el('thead', {}, el('tr', {}, ...cells));
}
