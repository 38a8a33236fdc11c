extension Page {

  /// The chart of a comparison: bubbles that are selected by mouse and keys.
  static let bubblesScript = #"""
    const bubbles = new Map();
    for (const element of document.querySelectorAll('#chart [data-row]')) {
      bubbles.set(Number(element.dataset.row), element);
      element.addEventListener('click', () => {
        select({ row: Number(element.dataset.row) }, 'chart');
        element.focus({ preventScroll: true });
      });
    }

    /** Makes one bubble the one that the tabulator key leads to. */
    function setBubbleFocus(row) {
      for (const [other, element] of bubbles) element.setAttribute('tabindex', other === row ? 0 : -1);
    }

    document.getElementById('chart').addEventListener('keydown', (event) => {
      const row = Number(event.target.closest('[data-row]')?.dataset.row ?? 0);
      const last = bubbles.size - 1;
      const moves = { ArrowRight: row + 1, ArrowDown: row + 1, ArrowLeft: row - 1, ArrowUp: row - 1 };
      Object.assign(moves, { Home: 0, End: last });
      if (event.key === 'Enter' || event.key === ' ') {
        select({ row }, 'chart');
      } else if (event.key in moves) {
        const next = Math.min(Math.max(moves[event.key], 0), last);
        setBubbleFocus(next);
        bubbles.get(next).focus();
      } else {
        return;
      }
      event.preventDefault();
    });

    listeners.push(() => {
      for (const [row, element] of bubbles) {
        element.setAttribute('aria-selected', row === selection.row);
      }
      // What is selected lies above the others.
      const chosen = bubbles.get(selection.row);
      if (chosen && chosen !== document.activeElement) chosen.parentNode.append(chosen);
      setBubbleFocus(selection.row ?? 0);
    });
    setBubbleFocus(0);

    """#

}
