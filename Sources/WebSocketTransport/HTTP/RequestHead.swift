// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import CLibwebsockets

/// What a request says before its body; reads out of libwebsockets' tables, so it is good inside one callback only.
@safe
struct RequestHead {
    /// Headers for which libwebsockets has a place; others are searched for.
    private static let known: [(name: String, token: lws_token_indexes)] = [
        ("host", WSI_TOKEN_HOST),
        ("origin", WSI_TOKEN_ORIGIN),
        ("cookie", WSI_TOKEN_HTTP_COOKIE),
        ("authorization", WSI_TOKEN_HTTP_AUTHORIZATION),
        ("content-type", WSI_TOKEN_HTTP_CONTENT_TYPE),
        ("accept", WSI_TOKEN_HTTP_ACCEPT),
        ("accept-encoding", WSI_TOKEN_HTTP_ACCEPT_ENCODING),
        ("accept-language", WSI_TOKEN_HTTP_ACCEPT_LANGUAGE),
        ("if-match", WSI_TOKEN_HTTP_IF_MATCH),
        ("if-none-match", WSI_TOKEN_HTTP_IF_NONE_MATCH),
        ("user-agent", WSI_TOKEN_HTTP_USER_AGENT),
        ("x-forwarded-for", WSI_TOKEN_X_FORWARDED_FOR),
    ]
    private static let searched = ["idempotency-key", "sec-fetch-site"]

    static var headerNames: [String] { Self.known.map(\.name) + Self.searched }

    private static let methods: [(HTTPMethod, lws_token_indexes)] = [
        (.get, WSI_TOKEN_GET_URI), (.head, WSI_TOKEN_HEAD_URI), (.post, WSI_TOKEN_POST_URI),
        (.put, WSI_TOKEN_PUT_URI), (.patch, WSI_TOKEN_PATCH_URI), (.delete, WSI_TOKEN_DELETE_URI),
        (.options, WSI_TOKEN_OPTIONS_URI),
    ]

    let wsi: OpaquePointer

    init(_ wsi: OpaquePointer) {
        unsafe self.wsi = wsi
    }

    /// The method and the path, which libwebsockets keeps under the method's name.
    var target: (method: HTTPMethod, path: String)? {
        for (method, token) in Self.methods {
            if let path = self.value(token) { return (method, path) }
        }
        return nil
    }

    var query: [HTTPRequest.QueryItem] {
        var items: [HTTPRequest.QueryItem] = []
        while let text = self.queryFragment(items.count) {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            items.append(.init(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : ""))
        }
        return items
    }

    var headers: [String: String] {
        var headers: [String: String] = [:]
        for (name, token) in Self.known {
            if let value = self.value(token) { headers[name] = value }
        }
        for name in Self.searched {
            if let value = self.searchedValue(name) { headers[name] = value }
        }
        return headers
    }

    /// HTTP/1.1, and the client does not ask to close.
    var keepsAlive: Bool {
        self.value(WSI_TOKEN_HTTP) == "HTTP/1.1" && !self.list(WSI_TOKEN_CONNECTION).contains("close")
    }

    /// The members of a list in lower case.
    func list(_ token: lws_token_indexes) -> [String] {
        guard let value = self.value(token) else { return [] }
        return value.lowercased().split { $0 == "," || $0 == " " }.map(String.init)
    }

    /// Nil when there is no such header, or an empty one.
    func value(_ token: lws_token_indexes) -> String? {
        let count = unsafe lws_hdr_total_length(self.wsi, token)
        guard count > 0 else { return nil }
        // Values of several headers of one name are joined, which takes room for what is put between them.
        return unsafe Self.text(capacity: Int(count) + Self.separatorsBytesMax) { buffer, capacity in
            unsafe lws_hdr_copy(self.wsi, buffer, capacity, token)
        }
    }

    private static let separatorsBytesMax = 256

    private func queryFragment(_ index: Int) -> String? {
        let count = unsafe lws_hdr_fragment_length(self.wsi, WSI_TOKEN_HTTP_URI_ARGS, CInt(index))
        guard count > 0 else { return nil }
        return unsafe Self.text(capacity: Int(count) + 1) { buffer, capacity in
            unsafe lws_hdr_copy_fragment(self.wsi, buffer, capacity, WSI_TOKEN_HTTP_URI_ARGS, CInt(index))
        }
    }

    private func searchedValue(_ name: String) -> String? {
        let key = name + ":"
        let count = unsafe lws_hdr_custom_length(self.wsi, key, CInt(key.utf8.count))
        guard count > 0 else { return nil }
        return unsafe Self.text(capacity: Int(count) + 1) { buffer, capacity in
            unsafe lws_hdr_custom_copy(self.wsi, buffer, capacity, key, CInt(key.utf8.count))
        }
    }

    /// What `copy` puts into a buffer; nil when it fails.
    private static func text(
        capacity: Int,
        _ copy: (UnsafeMutablePointer<CChar>?, CInt) -> CInt
    ) -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
            let count = unsafe copy(buffer.baseAddress, CInt(capacity))
            guard count >= 0, count <= capacity else { return nil }
            return unsafe String(decoding: UnsafeRawBufferPointer(buffer).prefix(Int(count)), as: UTF8.self)
        }
    }
}
