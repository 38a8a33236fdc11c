extension Page {

  static let graphStyle = """
    #graph { touch-action: pan-x pan-y; }
    #graph svg { margin: 0 auto; }
    #graph [role="treeitem"] { cursor: pointer; outline: none; }
    #graph .shape { stroke-width: 1.2; }
    #graph .title { font-size: 12.5px; font-weight: 600; text-anchor: middle; }
    #graph .caption { font-size: 10.5px; text-anchor: middle; fill: var(--faint); }
    #graph .size { font-size: 10.5px; fill: var(--faint); }
    #graph .name { font-size: 10.5px; font-weight: 600; }
    #graph .arrow { fill: none; stroke: var(--arrow); stroke-width: 1.3; }
    #graph .arrow.near { stroke: var(--accent); stroke-width: 2.2; }
    #graph .tip { fill: var(--arrow); }
    #graph .tip.near { fill: var(--accent); }
    #graph .open { fill: var(--tint); stroke: var(--edge); }
    #graph .barrier { fill: var(--bar); stroke: none; }
    #graph .closed { fill: var(--bar); stroke: var(--arrow); stroke-dasharray: 4 2; }
    #graph [role="treeitem"]:hover > .shape { stroke-width: 2.2; }
    #graph [aria-selected="true"] > .shape { stroke: var(--accent); stroke-width: 3; }
    #graph [role="treeitem"]:focus-visible > .shape { stroke: var(--accent); stroke-width: 3; }
    #graph [role="treeitem"]:focus-visible > .ring { stroke: var(--accent); }
    #graph .ring { fill: none; stroke: none; stroke-width: 1.5; stroke-dasharray: 2 2; }
    .legend {
      display: flex; flex-wrap: wrap; gap: 2px 12px; margin: 0; padding: 7px 12px;
      list-style: none; font-size: 11.5px; color: var(--faint); border-top: 1px solid var(--edge);
    }
    .legend i {
      display: inline-block; width: 10px; height: 10px; margin-right: 5px; border-radius: 3px;
      border: 1px solid;
    }

    """

}
