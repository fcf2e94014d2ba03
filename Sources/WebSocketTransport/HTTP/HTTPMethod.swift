// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// The methods that are served; libwebsockets answers others with 403 or drops the connection.
public enum HTTPMethod: String, CaseIterable, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
}
