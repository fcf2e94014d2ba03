# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""What the people in pictures for documents look like: drawn by portrait.js, nobody is filmed."""

import json

from browser import HERE

_FAIR, _WARM, _TAN = "#eec3a4", "#e6b998", "#dca985"
_GREY = {"wall": "#9fb0bf", "light": "#eef3f7"}
_SAND = {"wall": "#b7ab9c", "light": "#f7f1e7"}
_GREEN = {"wall": "#9aae9f", "light": "#eff5ee"}
_ROSE = {"wall": "#b5a3a6", "light": "#f6eeef"}

PORTRAITS = {
    "chair": _SAND | {
        "coat": "#30343c", "shirt": "#f3f5f8", "hair": "#4b4a4a", "skin": _WARM, "isLong": False, "side": 0.75,
    },
    "deputy": _GREEN | {
        "coat": "#3d4a68", "shirt": "#f4ede6", "hair": "#2a2220", "skin": _FAIR, "isLong": True, "side": 0.25,
    },
    "operator": _GREY | {
        "coat": "#4d5a50", "shirt": "#eef1f4", "hair": "#231f1e", "skin": _TAN, "isLong": False, "side": 0.75,
    },
    "office": _GREY | {
        "coat": "#5b3a4a", "shirt": "#f4ede6", "hair": "#33231d", "skin": _FAIR, "isLong": True, "side": 0.25,
    },
    "hebei": _ROSE | {
        "coat": "#274a52", "shirt": "#f7f3ee", "hair": "#1f1b1a", "skin": _WARM, "isLong": True, "side": 0.75,
    },
    "nanjing": _GREEN | {
        "coat": "#7a5a3a", "shirt": "#f5f1ea", "hair": "#3a2a22", "skin": _FAIR, "isLong": True, "side": 0.75,
    },
    "shijiazhuang": _SAND | {
        "coat": "#2c3e57", "shirt": "#f3f5f8", "hair": "#2b2420", "skin": _WARM, "isLong": False, "side": 0.25,
    },
}


async def enter_drawn(stage, account, drawing=None, **options):
    """As `stage.enter`, with the person's picture instead of a flat colour; `drawing` adds to how it is drawn."""
    one = await stage.enter(account, **options)
    await one.page.context.add_init_script(f"window.portrait = {json.dumps(PORTRAITS[account] | (drawing or {}))}")
    await one.page.context.add_init_script(path=HERE / "portrait.js")
    return one
