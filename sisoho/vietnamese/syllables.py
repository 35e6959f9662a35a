"""What can be a written syllable: the evidence by which old encodings are told apart."""

import re
import unicodedata

_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_LONG_TONES = frozenset("\u0300\u0303\u0309")  # huyền, ngã, hỏi
# Any start a Vietnamese or Jrai word may have (Kp, Hnh, Al …): what tells garbage is the rhyme.
_ONSET = "(?:a(?=[lm]))?(?:gi|qu|đ|y'|[bcdghjklmnpqrstvwxƀč']{0,4})"
_RHYMES = (
    "(?:oă|oa|uâ|uê|uyê|uô|ươ|iê|yê|uy|oe|oo|a|ă|â|e|ê|i|o|ô|ơ|u|ư|ĕ|ĭ|ŏ|ŭ)"
    "(?:ch|nh|ng|[cmnpt])?"
    "|(?:y|oai|oay|oeo|iêu|yêu|uây|uôi|ươi|ươu|uya|uyu|uơ|ia|ua|ưa"
    "|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu)"
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{_RHYMES})")


def is_syllable(word: str) -> bool:
    """Whether `word` (any case, NFC or NFD) is shaped like a Vietnamese or Jrai syllable: a possible rhyme,
    at most one tone, and before c, ch, p, t none but sắc or nặng. "Nguyễn", "Kpă", "H'Đào" are;
    "Nguyeón", "Hoùc" are not."""
    parts = unicodedata.normalize("NFD", word.lower().replace("ñ", "n"))
    bare = unicodedata.normalize("NFC", _TONE.sub("", parts))
    tones = _TONE.findall(parts)
    if len(tones) > 1 or (bare.endswith(("c", "ch", "p", "t")) and _LONG_TONES.intersection(tones)):
        return False
    return _SYLLABLE.fullmatch(bare) is not None
