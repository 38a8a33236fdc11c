"""Checks the pages and pictures of cnnc in a browser and with Graphviz.

Loads what `cnnc analyze --format html` writes into a headless Chromium and uses it as a reader
would: sorts the table, opens and closes blocks, follows the links between graph, table and charts
in both directions, by mouse and by keys; nothing may be logged as an error, and nothing requested.
What `cnnc compile --emit svg` draws has to lie where the page draws it, and `dot` has to read what
`--emit dot` writes.

  python3 Tests/Checks/pictures.py [--shots FOLDER]   needs chromium, dot and a built cnnc
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import xml.dom.minidom

from browser import Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
CNNC = ROOT / ".build/release/cnnc"
HOSTILE = """
network Hostile {
  input(1, 8, 8)
  "</script><script>alert(1)</script>": conv(2, kernel: 3)
  "a\\"b'c&d<e>\\\\N]]>": relu
  "層.😀.x": { conv(2, kernel: 1); relu }
  flatten
}
"""

EMPTY = "network Empty { input(1, 4, 4) }"


def cnnc(*arguments, text=None):
    started = time.monotonic()
    result = subprocess.run(
        [CNNC, *arguments], cwd=ROOT, input=text, capture_output=True, text=True
    )
    if result.returncode:
        raise SystemExit(f"cnnc {' '.join(arguments)}: {result.stderr}")
    return result.stdout, time.monotonic() - started


class Check:
    """Expectations about one page."""

    def __init__(self, browser, name):
        self.browser = browser
        self.name = name

    def expect(self, condition, what):
        if not condition:
            raise SystemExit(f"FAIL  {self.name}: {what}")

    def equal(self, expression, value, what):
        found = self.browser.run(expression)
        self.expect(found == value, f"{what}: {found!r} instead of {value!r}")

    def quiet(self):
        """Nothing went wrong in the page, and it fetched nothing."""
        self.browser.run("1")
        self.expect(not self.browser.problems, f"the page logs {self.browser.problems}")
        requests = [url for url in self.browser.requests if not url.startswith("data:")]
        self.expect(len(requests) == 1, f"the page requests {requests[1:]}")


SELECTED_ROW = "document.querySelector('#table tbody [aria-selected=true]')?.cells[1].textContent"
SELECTED_BOX = "document.querySelector('#graph [aria-selected=true]')?.dataset.key"


def is_inside(pane, element):
    """Whether an element lies within what a pane shows, as an expression."""
    boxes = f"document.querySelector({json.dumps(pane)}).getBoundingClientRect()"
    boxes += f", {element}.getBoundingClientRect()"
    return f"((pane, box) => pane.top <= box.top && box.bottom <= pane.bottom)({boxes})"


def check_sorting(check):
    browser = check.browser
    count = browser.run("table.rows.length")
    headings = browser.run(
        "[...document.querySelectorAll('#table thead th')].map(x => x.textContent)"
    )
    macs = headings.index("MACs")
    column = f"[...table.body.rows].map(row => Number(row.cells[{macs}].dataset.key))"
    button = f"#table thead th:nth-child({macs + 1}) button"
    browser.run(f"document.querySelector('{button}').scrollIntoView({{inline: 'center'}})")
    browser.click(button)
    rising = browser.run(column)
    check.expect(rising == sorted(rising), "the rows do not rise by MACs")
    check.equal(f"document.querySelector('{button}').parentNode.ariaSort", "ascending", "aria-sort")
    browser.press("Enter")
    falling = browser.run(column)
    check.expect(falling == sorted(falling, reverse=True), "the rows do not fall after Enter")
    if headings[0] == "#":
        browser.run("document.querySelector('#table thead th button').click()")
        check.equal(
            "[...table.body.rows].every((row, place) => row === table.rows[place])",
            True,
            "the first column brings back the order of execution",
        )
    check.equal("table.body.rows.length", count, "rows are lost by sorting")


def check_search(check):
    browser = check.browser
    browser.run("document.getElementById('filter').focus()")
    browser.write("conv")
    check.equal(
        "[...table.rows].filter(row => !row.hidden).every(row => "
        "row.textContent.toLowerCase().includes('conv'))",
        True,
        "the search shows others",
    )
    check.expect(0 < browser.run("table.rows.filter(row => !row.hidden).length"), "nothing found")
    browser.run(
        "const input = document.getElementById('filter'); input.value = '';"
        "input.dispatchEvent(new Event('input'))"
    )
    check.equal("table.rows.some(row => row.hidden)", False, "the search stays")


def check_links(check):
    """From the table to the graph, and back."""
    browser = check.browser
    last = browser.run("table.rows.length") - 1
    for row in [last, last // 2, 0]:
        browser.run(f"reveal(table.pane, table.rows[{row}].getBoundingClientRect(), 40)")
        browser.run(f"table.rows[{row}].dataset.test = 'it'")
        browser.click("#table [data-test=it]")
        browser.run(f"delete table.rows[{row}].dataset.test")
        check.equal("selection.row", row, "a click on a row does not select it")
        check.equal(
            SELECTED_BOX,
            f"box {browser.run(f'data.rows[{row}].boxes[0]')}",
            "the box of the row is not selected",
        )
        check.equal(
            is_inside("#graph", "document.querySelector('#graph [aria-selected=true] > .shape')"),
            True,
            "the graph does not show the selected box",
        )
        check.equal(
            "document.querySelector('#layer dd').textContent",
            browser.run(f"data.rows[{row}].name"),
            "the panel shows another layer",
        )
    # By keys: the row that is reached with the tabulator, the next one, Enter.
    browser.run("table.rows.find(row => row.tabIndex === 0).focus()")
    browser.press("ArrowDown", times=2)
    browser.press("Enter")
    check.equal("selection.row", 2, "the arrow keys and Enter do not select a row")
    # From the graph: a click on a box, then keys.
    browser.run("select({row: data.rows.length - 1}, 'check')")
    box = browser.run(SELECTED_BOX)
    other = "select({row: 0}, 'graph')"
    browser.run(other)
    browser.click(f"#graph [data-key='{box}'] > .shape")
    check.equal("selection.row", last, "a click on a box does not select its row")
    browser.run(other)
    browser.press("Home")
    browser.press("End")
    browser.press("ArrowUp")
    browser.press("Enter")
    check.equal("selection.row", last, "Home, End, up and Enter do not lead to the last layer")
    check.equal(
        is_inside("#table", "table.rows[table.rows.length - 1]"),
        True,
        "the table does not show the selected row",
    )
    # From the charts.
    browser.run("document.getElementById('bars').focus()")
    browser.press("Home")
    browser.press("ArrowRight")
    check.equal("selection.row", 1, "keys on the bars do not select a layer")
    check.equal(
        "document.getElementById('bars').ariaValueText.split(',')[0]",
        browser.run("data.rows[1].name"),
        "the bars do not say what is selected",
    )
    slot = browser.run(
        "Number([...document.querySelectorAll('.slot')].sort((a, b) =>"
        " b.width.baseVal.value * b.height.baseVal.value"
        " - a.width.baseVal.value * a.height.baseVal.value)[0].dataset.slot)"
    )
    browser.click(f"#memory [data-slot='{slot}']")
    check.equal(
        "selection.row !== null && document.querySelectorAll('.slot.now').length > 0",
        True,
        "a click on a value does not select its layer",
    )


def check_blocks(check):
    browser = check.browser
    if browser.run("scopes.length") == 1:
        return
    browser.click("[data-action=close]")
    closed = browser.run("graph.elements.size")
    browser.run("graph.pane.scrollTop = 0")
    key = browser.run("[...graph.elements.keys()].find(key => key.startsWith('block'))")
    block = f"#graph [data-key='{key}']"
    check.equal(f'document.querySelector("{block}").ariaExpanded', "false", "a block is not closed")
    browser.click(f"{block} > .shape")
    check.equal(f'document.querySelector("{block}").ariaExpanded', "true", "a click does not open")
    check.expect(browser.run("graph.elements.size") > closed, "an open block shows nothing")
    check.equal(SELECTED_BOX, key, "a click on a block does not select it")
    check.expect(
        browser.run("table.rows.filter(row => row.classList.contains('within')).length") > 1,
        "the rows of a block are not marked",
    )
    check.equal("document.activeElement.dataset.key", key, "a click on a block loses the focus")
    browser.press("ArrowLeft")
    check.equal("graph.elements.size", closed, "the left key does not close")
    browser.press("ArrowRight")
    browser.press("ArrowRight")
    check.equal(
        "Number(document.activeElement.ariaLevel)",
        browser.run(f'Number(document.querySelector("{block}").ariaLevel)') + 1,
        "the right key does not lead into a block",
    )
    started = time.monotonic()
    browser.click("[data-action=open]")
    check.equal(
        "document.querySelectorAll('#graph [data-key^=box]').length",
        browser.run("boxes.length"),
        "not all boxes are to be seen",
    )
    check.expect(time.monotonic() - started < 5, "opening all blocks takes long")


def check_roles(check):
    """Everything that can be reached has a name, and is reached."""
    check.equal(
        "[...document.querySelectorAll('button, input, select, [role=treeitem], [role=option],"
        " [role=slider], section')].filter(x => !(x.ariaLabel || x.textContent.trim())).length",
        0,
        "there are controls without a name",
    )
    check.equal("document.documentElement.lang", "en", "language")
    check.equal("document.documentElement.scrollWidth <= innerWidth", True, "the page is too wide")


def frames_of_svg(text):
    """The frames of closed blocks, then those of boxes, each in order."""
    kinds = "terminal|weighted|affine|pool|elementwise|join|shape|other|block"
    pattern = (
        rf'<rect class="(?:{kinds})" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"'
    )
    return [[float(x) for x in frame] for frame in re.findall(pattern, text)]


def check_geometry(check, network):
    """The page's script puts boxes where the compiler does."""
    browser = check.browser
    for depth in [0, 1, 100]:
        svg, _ = cnnc(
            "compile", network, "--emit", "svg", "--stop-after", "0", "--depth", str(depth)
        )
        drawn = frames_of_svg(svg)
        found = browser.run(
            f"openAll({depth}), [graph.picture.closed, graph.picture.boxes].flatMap(frames =>"
            " [...frames].sort(([a], [b]) => a - b).map(([, f]) => [f.x, f.y, f.width, f.height]))"
        )
        check.expect(len(drawn) == len(found), f"{len(found)} boxes instead of {len(drawn)}")
        close = all(
            abs(a - b) < 0.11
            for one, two in zip(drawn, found, strict=True)
            for a, b in zip(one, two, strict=True)
        )
        check.expect(close, "the page and the SVG do not agree on places")


def check_page(browser, folder, name, shots, text=None):
    network = f"specs/{name}.arch" if text is None else "-"
    page, seconds = cnnc("analyze", network, "--format", "html", text=text)
    again, _ = cnnc("analyze", network, "--format", "html", text=text)
    check = Check(browser, name)
    check.expect(page == again, "two runs write different pages")
    check.expect(
        not re.search(r"""(?:src|href)\s*=(?!\s*["']?data:)|url\(|@import|fetch\(""", page),
        "the page refers to something outside",
    )
    path = folder / f"{name}.html"
    path.write_text(page)
    for scheme in ["dark", "light"]:
        browser.open(path, scheme)
        if shots:
            browser.screenshot(shots / f"{name}-{scheme}.png")
    check_roles(check)
    check_sorting(check)
    check_search(check)
    check_links(check)
    check_blocks(check)
    if text is None:
        check_geometry(check, network)
    browser.resize(420, 900)
    check_roles(check)
    browser.resize(1440, 900)
    check.quiet()
    print(f"PASS  {name}: {len(page) // 1000} kB in {1000 * seconds:.0f} ms")


def check_empty(browser, folder):
    """A network without layers has a page, with nothing to select."""
    page, _ = cnnc("analyze", "-", "--format", "html", text=EMPTY)
    path = folder / "empty.html"
    path.write_text(page)
    browser.open(path)
    check = Check(browser, "empty")
    check.equal("graph.elements.size", 2, "input and output")
    browser.run("document.getElementById('bars').focus()")
    browser.press("ArrowRight")
    browser.click("[data-action=open]")
    browser.click("#table thead th button")
    check.equal("selection.row", None, "something is selected")
    check.quiet()
    print("PASS  a network without layers")


def check_comparison(browser, folder, shots):
    networks = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("specs/*.arch"))
    page, _ = cnnc("analyze", *networks, "--compare", "--format", "html")
    check = Check(browser, "comparison")
    path = folder / "comparison.html"
    path.write_text(page)
    for scheme in ["dark", "light"]:
        browser.open(path, scheme)
        if shots:
            browser.screenshot(shots / f"comparison-{scheme}.png")
    check.equal("bubbles.size", len(networks), "bubbles")
    check_roles(check)
    check_sorting(check)
    check_search(check)
    browser.run("table.rows[3].focus()")
    browser.press("Enter")
    check.equal(
        "document.querySelector('.bubbles [aria-selected=true]').dataset.row",
        "3",
        "a row does not select its bubble",
    )
    browser.run("bubbles.get(0).focus()")
    browser.press("ArrowRight", times=2)
    browser.press("Enter")
    check.equal("selection.row", 2, "keys on the chart do not select a network")
    # Names that are shown lie on no other name.
    check.equal(
        """(() => {
        const boxes = [...document.querySelectorAll('.bubbles [role=option] text:not(.spare)')]
          .map(text => text.getBoundingClientRect());
        return boxes.filter((a, i) => boxes.some((b, j) => i < j && a.left < b.right
          && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom)).length;
      })()""",
        0,
        "names in the chart overlap",
    )
    check.quiet()
    print(f"PASS  comparison of {len(networks)} networks")


def check_texts(networks):
    """DOT is read by Graphviz, SVG is XML."""
    for name, text in networks:
        network = f"specs/{name}.arch" if text is None else "-"
        for depth in ["0", "1", "100"]:
            dot, _ = cnnc("compile", network, "--emit", "dot", "--depth", depth, text=text)
            result = subprocess.run(["dot", "-Tplain"], input=dot, capture_output=True, text=True)
            if result.returncode or result.stderr.strip():
                raise SystemExit(f"FAIL  {name}: dot: {result.stderr}")
            svg, _ = cnnc("compile", network, "--emit", "svg", "--depth", depth, text=text)
            xml.dom.minidom.parseString(svg)
        print(f"PASS  {name} as DOT and SVG")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shots", type=pathlib.Path, help="a folder for pictures of the pages")
    shots = parser.parse_args().shots
    if shutil.which("dot") is None:
        raise SystemExit("pictures: needs dot, of Graphviz, on the search path")
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, Browser() as browser:
        folder = pathlib.Path(name)
        for network in ["lenet5_lecture", "densenet201", "inception_v3", "unet_paper"]:
            check_page(browser, folder, network, shots)
        check_page(browser, folder, "hostile", shots, text=HOSTILE)
        check_empty(browser, folder)
        check_comparison(browser, folder, shots)
    check_texts(
        [("lenet5_lecture", None), ("googlenet", None), ("unet_paper", None), ("hostile", HOSTILE)]
    )


if __name__ == "__main__":
    main()
