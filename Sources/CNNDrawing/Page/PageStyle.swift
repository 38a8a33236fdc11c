extension Page {

  /// How pages look: colours for light and dark, then the parts.
  static let style =
    colorStyle + """
      * { box-sizing: border-box; }
      body {
        margin: 0; background: var(--back); color: var(--text);
        font: 14px/1.4 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif;
      }
      h1 { font-size: 20px; margin: 0; overflow-wrap: anywhere; }
      h2 { font-size: 13px; margin: 0; font-weight: 650; }
      button, input, select {
        font: inherit; font-size: 12.5px; color: var(--text); background: var(--panel);
        border: 1px solid var(--edge); border-radius: 6px; padding: 3px 9px;
      }
      button { cursor: pointer; }
      button:hover { border-color: var(--accent); }
      :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
      .panel {
        background: var(--panel); border: 1px solid var(--edge); border-radius: 10px;
        display: flex; flex-direction: column; min-width: 0; min-height: 0; overflow: hidden;
      }
      .head {
        display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; padding: 8px 12px;
        min-height: 44px; border-bottom: 1px solid var(--edge);
      }
      .head .fill { flex: 1; }
      .note { color: var(--faint); font-size: 12px; }
      header.page { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 28px; }
      header.page p { margin: 0; color: var(--faint); }
      dl.totals { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 0; }
      dl.totals div { display: flex; flex-direction: column; }
      dl.totals dt { font-size: 11px; color: var(--faint); }
      dl.totals dd { margin: 0; font-weight: 650; font-variant-numeric: tabular-nums; }
      details.more { position: relative; }
      details.more > summary { cursor: pointer; color: var(--accent); }
      details.more > div {
        position: absolute; left: 0; z-index: 5; margin-top: 6px; padding: 12px;
        width: max-content; max-width: min(88vw, 640px); max-height: 80vh; overflow: auto; background: var(--panel); border: 1px solid var(--edge);
        border-radius: 10px; box-shadow: 0 8px 30px #0004;
      }
      details.more p { max-width: 60ch; }
      .scroll { overflow: auto; flex: 1; min-height: 0; }
      svg { display: block; font-family: inherit; }
      svg text { fill: var(--text); }
      @media (prefers-reduced-motion: no-preference) { .scroll { scroll-behavior: smooth; } }

      """ + tableStyle + dashboardStyle + graphStyle + chartStyle

  private static let colorStyle: String = {
    func variables(_ isDark: Bool) -> String {
      Diagram.Kind.allCases.map { (kind) in
        let colors = Palette.colors(of: kind)
        let (fill, line) =
          isDark ? (colors.darkFill, colors.darkLine) : (colors.fill, colors.line)
        return "--\(kind.rawValue): \(fill); --\(kind.rawValue)-line: \(line);"
      }.joined(separator: "\n  ")
    }
    let kinds = Diagram.Kind.allCases.map(\.rawValue).map {
      ".kind-\($0) { fill: var(--\($0)); stroke: var(--\($0)-line);"
        + " background: var(--\($0)); border-color: var(--\($0)-line); }"
    }.joined(separator: "\n")
    return """
      :root {
        color-scheme: light dark;
        --back: #f2f4f7; --panel: #ffffff; --edge: #d5dae1; --text: #1b1f24; --faint: #5a6470;
        --accent: #1a5fd0; --mark: #fff2c4; --arrow: #717a86; --bar: #e3e7ed; --tint: #717a8612;
        \(variables(false))
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --back: #101317; --panel: #191d23; --edge: #343b45; --text: #e8ebef; --faint: #a0a9b5;
          --accent: #7fb0ff; --mark: #4a3f16; --arrow: #8b95a2; --bar: #2b323b; --tint: #8b95a214;
          \(variables(true))
        }
      }
      \(kinds)

      """
  }()

  private static let tableStyle = """
    table { border-collapse: separate; border-spacing: 0; font-size: 12.5px; width: 100%; }
    th, td {
      padding: 3px 10px; text-align: left; white-space: nowrap; font-weight: 400;
      border-bottom: 1px solid var(--edge);
    }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    thead th { position: sticky; top: 0; background: var(--panel); font-weight: 600; z-index: 1; }
    tfoot th, tfoot td {
      position: sticky; bottom: 0; background: var(--panel); font-weight: 650;
      border-top: 1px solid var(--edge); border-bottom: 0;
    }
    thead button { border: 0; padding: 0; background: none; font-weight: 600; }
    thead button::after { content: "\\2195"; padding-left: 4px; color: var(--faint); opacity: 0.45; }
    [aria-sort="ascending"] button::after { content: "\\2191"; opacity: 1; color: var(--accent); }
    [aria-sort="descending"] button::after { content: "\\2193"; opacity: 1; color: var(--accent); }
    tbody[role="rowgroup"] tr { cursor: pointer; }
    tbody tr:hover { background: var(--tint); }
    tbody tr.within { background: var(--tint); }
    tbody tr[aria-selected="true"] { background: var(--mark); }
    tbody tr:focus-visible { outline-offset: -2px; }
    tbody tr[hidden] { display: none; }

    """

  private static let dashboardStyle = """
    .dashboard { display: grid; gap: 12px; padding: 12px; grid-template-columns: minmax(0, 1fr); }
    .dashboard > header { padding: 2px 4px; }
    #graph-panel { height: 75vh; }
    #table-panel { height: 80vh; }
    .compare #table-panel { height: auto; }
    .pair { display: grid; gap: 12px; grid-template-columns: minmax(0, 1fr); }
    @media (min-width: 1100px) {
      .dashboard.analysis {
        height: 100vh; min-height: 860px;
        grid-template-columns: minmax(0, 5fr) minmax(0, 8fr);
        grid-template-rows: auto auto auto minmax(0, 1fr);
      }
      .analysis > header { grid-column: 1 / 3; }
      .analysis #graph-panel { grid-row: 2 / 5; height: auto; }
      .analysis #table-panel { height: auto; }
      .pair { grid-template-columns: minmax(0, 9fr) minmax(0, 11fr); height: 274px; }
      .more { margin-left: auto; }
    details.more > div { left: auto; right: 0; }
    }

    """

}
