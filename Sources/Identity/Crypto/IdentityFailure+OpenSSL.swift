// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import COpenSSL

extension IdentityFailure {
    /// What OpenSSL says went wrong on this thread; its queue of errors is empty afterwards.
    static func openSSL(while activity: String) -> IdentityFailure {
        var text = [CChar](repeating: 0, count: 256)
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0 else { return IdentityFailure(.cryptography, while: activity, cause: "no reason is given") }
        unsafe ERR_error_string_n(code, &text, text.count)
        let cause = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return IdentityFailure(.cryptography, while: activity, cause: cause)
    }
}
