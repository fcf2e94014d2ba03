// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// By what a participant is found besides the name; made outside the core, empty where unknown.
public struct SearchKeys: Hashable, Sendable {
    /// Full reading of the name in lower-case ASCII without spaces; any part of it matches.
    public var pinyin: String
    /// First letters of the reading's syllables in lower-case ASCII; a prefix matches.
    public var initials: String
    /// Digits of the phone number; a suffix matches.
    ///
    /// Give only as many of the last digits as everybody may learn: a search tells them one after the other.
    public var phone: String

    public init(pinyin: String = "", initials: String = "", phone: String = "") {
        self.pinyin = pinyin
        self.initials = initials
        self.phone = phone
    }
}
