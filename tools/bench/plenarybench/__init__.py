# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""Benchmarks of a whole server: each module measures one thing; `run` beside this folder is the command."""
