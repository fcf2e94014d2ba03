// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Something in an import file that a person must mend.
public struct ImportProblem: Sendable, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        case emptyFile
        case missingColumn(ImportColumn)
        case columnTwice(ImportColumn)
        case tooManyLines(limit: Int)
        case malformedQuotes
        case tooManyFields(expected: Int, found: Int)
        case missingValue(ImportColumn)
        case invalidValue(ImportColumn, String)
        case unknownUnit(String)
        /// Several units are called so; their paths tell them apart.
        case ambiguousUnit(String, [UnitPath])
        case identifierTaken(LoginIdentifier)
        case identifierTwice(LoginIdentifier, firstLine: Int)
    }

    /// From 1, the line with the headings.
    public let line: Int
    public let kind: Kind

    public init(line: Int, kind: Kind) {
        self.line = line
        self.kind = kind
    }

    /// What is wrong and what to do, with the line.
    public var text: BilingualText {
        let text = self.kind.text
        return BilingualText("Line \(self.line): \(text.english)", "第 \(self.line) 行：\(text.chinese)")
    }

    public var description: String { self.text.description }
}

extension ImportProblem.Kind {
    /// What is wrong and what to do.
    var text: BilingualText {
        switch self {
        case .emptyFile: BilingualText("The file is empty. Put headings in the first line.", "文件为空。第一行应为列标题。")
        case .missingColumn(let column):
            BilingualText(
                "There is no column \"\(column.title.english)\". Add it to the first line.",
                "缺少“\(column.title.chinese)”列，请在第一行补上。"
            )
        case .columnTwice(let column):
            BilingualText(
                "The column \"\(column.title.english)\" is there twice. Remove one.",
                "“\(column.title.chinese)”列重复，请删去一列。"
            )
        case .tooManyLines(let limit):
            BilingualText("There are more than \(limit) accounts. Split the file.", "超过 \(limit) 个账户，请拆分文件。")
        case .malformedQuotes:
            BilingualText(
                "A quotation mark is missing or misplaced. Quote the whole field and write a mark inside it twice.",
                "引号缺失或位置不对。整个字段加引号，字段内的引号写两次。"
            )
        case .tooManyFields(let expected, let found):
            BilingualText(
                "\(found) fields, but \(expected) headings. Quote a field that contains a comma.",
                "有 \(found) 个字段，但只有 \(expected) 个列标题。含逗号的字段请加引号。"
            )
        case .missingValue(let column):
            BilingualText(
                "The \(column.title.english) is missing. Fill it in.",
                "“\(column.title.chinese)”为空，请填写。"
            )
        case .invalidValue(let column, let value): Self.invalid(column, value.shortened)
        case .unknownUnit(let value):
            BilingualText(
                "There is no unit \"\(value.shortened)\". Add it first, or write its path, such as /cn/13/1301.",
                "没有单位“\(value.shortened)”。请先建立，或填写路径，如 /cn/13/1301。"
            )
        case .ambiguousUnit(let value, let paths):
            BilingualText(
                "Several units are called \"\(value.shortened)\". Write one of \(Self.list(paths, ", ")).",
                "有多个单位名为“\(value.shortened)”。请填写其中一个路径：\(Self.list(paths, "、"))。"
            )
        case .identifierTaken(let identifier):
            BilingualText(
                "\(identifier) belongs to an account already. Remove the line, or give another.",
                "“\(identifier)”已属于现有账户。请删去此行或改用其他值。"
            )
        case .identifierTwice(let identifier, let first):
            BilingualText(
                "\(identifier) is in line \(first) already. Give each account its own.",
                "“\(identifier)”已在第 \(first) 行出现。每个账户须各不相同。"
            )
        }
    }

    private static func list(_ paths: [UnitPath], _ separator: String) -> String {
        paths.prefix(5).map(\.description).joined(separator: separator)
    }

    private static func invalid(_ column: ImportColumn, _ value: String) -> BilingualText {
        let (english, chinese) =
            switch column {
            case .name:
                (
                    "Use 2 to 32 of a-z, 0-9, dot, hyphen and underscore, beginning with a letter;"
                        + " a few letters and then digits alone are an employee number.",
                    "应为 2 到 32 个小写字母、数字、点、连字符或下划线，以字母开头；一至三个字母加数字视为工号。"
                )
            case .employeeNumber:
                (
                    "Use 1 to 10 digits, or 1 to 3 letters followed by 4 to 10 digits.",
                    "应为 1 到 10 位数字，或 1 到 3 个字母加 4 到 10 位数字。"
                )
            case .phone:
                (
                    "Write the 11 digits of a mobile number, or + with country code and number.",
                    "请填写 11 位手机号，或以 + 开头的国际号码。"
                )
            case .rank: ("Use a whole number; small ones come first.", "应为整数，小的排在前。")
            case .displayName, .reading, .unit, .title:
                (
                    "Use at most \(AccountDetails.nameLengthMax) characters on one line.",
                    "最多 \(AccountDetails.nameLengthMax) 个字符，不能换行。"
                )
            }
        return BilingualText(
            "\"\(value)\" cannot be a \(column.title.english). \(english)",
            "“\(value)”不能作为\(column.title.chinese)。\(chinese)"
        )
    }
}

extension String {
    /// As much of a foreign text as a report repeats.
    fileprivate var shortened: String {
        self.unicodeScalars.count <= 40 ? self : String(self.unicodeScalars.prefix(40)) + "…"
    }
}
