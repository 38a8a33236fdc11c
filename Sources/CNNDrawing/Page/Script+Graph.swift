extension Page {

  /// The graph: boxes and blocks as a tree that opens and closes.
  static let graphScript = #"""
    const graph = {
      pane: document.getElementById('graph'),
      isOpen: scopes.map((scope) => scope.isOpen),
      /** The blocks that were opened to show what is selected, and are closed behind it. */
      opened: [],
      /** The elements by what they show: 'box 3', 'block 2'. */
      elements: new Map(),
      focused: null,
      zoom: 1,
    };

    const rowOfBox = new Map();
    data.rows.forEach((row, number) => {
      for (const box of row.boxes) rowOfBox.set(box, number);
    });

    const blockOfBox = [];
    scopes.forEach((scope, number) => {
      for (const item of scope.items) if (item.kind === 'box') blockOfBox[item.of] = number;
    });

    /** The block of a row that is of several boxes, if there is one. */
    function blockOfRow(row) {
      const { name, boxes } = data.rows[row];
      if (boxes.length < 2) return null;
      const block = scopes.findIndex((scope) => scope.name === name && scope.first <= boxes[0]
        && boxes[0] < scope.end);
      return block > 0 ? block : null;
    }

    /** The scopes around a box or block, the innermost first. */
    function scopesAround(start) {
      const around = [];
      for (let scope = start; scope !== undefined; scope = scopes[scope].parent) around.push(scope);
      return around;
    }

    function drawGraph() {
      const picture = layOut(graph.isOpen);
      graph.picture = picture;
      graph.elements.clear();
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      svg.setAttribute('viewBox', `0 0 ${picture.width} ${picture.height}`);
      svg.setAttribute('role', 'tree');
      svg.setAttribute('aria-label', 'Layers in the order of execution');
      graph.svg = svg;
      const under = draw(svg, 'g', { 'aria-hidden': 'true' });
      graph.curves = draw(svg, 'g', { 'aria-hidden': 'true' });
      for (const frame of picture.open.values()) {
        draw(under, 'rect', { class: 'open', ...frame, rx: 6 });
      }
      for (const curve of picture.curves) drawCurve(curve);
      drawScope(0, picture);
      setZoom(graph.zoom);
      graph.pane.replaceChildren(svg);
      markGraph();
    }

    function drawCurve(curve) {
      const { startX, startY, endX, leave, arrive, hasTip, value } = curve;
      const endY = curve.endY - (hasTip ? 5 : 0);
      const middle = (leave + arrive) / 2;
      let path = `M${startX} ${startY}`;
      if (startX !== endX) {
        path += `V${leave}C${startX} ${middle} ${endX} ${middle} ${endX} ${Math.min(arrive, endY)}`;
      }
      draw(graph.curves, 'path', { class: 'arrow', 'data-value': value, d: `${path}V${endY}` });
      if (!hasTip) return;
      const tip = `M${endX} ${curve.endY}l-4 -7h8z`;
      draw(graph.curves, 'path', { class: 'tip', 'data-value': value, d: tip });
    }

    /** Draws the boxes and blocks of a scope in the order of execution. */
    function drawScope(number, picture) {
      for (const item of scopes[number].items) {
        if (item.kind === 'box') {
          const box = boxes[item.of];
          const group = drawItem(`box ${item.of}`, number, `${box.title} ${box.name}`, box.size);
          drawFrame(group, picture.boxes.get(item.of), box, `shape kind-${box.kind}`);
        } else if (item.kind === 'block') {
          drawBlock(item.of, number, picture);
        }
      }
    }

    function drawBlock(block, number, picture) {
      const scope = scopes[block];
      const name = `block ${scope.name}, ${scope.caption}`;
      const group = drawItem(`block ${block}`, number, name, scope.size);
      const isOpen = graph.isOpen[block];
      group.setAttribute('aria-expanded', isOpen);
      if (!isOpen) {
        drawFrame(group, picture.closed.get(block), scope, 'shape closed');
        return;
      }
      const frame = picture.open.get(block);
      draw(group, 'rect', { class: 'ring', ...frame, rx: 6 });
      draw(group, 'rect', { class: 'shape barrier', ...frame, height: sizes.barHeight, rx: 6 });
      draw(group, 'text', { class: 'name', x: frame.x + 10, y: frame.y + 15 },
        '\u25be ' + scope.title);
      drawScope(block, picture);
    }

    function drawItem(key, scope, label, size) {
      const group = draw(graph.svg, 'g', {
        role: 'treeitem', tabindex: -1, 'data-key': key, 'aria-level': scopesAround(scope).length,
        'aria-label': size ? `${label}, makes ${size}` : label,
      });
      graph.elements.set(key, group);
      return group;
    }

    function drawFrame(group, frame, words, style) {
      draw(group, 'title', {}, words.name);
      draw(group, 'rect', { class: style, ...frame, rx: words.kind === 'terminal' ? 19 : 5 });
      const x = frame.x + frame.width / 2;
      const title = (words.kind ? '' : '\u25b8 ') + words.title;
      draw(group, 'text', { class: 'title', x, y: frame.y + (words.caption ? 16 : 23) }, title);
      if (words.caption) {
        draw(group, 'text', { class: 'caption', x, y: frame.y + 30 }, words.caption);
      }
      if (words.size) {
        const place = { x: x + sizes.labelGap, y: frame.y + frame.height + 12 };
        draw(group, 'text', { class: 'size', ...place }, words.size);
      }
    }

    """#

}
