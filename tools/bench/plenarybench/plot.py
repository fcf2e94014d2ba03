# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Plots as SVG, by hand: a few lines or bars need no library, and the files stay small and the same."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 170, 50, 50
# Told apart also without colour vision (Okabe and Ito).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")


class Axis:
    """Maps values to positions."""

    def __init__(self, least, most, start, end, is_logarithmic):
        self.scale = math.log10 if is_logarithmic else float
        self.least, self.most = self.scale(least), self.scale(most)
        self.start, self.end = start, end
        self.ticks = self.powers(least, most) if is_logarithmic else self.steps(least, most)

    def __call__(self, value):
        span = self.most - self.least or 1
        return self.start + (self.scale(value) - self.least) / span * (self.end - self.start)

    @staticmethod
    def powers(least, most):
        low, high = math.floor(math.log10(least)), math.ceil(math.log10(most))
        ticks = [factor * 10**power for power in range(low, high + 1) for factor in (1, 2, 5)]
        return [tick for tick in ticks if least <= tick <= most]

    @staticmethod
    def steps(least, most):
        rough = (most - least) / 5 or 1
        power = 10 ** math.floor(math.log10(rough))
        step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
        return [index * step for index in range(math.ceil(least / step), math.floor(most / step) + 1)]


def label(value):
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:g}"


def text(x, y, words, anchor="middle", size=12, extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{extra}>{escape(words)}</text>'


def frame(figure, vertical):
    """Title, unit and the lines of the vertical axis."""
    right = WIDTH - RIGHT
    parts = [text(LEFT, 20, figure["title"], "start", 14, ' font-weight="bold"')]
    parts.append(text(LEFT, 38, figure["unit"], "start"))
    for tick in vertical.ticks:
        y = vertical(tick)
        parts.append(f'<line x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>')
        parts.append(text(LEFT - 8, y + 4, label(tick), "end"))
    for index, name in enumerate(figure["series"]):
        y = TOP + 12 + index * 20
        parts.append(f'<rect x="{right + 16}" y="{y - 10}" width="12" height="12" fill="{COLOURS[index]}"/>')
        parts.append(text(right + 34, y, name, "start"))
    return parts


def lines(figure):
    series = figure["series"]
    xs = [x for points in series.values() for x, _ in points]
    ys = [y for points in series.values() for _, y in points]
    is_logarithmic = not figure.get("isLinear", False) and min(xs + ys) > 0
    lowest = min(ys) / 1.3 if is_logarithmic else 0
    vertical = Axis(lowest, max(ys) * 1.1, HEIGHT - BOTTOM, TOP, is_logarithmic)
    horizontal = Axis(min(xs) if is_logarithmic else 0, max(xs), LEFT, WIDTH - RIGHT, is_logarithmic)
    parts = frame(figure, vertical)
    for tick in horizontal.ticks:
        parts.append(text(horizontal(tick), HEIGHT - BOTTOM + 18, label(tick)))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, figure["x"]))
    for index, points in enumerate(series.values()):
        path = " ".join(f"{horizontal(x):.1f},{vertical(y):.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[index]}" stroke-width="2"/>')
        for x, y in points:
            parts.append(f'<circle cx="{horizontal(x):.1f}" cy="{vertical(y):.1f}" r="3" fill="{COLOURS[index]}"/>')
    return parts


def bars(figure):
    series = figure["series"]
    groups = figure["groups"]
    vertical = Axis(0, max(max(values) for values in series.values()) * 1.1, HEIGHT - BOTTOM, TOP, False)
    parts = frame(figure, vertical)
    room = (WIDTH - RIGHT - LEFT) / len(groups)
    width = room * 0.8 / len(series)
    for group, name in enumerate(groups):
        start = LEFT + group * room + room * 0.1
        parts.append(text(start + room * 0.4, HEIGHT - BOTTOM + 18, name))
        for index, values in enumerate(series.values()):
            y = vertical(values[group])
            x = start + index * width
            height = HEIGHT - BOTTOM - y
            box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
            parts.append(f'<rect {box} fill="{COLOURS[index]}"/>')
            parts.append(text(x + width / 2, y - 4, label(round(values[group], 1)), size=10))
    return parts


def svg(figure):
    """The plot of a figure: `kind` is `lines` (points by series) or `bars` (values by series, one for each group)."""
    parts = {"lines": lines, "bars": bars}[figure["kind"]](figure)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" role="img">'
        f'<title>{escape(figure["title"])}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    )
    return "\n".join([head, *parts, "</svg>", ""])
