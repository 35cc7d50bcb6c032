"""Letters, digits and signs that look like Latin letters, for who must see a word as a reader does."""

# Letters of other scripts that look like Latin letters (Unicode TR39's confusables, those a name is forged with).
# Applied after case folding, so lower case alone is listed; Cherokee folds to its capitals.
LETTERS = str.maketrans(
    {
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m",
        "н": "h", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "у": "y", "ѵ": "v", "ԝ": "w", "х": "x",
        "ҽ": "e", "ь": "b", "ү": "y", "з": "e", "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "u",
        "ν": "v", "ο": "o", "ρ": "p", "σ": "o", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "ζ": "z", "γ": "y", "ϳ": "j",
        "ա": "w", "օ": "o", "ո": "n", "ս": "u", "հ": "h", "ı": "i", "ɩ": "i", "ɑ": "a", "ɡ": "g", "ꞵ": "b", "ɛ": "e",
        "ǀ": "l", "ƒ": "f", "ħ": "h", "ŧ": "t", "ƀ": "b", "ɨ": "i", "ɵ": "o", "ʉ": "u", "ð": "d", "đ": "d", "ł": "l",
        "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss",
        "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ꜰ": "f", "ɢ": "g", "ʜ": "h", "ɪ": "i", "ᴊ": "j", "ᴋ": "k",
        "ʟ": "l", "ᴍ": "m", "ɴ": "n", "ᴏ": "o", "ᴘ": "p", "ʀ": "r", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w",
        "ʏ": "y", "ᴢ": "z", "Ꭺ": "a", "Ᏼ": "b", "Ꮯ": "c", "Ꭰ": "d", "Ꭼ": "e", "Ꮐ": "g", "Ꮋ": "h", "Ꭻ": "j", "Ꮶ": "k",
        "Ꮮ": "l", "Ꮇ": "m", "Ꮲ": "p", "Ꭱ": "r", "Ꮪ": "s", "Ꭲ": "t", "Ꮩ": "v", "Ꮃ": "w", "Ꮓ": "z",
        # White letters on black disks and squares, which Unicode does not decompose.
        **{chr(first + place): chr(ord("a") + place) for first in (0x1F150, 0x1F170) for place in range(26)},
    }
)  # fmt: skip
# Digits and signs that stand for the letter they look like: in a forged name, or in a word that is to slip by.
SIGNS = {"0": "o", "1": "l", "3": "e", "5": "s", "|": "l", "!": "l", "$": "s", "@": "a", "€": "e"}
# Greek capitals that look like another Latin letter than their small letters do. Among Latin letters a reader takes
# them for that one; in a Greek name they are themselves, whatever their case.
GREEK_CAPITALS = str.maketrans({"Η": "H", "Ν": "N", "Μ": "M", "Υ": "Y"})
# Letters by their category that show nothing (Hangul fillers), or no more than an apostrophe (modifier letters).
SHOWING_NOTHING = dict.fromkeys((0x115F, 0x1160, *range(0x02B9, 0x02E0), *range(0x02EC, 0x0300)))
