extension Page {

  /// Bars of what each layer takes, and the memory that values take one after the other.
  static let chartsScript = #"""
    const charts = { bars: document.getElementById('bars'), memory: document.getElementById('memory') };
    const measures = [
      { key: 'parameters', name: 'Parameters', unit: '' },
      { key: 'macs', name: 'MACs', unit: '' },
      { key: 'memory', name: 'Live memory', unit: 'B' },
    ];

    /** What the selection is of: a range of rows. */
    function selectedRows() {
      if (selection.row !== null) return [selection.row, selection.row];
      const rows = data.rows.map((_, row) => row).filter(isWithin);
      return rows.length ? [rows[0], rows[rows.length - 1]] : null;
    }

    /** The row whose middle is nearest to the pointer, in a picture of `count` columns. */
    function pointedRow(event, element, count) {
      const box = element.getBoundingClientRect();
      const row = Math.floor((event.clientX - box.left) / box.width * count);
      return Math.min(Math.max(row, 0), count - 1);
    }

    function drawBars() {
      const [width, height] = [Math.max(charts.bars.clientWidth - 24, 100), 46];
      const step = width / data.rows.length;
      charts.bars.replaceChildren();
      for (const { key, name, unit } of measures) {
        const figure = append(charts.bars, 'figure');
        const caption = append(figure, 'figcaption');
        append(caption, 'strong', name);
        append(caption, 'span').dataset.measure = key;
        const svg = draw(figure, 'svg', { viewBox: `0 0 ${width} ${height}`, height });
        svg.setAttribute('aria-hidden', 'true');
        draw(svg, 'rect', { class: 'cursor', y: 0, width: 0, height });
        const full = largest([1, ...data.rows.map((row) => row[key])]);
        const columns = data.rows.map((row, number) => {
          const bar = row[key] / full * (height - 2);
          return bar ? `M${number * step} ${height}v${-bar}h${Math.max(step * 0.85, 0.6)}v${bar}z` : '';
        });
        draw(svg, 'path', { class: `bars-${key}`, d: columns.join('') });
        draw(svg, 'line', { class: 'base', x1: 0, x2: width, y1: height, y2: height });
        svg.addEventListener('pointermove', (event) => tellBars(pointedRow(event, svg, data.rows.length)));
        svg.addEventListener('pointerleave', () => tellBars());
        svg.addEventListener('click', (event) => {
          select({ row: pointedRow(event, svg, data.rows.length) }, 'bars');
        });
      }
      markBars();
    }

    /** Says the numbers of a row, else of the selection, else the largest. */
    function tellBars(pointed) {
      const rows = pointed === undefined ? selectedRows() : [pointed, pointed];
      for (const { key, unit } of measures) {
        let text;
        if (rows && rows[0] === rows[1]) {
          text = `${shortened(data.rows[rows[0]][key], unit)} \u00b7 ${data.rows[rows[0]].name}`;
        } else {
          const span = rows ?? [0, data.rows.length - 1];
          const values = data.rows.slice(span[0], span[1] + 1).map((row) => row[key]);
          const most = largest(values);
          text = `at most ${shortened(most, unit)} \u00b7 ${data.rows[span[0] + values.indexOf(most)].name}`;
        }
        charts.bars.querySelector(`[data-measure="${key}"]`).textContent = text;
      }
    }

    function markBars() {
      const rows = selectedRows();
      for (const svg of charts.bars.querySelectorAll('svg')) {
        const step = svg.viewBox.baseVal.width / data.rows.length;
        const cursor = svg.querySelector('.cursor');
        const width = rows ? Math.max((rows[1] - rows[0] + 1) * step, 3) : 0;
        cursor.setAttribute('x', rows ? rows[0] * step - (width > step ? 1 : 0) : 0);
        cursor.setAttribute('width', width);
      }
      tellBars();
      const row = rows ? rows[0] : 0;
      charts.bars.setAttribute('aria-valuenow', row + 1);
      const numbers = measures.map(({ key, name, unit }) =>
        `${name} ${shortened(data.rows[row][key], unit)}`);
      charts.bars.setAttribute('aria-valuetext', [data.rows[row].name, ...numbers].join(', '));
    }

    charts.bars.addEventListener('keydown', (event) => {
      const last = data.rows.length - 1;
      const row = selectedRows()?.[0] ?? -1;
      const moves = { ArrowRight: row + 1, ArrowLeft: row - 1, Home: 0, End: last };
      moves.PageDown = row + 10;
      moves.PageUp = row - 10;
      if (!(event.key in moves) || last < 0) return;
      select({ row: Math.min(Math.max(moves[event.key], 0), last) }, 'bars');
      event.preventDefault();
    });

    listeners.push(markBars);

    """#

}
