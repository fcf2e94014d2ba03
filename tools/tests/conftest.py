# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Lets the tests import what the tools are made of."""

import pathlib
import sys

TOOLS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOOLS), str(TOOLS / "lib"), str(TOOLS / "tests")]
