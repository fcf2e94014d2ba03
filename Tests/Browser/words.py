# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The application's own catalogues, so that a text that changes changes here too."""

import functools
import json
import re
import subprocess

from browser import ROOT

CATALOGUES = ROOT / "Sources/CWebAssets/web/i18n"
EXPORTS = {"zh-CN": "zhCN", "en": "en"}


@functools.cache
def catalogue(language):
    path = CATALOGUES / f"{language}.js"
    script = f"import {{{EXPORTS[language]} as texts}} from '{path}'; console.log(JSON.stringify(texts))"
    command = ["node", "--no-warnings", "--input-type=module", "-e", script]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, timeout=20).stdout)


class Words:
    """Texts of one language: `words("key", name="…")`, or `words.pattern("key")` whatever the parameters are."""

    def __init__(self, language):
        self.language = language
        self.texts = catalogue(language)

    def __call__(self, key, **parameters):
        return re.sub(r"\{(\w+)\}", lambda match: str(parameters.get(match[1], match[0])), self.texts[key])

    def pattern(self, *keys, whole=True):
        """Matches any of these texts with anything for its parameters."""
        texts = [text for key in keys for text in (self.texts[key], self.texts.get(f"{key}.one")) if text]
        parts = "|".join(".*?".join(re.escape(part) for part in re.split(r"\{\w+\}", text)) for text in texts)
        return re.compile(f"^({parts})$" if whole else f"({parts})")
