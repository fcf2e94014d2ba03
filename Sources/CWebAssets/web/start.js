// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

document.documentElement.classList.add("ready");
