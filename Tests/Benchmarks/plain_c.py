"""A network as plain C: a loop nest for each layer over static arrays, as onnx2c writes it.

Knows what LeNet-5 and MobileNet v2 are made of: convolutions with groups, strides and padding, the
largest values of windows, means of planes, dense layers, sums, relu and relu6. The weights are
small numbers that the program makes as it starts; how long it takes does not depend on them.
"""

import math
import re
from dataclasses import dataclass

NODE = re.compile(r"%(\S+) = (\w+) ((?:%[^\s,]+(?:, )?)+)(?: \{(.*?)\})?(.*) : f32\[([0-9x]+)\]$")

# Prints the milliseconds of each run of half a second.
MAIN = """
static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void fill(float *x, long count) {
  for (long i = 0; i < count; i++) x[i] = (float)(i % 17) / 170 - 0.05f;
}

int main(void) {
FILLS
  run();
  const double end = now() + 500;
  do {
    const double start = now();
    run();
    printf("%f\\n", now() - start);
  } while (now() < end);
}
"""


@dataclass
class Node:
    name: str
    op: str
    operands: list[str]
    attributes: dict[str, str]
    epilogue: list[str]
    shape: list[int]

    def number(self, name: str, default: int) -> int:
        return int(self.attributes.get(name, default))


def c_source(ir: str) -> str:
    """The program for a network as IR text."""
    head = re.search(r"\(%(\S+): f32\[([0-9x]+)\]\)", ir)
    assert head
    shapes = {head[1]: extents(head[2])}
    sizes = {"x_" + identifier(head[1]): math.prod(shapes[head[1]])}
    loops = []
    for node in map(node_of, filter(NODE.search, ir.splitlines())):
        shapes[node.name] = node.shape
        sizes["x_" + identifier(node.name)] = math.prod(node.shape)
        loops.append(layer(node, shapes, sizes))
    arrays = "\n".join(f"static float {name}[{size}];" for name, size in sizes.items())
    fills = "\n".join(f"  fill({name}, {size});" for name, size in sizes.items())
    run = "static void run(void) {\n" + "\n".join(loops) + "\n}\n"
    heading = "#include <stdio.h>\n#include <time.h>\n\n"
    return heading + arrays + "\n\n" + run + MAIN.replace("FILLS", fills)


def node_of(line: str) -> Node:
    match = NODE.search(line)
    assert match
    name, op, operands, attributes, rest, shape = match.groups()
    pairs = re.findall(r"(\w+) = ([^,\[]+|\[[^\]]*\])(?:, |$)", attributes or "")
    return Node(
        name,
        op,
        re.findall(r"%([^\s,]+)", operands),
        dict(pairs),
        re.findall(r" then (\w+(?: %\S+)?)", rest),
        extents(shape),
    )


def extents(text: str) -> list[int]:
    return [int(extent) for extent in text.split("x")]


def identifier(name: str) -> str:
    return re.sub(r"\W", "_", name)


def stored(node: Node, value: str, index: str) -> str:
    """The statements that store an element, after what the epilogue does to it."""
    lines = [f"float v = {value};"]
    for step in node.epilogue:
        if step == "relu":
            lines.append("v = v > 0 ? v : 0;")
        elif step == "relu6":
            lines.append("v = v > 0 ? v < 6 ? v : 6 : 0;")
        elif step.startswith("add %"):
            lines.append(f"v += x_{identifier(step[5:])}[{index}];")
        else:
            raise ValueError(f"{node.name}: no plain C for 'then {step}'")
    return " ".join(lines) + f" x_{identifier(node.name)}[{index}] = v;"


def layer(node: Node, shapes: dict[str, list[int]], sizes: dict[str, int]) -> str:
    """The loops of a layer, whose weights are added to the arrays."""
    x, shape = "x_" + identifier(node.operands[0]), shapes[node.operands[0]]
    weight, bias = "w_" + identifier(node.name), "b_" + identifier(node.name)
    count = math.prod(node.shape)
    if node.op == "flatten":
        return f"  for (int i = 0; i < {count}; i++) {{ {stored(node, f'{x}[i]', 'i')} }}"
    if node.op == "add":
        value = " + ".join(f"x_{identifier(operand)}[i]" for operand in node.operands)
        return f"  for (int i = 0; i < {count}; i++) {{ {stored(node, value, 'i')} }}"
    if node.op == "linear":
        inputs, outputs = shape[-1], node.shape[-1]
        sizes |= {weight: inputs * outputs, bias: outputs}
        return f"""\
  for (int o = 0; o < {outputs}; o++) {{
    float sum = {bias}[o];
    for (int i = 0; i < {inputs}; i++) sum += {weight}[o * {inputs} + i] * {x}[i];
    {stored(node, "sum", "o")}
  }}"""
    if node.op == "globalAvgPool":
        area = math.prod(shape[2:])
        return f"""\
  for (int c = 0; c < {shape[1]}; c++) {{
    float sum = 0;
    for (int i = 0; i < {area}; i++) sum += {x}[c * {area} + i];
    {stored(node, f"sum / {area}", "c")}
  }}"""
    if node.op not in ("conv", "maxPool"):
        raise ValueError(f"{node.name}: no plain C for '{node.op}'")
    return window_loops(node, x, shape, weight, bias, sizes)


def window_loops(
    node: Node, x: str, shape: list[int], weight: str, bias: str, sizes: dict[str, int]
) -> str:
    """The loops of a convolution or of a pool with square windows."""
    _, inputs, rows, columns = shape
    _, outputs, height, width = node.shape
    kernel, padding = node.number("kernel", 1), node.number("padding", 0)
    if node.op == "conv":
        stride, groups = node.number("stride", 1), node.number("groups", 1)
        taken = inputs // groups
        sizes |= {weight: outputs * taken * kernel * kernel, bias: outputs}
        start = f"{bias}[o]"
        channels = f"for (int c = 0; c < {taken}; c++)"
        channel = f"(o / {outputs // groups} * {taken} + c)"
        taps = f"((o * {taken} + c) * {kernel} + i) * {kernel} + j"
        take = f"sum += {weight}[{taps}] * VALUE;"
    else:
        stride = node.number("stride", kernel)
        start, channels, channel = "-1e30f", "", "o"
        take = "if (VALUE > sum) sum = VALUE;"
    take = take.replace("VALUE", f"{x}[({channel} * {rows} + y) * {columns} + x]")
    index = f"(o * {height} + row) * {width} + column"
    return f"""\
  for (int o = 0; o < {outputs}; o++) {{
    for (int row = 0; row < {height}; row++) {{
      for (int column = 0; column < {width}; column++) {{
        float sum = {start};
        {channels}
        for (int i = 0; i < {kernel}; i++) {{
          const int y = row * {stride} + i - {padding};
          if (y < 0 || y >= {rows}) continue;
          for (int j = 0; j < {kernel}; j++) {{
            const int x = column * {stride} + j - {padding};
            if (x < 0 || x >= {columns}) continue;
            {take}
          }}
        }}
        {stored(node, "sum", index)}
      }}
    }}
  }}"""
