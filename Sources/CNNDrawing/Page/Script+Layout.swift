extension Page {

  /// Where things are when some blocks are closed: the arithmetic of `DiagramGeometry`.
  static let layoutScript = #"""
    const { boxes, scopes, sizes } = data.diagram;

    /** The plan of an open scope: where its items are, from its upper left corner. */
    function planScope(number, plans) {
      const { items, segments } = scopes[number];
      const extents = items.map((item) => {
        if (item.kind === 'box') return [boxes[item.of].fullWidth, boxes[item.of].fullHeight];
        if (item.kind !== 'block') return [0, 0];
        const plan = plans[item.of];
        const block = scopes[item.of];
        return plan ? [plan.width, plan.height] : [block.fullWidth, block.fullHeight];
      });
      const plan = { entries: new Map(), exits: new Map() };
      planAcross(plan, scopes[number], number, extents);
      planDown(plan, items, segments, number, extents);
      items.forEach((item, index) => {
        if (item.kind === 'entry') plan.entries.set(item.of, plan.centers[index]);
        if (item.kind === 'exit') plan.exits.set(item.of, plan.centers[index]);
      });
      return plan;
    }

    /** Lanes are as wide as the closest neighbours need them; what comes in and goes out is in the middle. */
    function planAcross(plan, scope, number, extents) {
      const { items, rows } = scope;
      const share = (item) => item.kind === 'box' || item.kind === 'block' ? 1 : 0.2;
      let lane = sizes.narrowestLane;
      for (const row of rows) {
        for (let place = 1; place < row.length; place += 1) {
          const [left, right] = [row[place - 1], row[place]];
          const lanes = (share(items[left]) + share(items[right])) / 2;
          const needed = (extents[left][0] + extents[right][0]) / 2 + sizes.sideGap * lanes;
          lane = Math.max(lane, needed / (items[right].lane - items[left].lane));
        }
      }
      let [first, last] = [Infinity, -Infinity];
      items.forEach((item, index) => {
        first = Math.min(first, item.lane * lane - extents[index][0] / 2);
        last = Math.max(last, item.lane * lane + extents[index][0] / 2);
      });
      const ports = items.filter(({ kind }) => kind === 'entry' || kind === 'exit');
      if (ports.length) {
        const middle = ports.reduce((sum, port) => sum + port.lane * lane, 0) / ports.length;
        const half = Math.max(middle - first, last - middle);
        [first, last] = [middle - half, middle + half];
      }
      const bar = number === 0 ? 0 : scope.barWidth;
      plan.width = Math.ceil(Math.max(last - first + 2 * sizes.blockPadding, bar));
      const margin = (plan.width - (last - first)) / 2;
      plan.centers = items.map((item) => item.lane * lane - first + margin);
    }

    function planDown(plan, items, segments, number, extents) {
      const { rows } = scopes[number];
      const gaps = rows.map(() => sizes.rowGap);
      for (const [source, target] of segments) {
        const shift = Math.abs(plan.centers[source] - plan.centers[target]);
        const gap = sizes.rowGap + Math.min(sizes.slope * shift, sizes.largestSlopeGap);
        const row = items[target].rank - 1;
        gaps[row] = Math.max(gaps[row], gap);
      }
      let y = (number === 0 ? 0 : sizes.barHeight) + sizes.blockPadding;
      plan.tops = [];
      plan.rows = rows.map((row, rank) => {
        const height = largest(row.map((item) => extents[item][1]));
        for (const item of row) plan.tops[item] = y + (height - extents[item][1]) / 2;
        const span = [y, y + height];
        y += height + gaps[rank];
        return span;
      });
      plan.height = (plan.rows.length ? plan.rows[plan.rows.length - 1][1] : y) + sizes.blockPadding;
    }

    /** The frames of all that is to be seen, and the curves between. */
    function layOut(isOpen) {
      const plans = [];
      for (let number = scopes.length - 1; number >= 0; number -= 1) {
        if (isOpen[number]) plans[number] = planScope(number, plans);
      }
      const picture = { width: plans[0].width, height: plans[0].height };
      Object.assign(picture, { boxes: new Map(), open: new Map(), closed: new Map(), curves: [] });
      picture.open.set(0, { x: 0, y: 0, width: picture.width, height: picture.height });
      for (const [number, frame] of picture.open) placeScope(number, frame, plans, picture);
      picture.open.delete(0);
      return picture;
    }

    function placeScope(number, frame, plans, picture) {
      const plan = plans[number];
      scopes[number].items.forEach((item, index) => {
        const [x, y] = [frame.x + plan.centers[index], frame.y + plan.tops[index]];
        const around = ({ width, height }) => ({ x: x - width / 2, y, width, height });
        if (item.kind === 'box') picture.boxes.set(item.of, around(boxes[item.of]));
        if (item.kind !== 'block') return;
        if (plans[item.of]) picture.open.set(item.of, around(plans[item.of]));
        else picture.closed.set(item.of, around(scopes[item.of]));
      });
      for (const segment of scopes[number].segments) {
        picture.curves.push(curve(segment, number, frame, plans, picture));
      }
    }

    /** A piece of an arrow: down from its start, aslant between two rows, and down to its end. */
    function curve([source, target, value], number, frame, plans, picture) {
      const plan = plans[number];
      const { items } = scopes[number];
      const point = (item) => [frame.x + plan.centers[item], frame.y + plan.tops[item]];
      let [startX, startY] = point(source);
      let [endX, endY] = point(target);
      const [from, to] = [items[source], items[target]];
      if (from.kind === 'box') startY += boxes[from.of].height;
      if (from.kind === 'entry') startY = frame.y + sizes.barHeight;
      if (from.kind === 'block') {
        const inner = picture.open.get(from.of) ?? picture.closed.get(from.of);
        startY = inner.y + inner.height;
        if (plans[from.of]) startX = inner.x + plans[from.of].exits.get(value);
      }
      if (to.kind === 'exit') endY = frame.y + frame.height;
      if (to.kind === 'block' && plans[to.of]) {
        endX = picture.open.get(to.of).x + plans[to.of].entries.get(value);
      }
      const leave = frame.y + plan.rows[from.rank][1];
      const arrive = frame.y + plan.rows[to.rank][0];
      const hasTip = to.kind === 'box' || to.kind === 'block';
      return { startX, startY, endX, endY, leave, arrive, hasTip, value };
    }

    """#

}
