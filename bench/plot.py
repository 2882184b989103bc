"""A measured growth as a picture: sizes against seconds, both by powers of ten, beside the straight line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from pathlib import Path

_WIDTH, _HEIGHT, _EDGE = 480, 320, 48


def plot(path: Path, title: str, size: str, points: Sequence[tuple[float, float]]) -> None:
    """Write an SVG of (size, seconds) points; dashes show what growth in proportion to the size would give.

    The line goes through the middle point: what lies above it to the right grows faster than linear.
    """
    xs, ys = [math.log10(x) for x, _ in points], [math.log10(y) for _, y in points]
    low_x, high_x = math.floor(min(xs)), math.ceil(max(xs))
    low_y, high_y = math.floor(min(ys)), math.ceil(max(ys))

    def at(x: float, y: float) -> tuple[float, float]:
        across = (x - low_x) / max(1, high_x - low_x)
        up = (y - low_y) / max(1, high_y - low_y)
        return _EDGE + across * (_WIDTH - 2 * _EDGE), _HEIGHT - _EDGE - up * (_HEIGHT - 2 * _EDGE)

    def label(x: float, y: float, text: str, anchor: str = "middle") -> str:
        return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(text)}</text>'

    middle = len(points) // 2
    offset = ys[middle] - xs[middle]
    (x0, y0), (x1, y1) = at(xs[0], xs[0] + offset), at(xs[-1], xs[-1] + offset)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="11">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        label(_WIDTH / 2, 20, title),
        label(_WIDTH / 2, _HEIGHT - 10, size),
        label(12, 36, "CPU s", "start"),
    ]
    for power in range(low_x, high_x + 1):
        x, y = at(power, low_y)
        lines += [
            f'<path d="M{x:.1f} {y:.1f}V{_EDGE}" stroke="#ddd"/>',
            label(x, y + 16, f"{10**power:,}" if power >= 0 else f"{10**power:g}"),
        ]
    for power in range(low_y, high_y + 1):
        x, y = at(low_x, power)
        lines += [
            f'<path d="M{x:.1f} {y:.1f}H{_WIDTH - _EDGE}" stroke="#ddd"/>',
            label(x - 6, y + 4, f"{10.0**power:g}", "end"),
        ]
    lines.append(f'<path d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}" stroke="#888" stroke-dasharray="4 4"/>')
    spots = [at(x, y) for x, y in zip(xs, ys, strict=True)]
    lines.append(f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in spots)}" stroke="#0550ae" fill="none"/>')
    lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#0550ae"/>' for x, y in spots]
    path.write_text("\n".join([*lines, "</svg>"]) + "\n", encoding="utf-8")
