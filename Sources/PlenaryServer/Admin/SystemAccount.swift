// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Foundation

/// Accounts of the operating system, as the audit log names them.
enum SystemAccount {
    /// The account that runs this process.
    static var current: String { Self.name(of: getuid()) }

    /// The name of an account; its number where it has none.
    static func name(of id: uid_t) -> String {
        var record = unsafe passwd()
        var buffer = [CChar](repeating: 0, count: 16_384)
        var found: UnsafeMutablePointer<passwd>?
        let result = unsafe getpwuid_r(id, &record, &buffer, buffer.count, &found)
        guard result == 0, unsafe found != nil, let name = unsafe record.pw_name else { return "uid \(id)" }
        return unsafe String(cString: name)
    }
}
