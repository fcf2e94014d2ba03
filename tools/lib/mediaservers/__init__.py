# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Janus and coturn for one Plenary on one machine: their configuration and their processes.

`tools/run --media` and the tests of media share this, and both start from the examples in Config/.
"""
