// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Names of people and places that look Chinese and name nobody.
struct DemoNames {
    /// Province-level divisions and their codes (GB/T 2260).
    static let provinces: [(code: String, name: String)] = [
        ("11", "北京市"), ("12", "天津市"), ("13", "河北省"), ("14", "山西省"), ("15", "内蒙古自治区"), ("21", "辽宁省"),
        ("22", "吉林省"), ("23", "黑龙江省"), ("31", "上海市"), ("32", "江苏省"), ("33", "浙江省"), ("34", "安徽省"),
        ("35", "福建省"), ("36", "江西省"), ("37", "山东省"), ("41", "河南省"), ("42", "湖北省"), ("43", "湖南省"),
        ("44", "广东省"), ("45", "广西壮族自治区"), ("46", "海南省"), ("50", "重庆市"), ("51", "四川省"), ("52", "贵州省"),
        ("53", "云南省"), ("54", "西藏自治区"), ("61", "陕西省"), ("62", "甘肃省"), ("63", "青海省"), ("64", "宁夏回族自治区"),
        ("65", "新疆维吾尔自治区"),
    ]

    private static let surnames = Array("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚")
    private static let givenFirst = Array("建国志明文海春秋德永思家晓子小玉雪秀丽佳雨梦若云振宏立学新正光天世")
    private static let givenLast = Array("伟强军勇杰涛明超辉鹏飞龙斌刚平波宁洋磊浩芳娜敏静丽艳娟霞玲琳慧颖婷欣怡")
    private static let placeFirst = Array("安平永丰泰和兴宁长清文昌怀庆嘉德盛福临海新广")
    private static let placeLast = Array("川阳州山江原城安宁河源昌林泉关陵")

    private var numbers: SeededNumbers

    init(seed: UInt64) {
        self.numbers = SeededNumbers(seed: seed)
    }

    /// A surname and a given name of one or two characters.
    mutating func person() -> String {
        var name = [self.pick(Self.surnames)]
        if Int.random(in: 0..<10, using: &self.numbers) < 7 { name.append(self.pick(Self.givenFirst)) }
        name.append(self.pick(Self.givenLast))
        return String(name)
    }

    /// A city without its 市.
    mutating func place() -> String {
        String([self.pick(Self.placeFirst), self.pick(Self.placeLast)])
    }

    private mutating func pick(_ characters: [Character]) -> Character {
        characters[Int.random(in: 0..<characters.count, using: &self.numbers)]
    }
}
