extension Page {

  /// The selected layer in words, and the part of the input that it depends on.
  static let layerScript = #"""
    const panel = document.getElementById('layer');

    function tell(list, name, text) {
      append(list, 'dt', name);
      append(list, 'dd', text);
    }

    listeners.push(() => {
      panel.replaceChildren();
      const list = append(panel, 'dl');
      if (selection.row !== null) {
        const row = data.rows[selection.row];
        for (const [name, text] of row.facts) tell(list, name, text);
        drawField(row);
      } else if (selection.scope !== null) {
        const rows = data.rows.filter((_, row) => isWithin(row));
        const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
        const scope = data.diagram.scopes[selection.scope];
        tell(list, 'Block', scope.name);
        tell(list, 'Layers', String(scope.end - scope.first));
        tell(list, 'Result', scope.size || 'several');
        tell(list, 'Parameters', shortened(sum('parameters')));
        tell(list, 'MACs', shortened(sum('macs')));
        tell(list, 'Live memory', `at most ${shortened(largest(rows.map((row) => row.memory)), 'B')}`);
        if (rows.length) drawField(rows[rows.length - 1]);
      }
    });

    /** The range of the input that the middle position of an axis depends on, and the next one. */
    function fieldRange(field, axis, extent) {
      const size = field.sizes[axis];
      if (!field.strides) {
        const start = field.centers[axis] - (size - 1) / 2;
        return { start, size, next: start };
      }
      const middle = Math.floor((extent - 1) / 2);
      const start = middle * field.strides[axis] - field.paddings[axis];
      return { start, size, next: start + field.strides[axis] };
    }

    function drawField(row) {
      const { field } = row;
      const input = data.input;
      const figure = append(panel, 'figure');
      if (!field || !input.length) {
        append(figure, 'figcaption', 'No receptive field is known for this layer.');
        return;
      }
      const count = field.sizes.length;
      const ranges = field.sizes.map((_, axis) =>
        fieldRange(field, axis, row.shape[row.shape.length - count + axis] ?? 1));
      // Of three axes the last two are drawn; a single one is a strip.
      const axes = count === 1 ? [null, 0] : [count - 2, count - 1];
      const spans = axes.map((axis) => {
        if (axis === null) return { start: 0, size: 1, next: 0, extent: 1, low: 0, high: 1 };
        const { start, size, next } = ranges[axis];
        const extent = input[axis];
        return { start, size, next, extent, low: Math.min(0, start), high: Math.max(extent, start + size) };
      });
      const [tall, wide] = spans;
      const scale = 140 / Math.max(tall.high - tall.low, wide.high - wide.low);
      const strip = axes[0] === null ? 24 / scale : 1;
      const width = (wide.high - wide.low) * scale;
      const height = (tall.high - tall.low) * scale * strip;
      const svg = draw(figure, 'svg', {
        viewBox: `-2 -2 ${width + 4} ${height + 4}`, width: width + 4, height: height + 4, role: 'img',
      });
      const rect = (style, x, y, w, h) => draw(svg, 'rect', {
        class: style, x: (x - wide.low) * scale, y: (y - tall.low) * scale * strip,
        width: Math.max(w * scale, 1), height: Math.max(h * scale * strip, 1),
      });
      rect('field-input', 0, 0, wide.extent, tall.extent);
      rect('field-part', wide.start, tall.start, wide.size, tall.size);
      if (field.strides) rect('field-next', wide.next, tall.next, wide.size, tall.size);
      const text = fieldText(field, input);
      svg.setAttribute('aria-label', text);
      append(figure, 'figcaption', text);
    }

    function fieldText(field, input) {
      const sizes = field.sizes.join('\u00d7');
      const whole = input.join('\u00d7');
      if (!field.strides) return `Each element sees ${sizes} of the input, ${whole}.`;
      const also = field.isPartial ? ', and on all through a branch' : '';
      return `The middle element sees ${sizes} of ${whole}${also}; the next one (dashed) `
        + `lies ${field.strides.join('\u00d7')} further.`;
    }

    """#

  /// A page starts with the first layer that is to be seen selected.
  static let startScript = #"""
    const visible = data.rows.findIndex(({ boxes }) => graph.elements.has(`box ${boxes[0]}`));
    if (data.rows.length) select({ row: Math.max(visible, 0) }, 'start');

    """#

}
