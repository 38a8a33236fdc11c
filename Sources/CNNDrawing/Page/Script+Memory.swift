extension Page {

  /// The memory plan: for each value from when to when it is needed, and where it lies meanwhile.
  static let memoryScript = #"""
    function drawMemory() {
      const { slots, steps, arena, lowerBound } = data.memory;
      const [left, top, bottom] = [66, 8, 18];
      const width = Math.max(charts.memory.clientWidth - 24, 200);
      const height = 150;
      const right = width - 6;
      const x = (step) => left + step / steps * (right - left);
      const y = (bytes) => height - bottom - bytes / Math.max(arena, 1) * (height - bottom - top);
      charts.memory.replaceChildren();
      const svg = draw(charts.memory, 'svg', { viewBox: `0 0 ${width} ${height}`, height });
      svg.setAttribute('aria-hidden', 'true');
      draw(svg, 'rect', { class: 'cursor', y: y(arena), width: 0, height: y(0) - y(arena) });
      for (const bytes of [0, arena / 2, arena]) {
        const place = { x: left - 6, y: y(bytes) + 4, 'text-anchor': 'end' };
        draw(svg, 'text', { class: 'axis', ...place }, shortened(Math.round(bytes), 'B'));
        draw(svg, 'line', { class: 'base', x1: left, x2: right, y1: y(bytes), y2: y(bytes) });
      }
      slots.forEach((slot, number) => {
        const [start, end] = [x(slot.first), x(slot.last + 1)];
        const frame = { x: start, y: y(slot.offset + slot.size), width: end - start };
        frame.height = Math.max(y(slot.offset) - frame.y, 0.5);
        const rect = draw(svg, 'rect', { class: 'slot', 'data-slot': number, ...frame });
        const names = slot.boxes.map((box) => boxes[box].name);
        const note = `${names.join(', ')}\n${shortened(slot.size, 'B')} at ${shortened(slot.offset, 'B')}`;
        draw(rect, 'title', {}, note);
        if (frame.height > 13 && frame.width > 7 * names[0].length + 8) {
          const place = { x: start + 4, y: frame.y + frame.height / 2 + 4 };
          draw(svg, 'text', { class: 'slot-name', ...place }, names[0]);
        }
      });
      if (lowerBound < arena) {
        draw(svg, 'line', { class: 'limit', x1: left, x2: right, y1: y(lowerBound), y2: y(lowerBound) });
      }
      draw(svg, 'text', { class: 'axis', x: left, y: height - 4 }, 'first layer');
      draw(svg, 'text', { class: 'axis', x: right, y: height - 4, 'text-anchor': 'end' }, 'last layer');
      svg.addEventListener('click', (event) => {
        const slot = event.target.closest('[data-slot]');
        const row = slot ? rowOfBox.get(slots[slot.dataset.slot].boxes[0]) : undefined;
        if (row !== undefined) select({ row }, 'memory');
      });
      charts.placeOf = x;
      markMemory();
    }

    /** Marks when the selected layers run, and where their results lie. */
    function markMemory() {
      const rows = selectedRows();
      const steps = rows
        ? data.rows.slice(rows[0], rows[1] + 1).flatMap((row) => row.boxes.map((box) => data.stepOfBox[box]))
        : [];
      const [first, last] = [-largest(steps.map((step) => -step)), largest(steps)];
      const cursor = charts.memory.querySelector('.cursor');
      cursor.setAttribute('x', steps.length ? charts.placeOf(first) : 0);
      const width = steps.length ? charts.placeOf(last + 1) - charts.placeOf(first) : 0;
      cursor.setAttribute('width', width ? Math.max(width, 2) : 0);
      const chosen = new Set(rows
        ? data.rows.slice(rows[0], rows[1] + 1).flatMap((row) => row.boxes) : []);
      data.memory.slots.forEach((slot, number) => {
        const element = charts.memory.querySelector(`[data-slot="${number}"]`);
        const isNow = rows && rows[0] === rows[1] && slot.boxes.some((box) => chosen.has(box));
        element.classList.toggle('now', Boolean(isNow));
      });
    }

    listeners.push(markMemory);

    function drawCharts() {
      if (!data.rows.length) return;
      drawBars();
      drawMemory();
    }
    drawCharts();
    let resizing;
    window.addEventListener('resize', () => {
      clearTimeout(resizing);
      resizing = setTimeout(drawCharts, 100);
    });

    """#

}
