// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What the server says as soon as a connection is open.
public struct ServerHello: Hashable, Sendable {
    public struct Heartbeat: Hashable, Sendable {
        /// A client sends at least one message in this time.
        public var intervalMs: UInt32
        /// The server closes when nothing came for this time.
        public var timeoutMs: UInt32

        public init(intervalMs: UInt32, timeoutMs: UInt32) {
            self.intervalMs = intervalMs
            self.timeoutMs = timeoutMs
        }
    }

    /// The limits that a client has to know, as ``WireLimits`` has them unless the server says otherwise.
    public struct Limits: Hashable, Sendable {
        public var frameBytes = WireLimits.frameBytes
        public var depth = WireLimits.depth
        public var signalBytes = WireLimits.signalBytes
        public var chatBytes = WireLimits.chatBytes.upperBound
        public var watches = WireLimits.watches
        public var requestsPerSecond = WireLimits.requestsPerSecond

        public init() {}
    }

    public var protocolVersion: UInt32
    /// The server's own version.
    public var version: String
    public var node: UInt16
    /// The server's clock, UTC milliseconds.
    public var time: Int64
    /// What this server offers beyond the least, as `mesh`.
    public var features: [String]
    public var heartbeat: Heartbeat
    public var limits: Limits

    public init(
        protocolVersion: UInt32,
        version: String,
        node: UInt16,
        time: Int64,
        features: [String],
        heartbeat: Heartbeat,
        limits: Limits
    ) {
        self.protocolVersion = protocolVersion
        self.version = version
        self.node = node
        self.time = time
        self.features = features
        self.heartbeat = heartbeat
        self.limits = limits
    }
}

extension ServerHello: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.protocol, self.protocolVersion)
            writer.member(.version, self.version)
            writer.member(.node, self.node)
            writer.member(.time, self.time)
            writer.member(.features, self.features)
            writer.member(.heartbeat, self.heartbeat)
            writer.member(.limits, self.limits)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var protocolVersion: UInt32?
        var version: String?
        var node: UInt16?
        var time: Int64?
        var features: [String]?
        var heartbeat: Heartbeat?
        var limits: Limits?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .protocol: protocolVersion = try reader.value()
            case .version: version = try reader.value()
            case .node: node = try reader.value()
            case .time: time = try reader.value()
            case .features: features = try reader.value()
            case .heartbeat: heartbeat = try reader.value()
            case .limits: limits = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            protocolVersion: try reader.required(protocolVersion, .protocol),
            version: try reader.required(version, .version),
            node: try reader.required(node, .node),
            time: try reader.required(time, .time),
            features: try reader.required(features, .features),
            heartbeat: try reader.required(heartbeat, .heartbeat),
            limits: try reader.required(limits, .limits)
        )
    }
}

extension ServerHello.Heartbeat: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.intervalMs, self.intervalMs)
            writer.member(.timeoutMs, self.timeoutMs)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var intervalMs: UInt32?
        var timeoutMs: UInt32?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .intervalMs: intervalMs = try reader.value()
            case .timeoutMs: timeoutMs = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            intervalMs: try reader.required(intervalMs, .intervalMs),
            timeoutMs: try reader.required(timeoutMs, .timeoutMs)
        )
    }
}

extension ServerHello.Limits: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.frameBytes, self.frameBytes)
            writer.member(.depth, self.depth)
            writer.member(.signalBytes, self.signalBytes)
            writer.member(.chatBytes, self.chatBytes)
            writer.member(.watches, self.watches)
            writer.member(.requestsPerSecond, self.requestsPerSecond)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var frameBytes: Int?
        var depth: Int?
        var signalBytes: Int?
        var chatBytes: Int?
        var watches: Int?
        var requestsPerSecond: Int?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .frameBytes: frameBytes = try reader.value()
            case .depth: depth = try reader.value()
            case .signalBytes: signalBytes = try reader.value()
            case .chatBytes: chatBytes = try reader.value()
            case .watches: watches = try reader.value()
            case .requestsPerSecond: requestsPerSecond = try reader.value()
            default: try reader.skip()
            }
        }
        self.init()
        self.frameBytes = try reader.required(frameBytes, .frameBytes)
        self.depth = try reader.required(depth, .depth)
        self.signalBytes = try reader.required(signalBytes, .signalBytes)
        self.chatBytes = try reader.required(chatBytes, .chatBytes)
        self.watches = try reader.required(watches, .watches)
        self.requestsPerSecond = try reader.required(requestsPerSecond, .requestsPerSecond)
    }
}
