extension Page {

  /// The table: sorting, searching, selecting by mouse and keys. Its cells are there without a script.
  static let tableScript = #"""
    const table = {
      pane: document.getElementById('table'),
      body: document.querySelector('#table tbody'),
      rows: [...document.querySelectorAll('#table tbody tr')],
    };
    const collator = new Intl.Collator('en', { numeric: true });

    /** What a cell is ordered by: its number, or its text. */
    function sortKey(row, column) {
      const cell = row.cells[column];
      return cell.dataset.key === undefined ? cell.textContent : Number(cell.dataset.key);
    }

    function compare(a, b) {
      return typeof a === 'number' && typeof b === 'number' ? a - b
        : typeof a === 'number' ? 1 : typeof b === 'number' ? -1 : collator.compare(a, b);
    }

    function sortBy(column) {
      const headings = [...table.pane.querySelectorAll('thead th')];
      const heading = headings[column];
      const isRising = heading.getAttribute('aria-sort') !== 'ascending';
      for (const other of headings) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', isRising ? 'ascending' : 'descending');
      const keys = table.rows.map((row) => sortKey(row, column));
      const order = table.rows.map((_, row) => row);
      order.sort((a, b) => (isRising ? 1 : -1) * compare(keys[a], keys[b]) || a - b);
      table.body.append(...order.map((row) => table.rows[row]));
    }

    table.pane.querySelectorAll('thead button').forEach((button, column) => {
      button.addEventListener('click', () => sortBy(column));
    });

    table.body.addEventListener('click', (event) => {
      const row = event.target.closest('tr');
      if (row) select({ row: table.rows.indexOf(row) }, 'table');
    });

    table.body.addEventListener('keydown', (event) => {
      const row = event.target.closest('tr');
      const shown = [...table.body.rows].filter((other) => !other.hidden);
      const place = shown.indexOf(row);
      const moves = { ArrowDown: shown[place + 1], ArrowUp: shown[place - 1], Home: shown[0] };
      moves.End = shown[shown.length - 1];
      if (event.key === 'Enter' || event.key === ' ') {
        select({ row: table.rows.indexOf(row) }, 'table');
      } else if (moves[event.key]) {
        setRowFocus(moves[event.key]);
        moves[event.key].focus({ preventScroll: true });
        reveal(table.pane, moves[event.key].getBoundingClientRect(), 40);
      } else if (!(event.key in moves)) {
        return;
      }
      event.preventDefault();
    });

    /** Makes one row the one that the tabulator key leads to. */
    function setRowFocus(row) {
      for (const other of table.rows) other.tabIndex = other === row ? 0 : -1;
    }

    document.getElementById('filter').addEventListener('input', (event) => {
      const text = event.target.value.toLowerCase();
      let count = 0;
      for (const row of table.rows) {
        row.hidden = !row.textContent.toLowerCase().includes(text);
        if (!row.hidden) count += 1;
      }
      const shown = [...table.body.rows].find((row) => !row.hidden);
      if (shown) setRowFocus(shown);
      document.getElementById('found').textContent = text ? `${count} of ${table.rows.length}` : '';
    });

    /** Whether a row is of a layer in the selected block. */
    function isWithin(row) {
      if (selection.scope === null) return false;
      const block = data.diagram.scopes[selection.scope];
      return block.first <= data.rows[row].boxes[0] && data.rows[row].boxes[0] < block.end;
    }

    listeners.push((origin) => {
      table.rows.forEach((row, number) => {
        row.setAttribute('aria-selected', number === selection.row);
        row.classList.toggle('within', isWithin(number));
      });
      const chosen = table.rows.find((row, number) => number === selection.row || isWithin(number));
      if (!chosen) return;
      setRowFocus(chosen);
      if (origin !== 'table') reveal(table.pane, chosen.getBoundingClientRect(), 40);
    });

    if (table.rows.length) setRowFocus(table.rows[0]);

    """#

}
