// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Foundation

/// The reading of names in Latin letters.
public enum Romanization {
    /// Words of ASCII letters: `wang wei` for 王伟.
    ///
    /// Takes about 0.1 ms. Right for most names and wrong for some (长孙, 厦门): an account may override it.
    public static func reading(of name: String) -> String {
        name.applyingTransform(StringTransform("Han-Latin/Names; Latin-ASCII"), reverse: false) ?? name
    }
}
