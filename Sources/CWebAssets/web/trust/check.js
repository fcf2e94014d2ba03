// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// A service worker that does nothing and is taken back at once: screens/trust-check.js only asks whether the browser
// would take it, which it does from nobody whose certificate it does not trust.
