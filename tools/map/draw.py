#!/usr/bin/env python3
"""Draws the sample estate's map, once for each language: config/map.png, map.zh_TW.png, map.en.png.

A fictional estate, our own drawing. Rerun (Pillow 11 or newer; the font is the program's own):
    python3 -m venv venv && venv/bin/pip install pillow
    venv/bin/python tools/map/draw.py
"""
import os

from PIL import Image, ImageDraw, ImageFont

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
FONT = os.path.join(ROOT, "ui", "fonts", "NotoSansSC-Bold.ttf")
SIZE, FINE = (1200, 900), 3  # drawn larger and made smaller: smooth edges

# The colours of the pages (ui/theme.slint), and the ground, water and roads of a map.
INK, JADE, AMBER, BLUE = "#13231e", "#0b6b5a", "#844a00", "#1b5699"
LAWN, PATH, ROAD, STREET, LAKE, LEAF, HOUSE = (
    "#eaf3e6", "#cfe5c4", "#dde2df", "#c6ccd1", "#bcdcec", "#8cc09a", "#dceee9",
)

# What stands on the lake, the service centre, the gate, the garage, and on a building: lying, upright, and how large there.
WORDS = {
    "map.png": ("中心湖", "服务中心", "门岗", "车库入口", "{} 栋", "{} 栋", 46),
    "map.zh_TW.png": ("中心湖", "服務中心", "門崗", "車庫入口", "{} 棟", "{} 棟", 46),
    "map.en.png": ("Lake", "Service centre", "Gate", "Garage", "Building {}", "Building\n{}", 31),
}
TREES = [
    (80, 420, 32), (1120, 420, 32), (300, 228, 27), (900, 228, 27), (470, 208, 21), (730, 208, 21),
    (330, 600, 31), (870, 600, 31), (90, 150, 26), (200, 70, 22), (1110, 150, 26), (1000, 70, 22), (90, 660, 24),
    (1110, 660, 24),
]


class Sheet:
    """A picture in map units; y grows downwards."""

    def __init__(self):
        self.picture = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), LAWN)
        self.draw = ImageDraw.Draw(self.picture)

    def box(self, left, top, right, bottom, fill, radius=0, edge=None, width=0):
        area = [v * FINE for v in (left, top, right, bottom)]
        self.draw.rounded_rectangle(area, radius * FINE, fill, edge, width * FINE)

    def tree(self, x, y, r):
        self.draw.ellipse([(x - r) * FINE, (y - r) * FINE, (x + r) * FINE, (y + r) * FINE], LEAF)

    def text(self, x, y, text, size, ink):
        font = ImageFont.truetype(FONT, size * FINE)
        self.draw.multiline_text((x * FINE, y * FINE), text, ink, font, "mm", 4 * FINE, "center")


def map_of(lake, centre, gate, garage, lying, upright, size):
    s = Sheet()
    s.box(0, 776, 1200, 866, STREET)
    for x in range(20, 1200, 90):
        s.box(x, 818, x + 46, 823, "#ffffff", 2)
    s.box(160, 130, 1040, 712, ROAD, 28)
    s.box(200, 170, 1000, 672, LAWN, 14)
    s.box(580, 650, 620, 800, ROAD)
    s.box(388, 236, 812, 566, PATH, 164)
    s.box(422, 270, 778, 532, LAWN, 130)
    s.box(432, 292, 768, 510, LAKE, 108)
    for tree in TREES:
        s.tree(*tree)
    for number, left in ((1, 218), (2, 832)):
        s.box(left, 328, left + 150, 544, HOUSE, 12, JADE, 5)
        s.text(left + 75, 436, upright.format(number), size, INK)
    s.box(428, 34, 772, 122, HOUSE, 12, JADE, 5)
    s.text(600, 76, lying.format(3), 42, INK)
    s.text(600, 400, lake, 38, BLUE)
    s.box(456, 622, 744, 720, JADE, 14)
    s.text(600, 669, centre, 38, "#ffffff")
    s.box(130, 728, 330, 784, "#f6dfb4", 12, AMBER, 4)
    s.text(230, 755, gate, 32, INK)
    s.box(870, 728, 1070, 784, "#d9e3f0", 12, BLUE, 4)
    s.text(970, 755, garage, 32, INK)
    return s.picture.resize(SIZE, Image.Resampling.LANCZOS)


for name, words in WORDS.items():
    picture = map_of(*words).quantize(128, dither=Image.Dither.NONE)
    picture.save(os.path.join(ROOT, "config", name), optimize=True)
