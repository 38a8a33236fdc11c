extension Page {

  /// What a reader does with the graph: selecting, opening, closing, moving by keys, zooming.
  static let graphActionsScript = #"""
    /** What of the graph stands for the selection. */
    function selectedKey() {
      if (selection.scope !== null) return `block ${selection.scope}`;
      if (selection.row === null) return null;
      const block = blockOfRow(selection.row);
      return block === null ? `box ${data.rows[selection.row].boxes[0]}` : `block ${block}`;
    }

    /** Shows what is selected, and its arrows. */
    function markGraph() {
      const key = selectedKey();
      for (const [name, element] of graph.elements) {
        element.setAttribute('aria-selected', name === key);
      }
      const [kind, number] = key ? key.split(' ') : [];
      const isNear = (value) => kind === 'box' ? value === Number(number)
        : kind === 'block' && scopes[number].first <= value && value < scopes[number].end;
      for (const curve of graph.curves.children) {
        curve.classList.toggle('near', isNear(Number(curve.dataset.value)));
      }
      const first = graph.elements.keys().next().value;
      setFocus(graph.elements.has(graph.focused) ? graph.focused
        : graph.elements.has(key) ? key : first);
    }

    /** Makes one item the one that the tabulator key leads to. */
    function setFocus(key) {
      graph.elements.get(graph.focused)?.setAttribute('tabindex', -1);
      graph.focused = key ?? null;
      graph.elements.get(key)?.setAttribute('tabindex', 0);
    }

    /** Opens the blocks around what is selected, and closes those that were opened for that before. */
    function openAround(key) {
      const [kind, number] = key.split(' ');
      const start = kind === 'box' ? blockOfBox[number] : scopes[number].parent;
      const around = scopesAround(start);
      const leaving = graph.opened.filter((scope) => !around.includes(scope));
      const missing = around.filter((scope) => !graph.isOpen[scope]);
      for (const scope of leaving) graph.isOpen[scope] = false;
      for (const scope of missing) graph.isOpen[scope] = true;
      graph.opened = graph.opened.filter((scope) => around.includes(scope)).concat(missing);
      return leaving.length + missing.length > 0;
    }

    listeners.push((origin) => {
      const key = selectedKey();
      if (origin !== 'graph' && key) {
        if (openAround(key)) drawGraph();
        graph.focused = key;
        markGraph();
        setFocus(key);
        const target = graph.elements.get(key)?.querySelector('.shape');
        if (target) reveal(graph.pane, target.getBoundingClientRect(), 60);
      } else {
        markGraph();
      }
    });

    /** Redraws after a block was opened or closed, with `key` where it was on the screen. */
    function redrawAround(key, isFocused) {
      const before = graph.elements.get(key).querySelector('.shape').getBoundingClientRect();
      drawGraph();
      const element = graph.elements.get(key);
      const after = element.querySelector('.shape').getBoundingClientRect();
      const behavior = 'instant';
      graph.pane.scrollBy({ left: after.left - before.left, top: after.top - before.top, behavior });
      setFocus(key);
      if (isFocused) element.focus({ preventScroll: true });
    }

    function toggle(block, isFocused) {
      graph.isOpen[block] = !graph.isOpen[block];
      graph.opened = graph.opened.filter((scope) => scope !== block);
      redrawAround(`block ${block}`, isFocused);
    }

    function activate(key, isFocused) {
      const [kind, number] = key.split(' ');
      setFocus(key);
      if (kind === 'block') {
        select({ scope: Number(number) }, 'graph');
        toggle(Number(number), isFocused);
      } else {
        const row = rowOfBox.get(Number(number));
        if (row !== undefined) select({ row }, 'graph');
      }
    }

    graph.pane.addEventListener('click', (event) => {
      const item = event.target.closest('[data-key]');
      if (item) activate(item.dataset.key, true);
      if (item) graph.elements.get(item.dataset.key)?.focus({ preventScroll: true });
    });

    function moveFocus(key) {
      setFocus(key);
      const element = graph.elements.get(key);
      element.focus({ preventScroll: true });
      reveal(graph.pane, element.querySelector('.shape').getBoundingClientRect(), 40);
    }

    graph.pane.addEventListener('keydown', (event) => {
      const item = event.target.closest('[data-key]');
      if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = item.dataset.key;
      const [kind, number] = key.split(' ');
      const keys = [...graph.elements.keys()];
      const place = keys.indexOf(key);
      const around = kind === 'box' ? blockOfBox[number] : scopes[number].parent;
      const isOpen = kind === 'block' && graph.isOpen[number];
      const moves = { ArrowDown: keys[place + 1], ArrowUp: keys[place - 1], Home: keys[0] };
      moves.End = keys[keys.length - 1];
      moves.ArrowRight = isOpen ? keys[place + 1] : undefined;
      moves.ArrowLeft = !isOpen && around > 0 ? `block ${around}` : undefined;
      if (event.key === 'Enter' || event.key === ' ') activate(key, true);
      else if (event.key === 'ArrowRight' && kind === 'block' && !isOpen) toggle(number, true);
      else if (event.key === 'ArrowLeft' && isOpen) toggle(number, true);
      else if (moves[event.key]) moveFocus(moves[event.key]);
      else if (!(event.key in moves)) return;
      event.preventDefault();
    });

    const levels = document.getElementById('levels');

    function openAll(depth) {
      scopes.forEach((scope, number) => { graph.isOpen[number] = scope.depth <= depth; });
      graph.opened = [];
      levels.value = Math.min(depth, levels.length - 1);
      drawGraph();
    }

    function setZoom(zoom) {
      graph.zoom = Math.min(Math.max(zoom, 0.1), 3);
      graph.svg.setAttribute('width', graph.picture.width * graph.zoom);
      graph.svg.setAttribute('height', graph.picture.height * graph.zoom);
    }

    const actions = {
      open: () => openAll(Infinity),
      close: () => openAll(0),
      larger: () => setZoom(graph.zoom * 1.25),
      smaller: () => setZoom(graph.zoom / 1.25),
      fit: () => setZoom(Math.min(1, (graph.pane.clientWidth - 4) / graph.picture.width)),
    };
    for (const button of document.querySelectorAll('[data-action]')) {
      button.addEventListener('click', () => actions[button.dataset.action]());
    }
    levels.addEventListener('change', () => openAll(Number(levels.value)));

    drawGraph();
    actions.fit();

    """#

}
