// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Why the directory does not do what it was asked.
public enum DirectoryRefusal: Error, Sendable, Equatable {
    // MARK: Units

    case unknownUnit
    /// Another unit under the same parent has this code.
    case codeTaken(UnitCode)
    /// The tree has a root already.
    case secondRoot
    /// The unit would come to lie below itself.
    case unitBelowItself
    case treeTooDeep(limit: Int)
    case tooManyUnits(limit: Int)
    /// The parent is of this tier; its children cannot be above it.
    case tierAboveParent(UInt8)
    /// A child is of this tier; its parent cannot be below it.
    case tierBelowChildren(UInt8)
    case invalidTier(ClosedRange<UInt8>)

    // MARK: Accounts

    case unknownAccount
    /// Another account signs in by this.
    case identifierTaken(LoginIdentifier)
    /// A name or title is empty, too long, or holds control characters.
    case invalidName(limit: Int)

    // MARK: Roles

    /// One account cannot combine these two (三员分立).
    case rolesExclude(held: Role, asked: Role)
    case roleHeldAlready
    case roleNotHeld

    public var text: BilingualText {
        switch self {
        case .unknownUnit: BilingualText("There is no such unit.", "该机构不存在。")
        case .codeTaken(let code):
            BilingualText("Another unit here has the code \(code).", "同级已有代码为“\(code)”的机构。")
        case .secondRoot: BilingualText("The organisation has a root already.", "组织已有根机构。")
        case .unitBelowItself: BilingualText("A unit cannot lie below itself.", "机构不能移到自身之下。")
        case .treeTooDeep(let limit):
            BilingualText("The tree may be \(limit) units deep.", "组织层级最多 \(limit) 层。")
        case .tooManyUnits(let limit):
            BilingualText("There may be \(limit) units at most.", "机构最多 \(limit) 个。")
        case .tierAboveParent(let tier):
            BilingualText(
                "The unit above is of tier \(tier); give \(tier) or more.",
                "上级机构为 \(tier) 级，请填 \(tier) 或更大的数。"
            )
        case .tierBelowChildren(let tier):
            BilingualText(
                "A unit below is of tier \(tier); give \(tier) or less.",
                "下级机构为 \(tier) 级，请填 \(tier) 或更小的数。"
            )
        case .invalidTier(let tiers):
            BilingualText(
                "A tier is a number from \(tiers.lowerBound) to \(tiers.upperBound).",
                "层级应为 \(tiers.lowerBound) 到 \(tiers.upperBound) 的数。"
            )
        case .unknownAccount: BilingualText("There is no such account.", "该账户不存在。")
        case .identifierTaken(let identifier):
            BilingualText("Another account signs in by \(identifier).", "“\(identifier)”已被其他账户使用。")
        case .invalidName(let limit):
            BilingualText(
                "A name has 1 to \(limit) characters on one line; a title may be empty.",
                "名称为 1 到 \(limit) 个字符，不能换行；职务可以为空。"
            )
        case .rolesExclude(let held, let asked):
            BilingualText(
                "The account is \(held.title.english) and cannot become \(asked.title.english) as well.",
                "该账户已是\(held.title.chinese)，不能兼任\(asked.title.chinese)（三员分立）。"
            )
        case .roleHeldAlready: BilingualText("The account has this role there already.", "该账户在此机构已有此角色。")
        case .roleNotHeld: BilingualText("The account does not have this role there.", "该账户在此机构没有此角色。")
        }
    }
}
