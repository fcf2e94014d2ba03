# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""How figures are shown."""

import math
import os
import pathlib
import platform
import re
import subprocess

from plenarybench.server import ROOT


def machine():
    """What the figures are taken on."""
    model = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"Swift version ([\d.]+)", swift)
    revision = subprocess.run(
        ["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return {
        "processor": f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores",
        "kernel": f"{platform.system()} {platform.release()}",
        "compiler": f"Swift {version[1]}" if version else "",
        "revision": revision.stdout.strip(),
        "load": " ".join(f"{average:.2f}" for average in os.getloadavg()),
    }


def table(head, rows):
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def number(value, digits=2):
    return "" if value is None else f"{value:,.{digits}f}"


def slope(points):
    """The exponent of y in x: the slope of a straight line through the logarithms (least squares)."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def middle(values):
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]


def percentile(values, percent):
    """The nearest rank; zero of nothing."""
    ordered = sorted(values)
    return ordered[max(0, (len(ordered) * percent + 99) // 100 - 1)] if ordered else 0
