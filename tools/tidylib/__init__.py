# SPDX-License-Identifier: Apache-2.0
# Copyright (c) the project authors

"""The rules of tools/tidy, one module for each family of rules."""
