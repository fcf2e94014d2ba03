// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import SQLiteStore

extension Profile {
    /// Of a guest, sorted and found by its name as the directory has it for accounts.
    static func guest(_ principal: Principal, name: String) -> Profile {
        let reading = NameReading(reading: Romanization.reading(of: name), name: name)
        return Profile(
            principal: principal,
            name: name,
            nameKey: reading.key,
            searchKeys: SearchKeys(pinyin: reading.pinyin, initials: reading.initials)
        )
    }
}
