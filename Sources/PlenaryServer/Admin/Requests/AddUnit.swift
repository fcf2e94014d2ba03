// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import DirectoryCore
public import Wire

/// Adds a unit below the one that all but the last part of its path names.
public struct AddUnit: AdminRequest {
    public static let method = "admin.unit.add"

    public let path: String
    public let name: String
    public let tier: Int32
    public let kind: String
    public let order: Int32

    public init(path: String, name: String, tier: Int32, kind: String, order: Int32 = 0) {
        self.path = path
        self.name = name
        self.tier = tier
        self.kind = kind
        self.order = order
    }

    public func perform(on service: AdminService, by actor: AuditActor) async throws(ServerFailure) -> UnitRecord {
        try await service.addUnit(self, by: actor)
    }
}

extension AddUnit {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("path", self.path)
            writer.member("name", self.name)
            writer.member("tier", Int(self.tier))
            writer.member("kind", self.kind)
            writer.member("order", Int(self.order))
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        let members = try JSONMembers(from: &reader)
        self.path = try members.value("path")
        self.name = try members.value("name")
        self.tier = try members.number("tier")
        self.kind = try members.value("kind")
        self.order = try members.optionalNumber("order") ?? 0
    }
}
