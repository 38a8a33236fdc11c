extension Page {

  static let chartStyle = """
    .chart { padding: 4px 12px 8px; outline-offset: -2px; }
    .chart svg { width: 100%; cursor: crosshair; }
    .chart figure { margin: 4px 0 0; }
    .chart figcaption { display: flex; gap: 8px; font-size: 12px; }
    .chart figcaption span:last-child {
      flex: 1; text-align: right; color: var(--faint); font-variant-numeric: tabular-nums;
      overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
    }
    .chart .base { stroke: var(--edge); }
    .chart .cursor { fill: var(--mark); }
    .bars-parameters { fill: var(--affine-line); }
    .bars-macs { fill: var(--weighted-line); }
    .bars-memory { fill: var(--pool-line); }
    .chart .axis { font-size: 10.5px; fill: var(--faint); }
    .slot { fill: var(--weighted); stroke: var(--weighted-line); stroke-width: 0.7; cursor: pointer; }
    .slot.now { fill: var(--mark); stroke: var(--join-line); stroke-width: 1.6; }
    .slot-name { font-size: 10.5px; pointer-events: none; }
    .limit { stroke: var(--join-line); stroke-dasharray: 4 3; }
    .now-line { stroke: var(--accent); stroke-width: 1.4; }
    #layer { display: flex; gap: 10px 16px; padding: 10px 12px; overflow: auto; }
    #layer dl {
      display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 12px; margin: 0;
      font-size: 12px; line-height: 1.35; flex: 1 1 0; align-content: start;
    }
    #layer dt { color: var(--faint); }
    #layer dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
    #layer figure { margin: 0; flex: 0 0 150px; }
    #layer figcaption { font-size: 11px; line-height: 1.3; color: var(--faint); padding-top: 4px; }
    .field-input { fill: var(--terminal); stroke: var(--terminal-line); }
    .field-part { fill: var(--weighted-line); fill-opacity: 0.35; stroke: var(--weighted-line); }
    .field-next { fill: none; stroke: var(--weighted-line); stroke-dasharray: 3 2; }
    .bubble { fill: var(--weighted-line); fill-opacity: 0.3; stroke: var(--weighted-line); }
    .bubbles [role="option"] { cursor: pointer; outline: none; }
    .bubbles [role="option"]:hover .bubble,
    .bubbles [role="option"]:focus-visible .bubble { fill-opacity: 0.6; stroke-width: 2; }
    .bubbles [aria-selected="true"] .bubble {
      fill: var(--join-line); stroke: var(--join-line); fill-opacity: 0.5; stroke-width: 2;
    }
    .bubbles text { font-size: 12px; paint-order: stroke; stroke: var(--panel); stroke-width: 3px; }
    .bubbles .axis, .bubbles .grid-name { fill: var(--faint); }
    .bubbles .spare { display: none; }
    .bubbles [aria-selected="true"] .spare, .bubbles [role="option"]:hover .spare,
    .bubbles [role="option"]:focus-visible .spare { display: inline; font-weight: 650; }
    .bubbles .grid { stroke: var(--edge); }
    .bubbles .leader { stroke: var(--arrow); stroke-width: 0.8; }
    .bubbles svg { width: 100%; height: auto; }

    """

}
