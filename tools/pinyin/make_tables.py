#!/usr/bin/env python3
"""Makes src/pinyin/tables/*.txt, the tables of the pinyin keyboard and of the search by initials.

Sources: pypinyin 0.55.0 (MIT; readings of characters and phrases), jieba 0.42.1 (MIT; dict.txt: words and
their frequencies), and the lists beside this script (ours). Characters that the bundled font cannot draw are left
out: a key that shows nothing is no key. The licences stand in src/pinyin/tables/LICENSES.md.

Rerun (the same input gives the same bytes; `--check` compares instead of writing):
    python3 -m venv venv && venv/bin/pip install pypinyin==0.55.0 jieba==0.42.1 fonttools==4.68.0
    venv/bin/python tools/pinyin/make_tables.py [--check]

Form of every table: one reading a line, `syllable'syllable<SPACE>entries`; an entry is its characters and one
letter, its level. Levels are A..Z a..z = 0..51; level 51 + 2·log2(p), so a step of two halves the probability p.
Lines are sorted by (number of syllables, their first letters, the reading), which the program searches in place;
entries by falling probability. ü is v.
"""
import collections
import math
import os
import sys
import unicodedata

import jieba
import pypinyin
from fontTools.ttLib import TTFont
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

VERSIONS = {"pypinyin": "0.55.0", "jieba": "0.42.1"}
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "src", "pinyin", "tables")
FONT = os.path.join(HERE, "..", "..", "ui", "fonts", "NotoSansSC-Regular.ttf")
DRAWN = set(TTFont(FONT).getBestCmap())
LEVELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# A word below this frequency is dropped (jieba gives 3 to what it hardly saw); by length.
FLOOR = {2: 5, 3: 8, 4: 10}
# Interjections without a vowel, and readings of one dialect word: no syllable of the keyboard.
NOT_SYLLABLES = {"n", "ng", "m", "hm", "hng", "eh", "fiao", "biang", "cei", "rua"}
# Readings in given names where pypinyin's first is another.
GIVEN_READING = {
    "晟": ["sheng", "cheng"], "茜": ["qian", "xi"], "娜": ["na"], "朝": ["zhao", "chao"], "乐": ["le", "yue"],
    "长": ["chang"], "行": ["xing"], "莎": ["sha"], "柏": ["bai", "bo"], "珲": ["hui", "hun"], "隽": ["jun", "juan"],
    "颉": ["jie", "xie"], "重": ["chong", "zhong"], "盛": ["sheng"], "好": ["hao"], "兴": ["xing"], "传": ["chuan"],
    "朴": ["pu"], "冠": ["guan"], "少": ["shao"], "正": ["zheng"], "应": ["ying"], "干": ["gan"], "相": ["xiang"],
    "曾": ["zeng"], "仔": ["zi", "zai"], "强": ["qiang"], "单": ["dan", "shan"], "秘": ["mi"], "车": ["che"],
    "奇": ["qi"], "曲": ["qu"], "伽": ["jia"], "贾": ["jia"], "叶": ["ye"], "石": ["shi"], "尉": ["wei"], "华": ["hua"],
    "玮": ["wei"], "炅": ["jiong", "gui"], "沅": ["yuan"], "喆": ["zhe"], "堃": ["kun"], "骁": ["xiao"], "会": ["hui"],
    "为": ["wei"], "中": ["zhong"], "洗": ["xi"], "信": ["xin"], "参": ["shen", "can"], "南": ["nan"], "大": ["da"],
    "宁": ["ning"], "琅": ["lang"], "红": ["hong"], "伊": ["yi"], "亚": ["ya"], "还": ["huan"], "倩": ["qian"],
    "珏": ["jue"], "艾": ["ai"], "杉": ["shan"], "拓": ["tuo"], "似": ["si"], "令": ["ling"], "卜": ["bu"], "蕾": ["lei"],
    "葛": ["ge"], "纶": ["lun"], "璇": ["xuan"], "妮": ["ni"], "梓": ["zi"], "玟": ["wen"], "婼": ["ruo"], "汐": ["xi"],
}
# A screen in a lobby does not offer these as words; their characters stay reachable one by one.
RUDE_CHARS = set("淫嫖娼妓屄肏屌奸")
RUDE = ("做爱", "性交", "阴道", "阴茎", "鸡巴", "自慰", "他妈", "妈的", "王八", "混蛋", "性欲", "裸体", "强暴", "婊", "傻逼", "阳具", "屁股")
# What no given name of two characters ends with or holds: titles, ranks, places, foreign names.
TITLE_CHARS = set("爷哥姐妈后帝王侯公师爵嫂婶娘婆伯叔弟妹姊妃监官将帅兵府台尚督臣寨庄村家湾沟镇屯岗岭渡桥寺庙县州省市区斯尔克特格基塞夫姆科者人儿大老二三四五六七八九十")


def plain(reading):
    """A reading without its tone: nǚ → nv."""
    out = []
    for c in unicodedata.normalize("NFD", reading):
        if c == "\u0308":
            out[-1] = "v"
        elif not unicodedata.combining(c):
            out.append(c)
    return "".join(out).replace("ü", "v").replace("ê", "e")


def is_han(text):
    return all(0x3400 <= ord(c) <= 0x9FFF or ord(c) >= 0x20000 or c == "〇" for c in text)


def list_of(name):
    """The words of one of our lists, in their order, each once."""
    seen = {}
    with open(os.path.join(HERE, "lists", name), encoding="utf8") as lines:
        for line in lines:
            if not line.startswith("#"):
                for word in line.split():
                    seen.setdefault(word, None)
    return list(seen)


def readings_of_chars():
    """{character: its readings in the order of pypinyin}."""
    all_readings = {}
    for code, text in PINYIN_DICT.items():
        char = chr(code)
        got = []
        for r in text.split(","):
            p = plain(r)
            if p.isascii() and p.isalpha() and p not in NOT_SYLLABLES and p not in got:
                got.append(p)
        if got and is_han(char) and code in DRAWN:
            all_readings[char] = got
    return all_readings


CHARS = readings_of_chars()


def word_reading(word):
    """The reading of a word as a tuple of syllables, or None."""
    if word in PHRASES_DICT:
        syllables = [plain(s[0]) for s in PHRASES_DICT[word]]
    else:
        syllables = [plain(s) for s in pypinyin.lazy_pinyin(word, neutral_tone_with_five=False, v_to_u=True)]
    if len(syllables) != len(word) or any(c not in CHARS for c in word):
        return None
    # A phrase may know a reading (a changed tone, a light syllable) that its character does not.
    return tuple(s if s in CHARS[c] or s.isascii() and s.isalpha() else CHARS[c][0] for s, c in zip(syllables, word))


def jieba_words():
    path = os.path.join(os.path.dirname(jieba.__file__), "dict.txt")
    with open(path, encoding="utf8") as lines:
        for line in lines:
            word, freq, tag = line.split()
            if is_han(word):
                yield word, int(freq), tag


def level(p):
    return LEVELS[max(0, min(51, round(51 + 2 * math.log2(p))))]


def table(counts, raised=()):
    """Text of a table from {(reading tuple, word): count}; the keys `raised` get no level below K."""
    total = sum(counts.values())
    lines = collections.defaultdict(list)
    for (reading, word), count in counts.items():
        least = "K" if (reading, word) in raised else "A"
        lines[reading].append((-count, word, max(level(count / total), least, key=LEVELS.index)))
    text = []
    for reading in sorted(lines, key=lambda r: (len(r), "".join(s[0] for s in r), "'".join(r))):
        entries = "".join(word + mark for _, word, mark in sorted(lines[reading]))
        text.append("'".join(reading) + " " + entries)
    return "\n".join(text) + "\n"


def tier(char, rare):
    """A faint count for what no word list knows: common sets before rare ones."""
    try:
        row = char.encode("gb2312")[0]
        return 2.0 if row < 0xD8 else 1.0
    except UnicodeEncodeError:
        pass
    if char in rare:
        return 0.9
    for codec, weight in (("gbk", 0.1), ("big5", 0.05)):
        try:
            char.encode(codec)
            return weight
        except UnicodeEncodeError:
            pass
    return 0.02 if ord(char) < 0xA000 else 0.01


def make_chars(words):
    """Characters by reading. A character's count is shared among its readings as words use them."""
    used = collections.Counter()
    single = {}
    for word, freq, tag in words:
        if len(word) == 1:
            # jieba gives odd great counts to some old characters (its tag zg): not believed.
            single[word] = freq if tier(word, ()) >= 1.0 and tag != "zg" else freq * 0.01
        else:
            reading = word_reading(word)
            for c, s in zip(word, reading or ()):
                used[c, s] += freq
    rare = set(list_of("rare_chars.txt"))
    counts = {}
    for char, readings in CHARS.items():
        usual = plain(pypinyin.lazy_pinyin(char, v_to_u=True)[0])
        total = sum(used[char, r] for r in readings) or 1
        for place, r in enumerate(readings):
            share = used[char, r] / total * 0.3 + (0.7 if r == usual else 0)
            counts[(r,), char] = (
                single.get(char, 0) * share + used[char, r] * 0.1 + tier(char, rare) / (1 + 3 * place)
            )
    return counts


def usual_readings():
    """Of each character the first reading: even of a rare one it is to be told from its odd ones."""
    return {((readings[0],), char) for char, readings in CHARS.items()}


def make_words(words, surnames):
    counts = {}
    for word, freq, tag in words:
        person = tag == "nr" and len(word) >= 3 and (word[0] in surnames or word[:2] in surnames)
        rude = set(word) & RUDE_CHARS or any(r in word for r in RUDE)
        if len(word) in FLOOR and freq >= FLOOR[len(word)] and not person and not rude:
            reading = word_reading(word)
            if reading:
                counts[reading, word] = freq
    known = dict((w, f) for w, f, _ in words)
    own = list_of("estate_words.txt")
    for place, item in enumerate(own):
        word, _, forced = item.partition(":")
        reading = tuple(forced.split("'")) if forced else word_reading(word)
        if len(word) > 1:
            # The list is in order of weight: of two that sound alike the earlier one wins.
            counts[reading, word] = max(known.get(word, 0), 4000 - 2000 * place / len(own))
    return counts


def make_surnames():
    counts = {}
    for place, item in enumerate(list_of("surnames.txt")):
        name, _, forced = item.partition(":")
        readings = [r.split("'") for r in forced.split("/")] if forced else [word_reading(name)]
        for n, reading in enumerate(readings):
            # Measured shares: the first three about 7 %, the tenth 2 %, the hundredth 0.2 %.
            counts.setdefault((tuple(reading), name), 1000 / (place + 8) ** 1.25 / (1 + 9 * n))
    return counts


def given_readings(char):
    usual = GIVEN_READING.get(char) or [plain(pypinyin.lazy_pinyin(char, v_to_u=True)[0])]
    faint = [r for r in CHARS[char] if r not in usual]
    return [(r, 1.0 if n == 0 else 0.3) for n, r in enumerate(usual)] + [(r, 0.02) for r in faint]


def pair_reading(pair):
    base = word_reading(pair)
    return tuple(GIVEN_READING.get(c, [s])[0] for c, s in zip(pair, base))


def add_char(counts, char, count):
    for reading, share in given_readings(char):
        key = ((reading,), char)
        counts[key] = counts.get(key, 0) + count * share


def make_given(words, surnames):
    """(given names of one and two characters, first characters, last characters)."""
    seen = collections.Counter()
    for word, _, tag in words:
        if tag == "nr" and len(word) == 3 and word[0] in surnames:
            seen[word[1:]] += 1
    own_pairs, own_one = list_of("given_two.txt"), list_of("given_one.txt")
    vocabulary = set("".join(own_pairs)) | set(own_one)
    weights = collections.Counter({p: 8 + 3 * seen[p] for p in own_pairs})
    for pair, n in seen.items():
        if pair not in weights and set(pair) <= vocabulary and not set(pair) & TITLE_CHARS:
            weights[pair] = n * 0.7
    given, first, last = {}, {}, {}
    for pair, n in sorted(weights.items()):
        add_char(first, pair[0], n)
        add_char(last, pair[1], n)
        # What ends a name of two is often a name alone.
        add_char(given, pair[1], n * 0.3)
        given[pair_reading(pair), pair] = n
    written = collections.Counter()
    for word, freq, _ in words:
        for c in word:
            written[c] += freq
    # Any common character may be a name (爽, 宽, 唯): a faint count, below those of the lists.
    for char, n in sorted(written.items()):
        if char in CHARS and tier(char, ()) >= 1.0:
            key = ((given_readings(char)[0][0],), char)
            given[key] = given.get(key, 0) + min(1.5, n**0.5 / 100)
            last[key] = last.get(key, 0) + min(0.3, n**0.5 / 500)
    one_total = sum(weights.values()) * 0.6
    harmonic = sum(1 / (i + 12) for i in range(len(own_one)))
    for i, char in enumerate(own_one):
        n = one_total / harmonic / (i + 12)
        add_char(given, char, n)
        add_char(last, char, n / 60)
        add_char(first, char, n / 120)
    for i, char in enumerate(c for c in list_of("rare_chars.txt") if c in CHARS):
        n = 4.0 / (1 + i / 40)
        for counts, share in ((given, 1.0), (last, 0.3), (first, 0.3)):
            add_char(counts, char, n * share)
    for title in list_of("titles.txt"):
        reading = word_reading(title)
        given[reading, title] = given.get((reading, title), 0) + 12
    return given, first, last


def main():
    for package, version in VERSIONS.items():
        found = {"pypinyin": pypinyin.__version__, "jieba": jieba.__version__}[package]
        if found != version:
            sys.exit(f"{package} {version} is asked for, {found} is installed")
    words = list(jieba_words())
    surnames = {item.partition(":")[0] for item in list_of("surnames.txt")}
    given, first, last = make_given(words, surnames)
    tables = {
        "chars.txt": make_chars(words),
        "words.txt": make_words(words, surnames),
        "surnames.txt": make_surnames(),
        "given.txt": given,
        "given_first.txt": first,
        "given_last.txt": last,
    }
    os.makedirs(OUT, exist_ok=True)
    stale = []
    for name, counts in tables.items():
        raised = usual_readings() if name == "chars.txt" else ()
        path, text = os.path.join(OUT, name), table(counts, raised).encode("utf8")
        print(f"{name}: {len(counts)} entries, {len(text)} bytes")
        if "--check" in sys.argv:
            with open(path, "rb") as old:
                stale += [name] if old.read() != text else []
        else:
            with open(path, "wb") as new:
                new.write(text)
    if stale:
        sys.exit(f"stale: {', '.join(stale)}")


if __name__ == "__main__":
    main()
