extension Page {

  /// What the other scripts share: the data, elements of SVG, and what is selected.
  static let selectionScript = #"""
    'use strict';
    const data = JSON.parse(document.getElementById('data').textContent);

    /** A new element of SVG in `parent`, with attributes and text. */
    function draw(parent, name, attributes, text) {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const key in attributes) element.setAttribute(key, attributes[key]);
      if (text !== undefined) element.textContent = text;
      parent.append(element);
      return element;
    }

    /** A new element of HTML in `parent`. */
    function append(parent, name, text, style) {
      const element = document.createElement(name);
      if (text !== undefined) element.textContent = text;
      if (style) element.className = style;
      parent.append(element);
      return element;
    }

    /** A count with three digits and the letter of a power of 1000. */
    function shortened(count, unit = '') {
      const letters = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
      let power = 0;
      let value = count;
      while (Math.abs(value) >= 999.5 && power < letters.length - 1) { value /= 1000; power += 1; }
      const places = power === 0 ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
      return value.toFixed(places) + (letters[power] + unit ? '\u00a0' + letters[power] + unit : '');
    }

    /** The largest of some numbers; there may be more than a call takes. */
    const largest = (numbers) => numbers.reduce((a, b) => Math.max(a, b), -Infinity);

    /** Scrolls `pane`, and nothing else, until `box` (of the screen) lies in it with a margin. */
    function reveal(pane, box, margin) {
      const view = pane.getBoundingClientRect();
      const move = (low, high, start, end) =>
        low < start + margin || high - low > end - start - 2 * margin ? low - start - margin
          : high > end - margin ? high - end + margin : 0;
      pane.scrollTop += move(box.top, box.bottom, view.top, view.bottom);
      pane.scrollLeft += move(box.left, box.right, view.left, view.right);
    }

    /** What is selected: the number of a row, or that of a block. */
    const selection = { row: null, scope: null };
    const listeners = [];

    /** Selects a row or a block; `origin` is the part of the page where that was done. */
    function select(target, origin) {
      selection.row = target.row ?? null;
      selection.scope = target.scope ?? null;
      for (const listener of listeners) listener(origin);
    }

    """#

}
