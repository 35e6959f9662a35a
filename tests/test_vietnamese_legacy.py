"""Old fonts: what is converted, and above all what is left alone."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sisoho.vietnamese import detect_legacy, from_tcvn3, from_vni, is_ambiguous

# Written from the code charts (TCVN 5712:1993 VN3, VNI-Windows), letter after letter, not from the code.
_TCVN3_BYTES = {
    "à": 0xB5, "ả": 0xB6, "ã": 0xB7, "á": 0xB8, "ạ": 0xB9, "ă": 0xA8, "ằ": 0xBB, "ẳ": 0xBC, "ẵ": 0xBD,
    "ắ": 0xBE, "ặ": 0xC6, "â": 0xA9, "ầ": 0xC7, "ẩ": 0xC8, "ẫ": 0xC9, "ấ": 0xCA, "ậ": 0xCB, "đ": 0xAE,
    "è": 0xCC, "ẻ": 0xCE, "ẽ": 0xCF, "é": 0xD0, "ẹ": 0xD1, "ê": 0xAA, "ề": 0xD2, "ể": 0xD3, "ễ": 0xD4,
    "ế": 0xD5, "ệ": 0xD6, "ì": 0xD7, "ỉ": 0xD8, "ĩ": 0xDC, "í": 0xDD, "ị": 0xDE, "ò": 0xDF, "ỏ": 0xE1,
    "õ": 0xE2, "ó": 0xE3, "ọ": 0xE4, "ô": 0xAB, "ồ": 0xE5, "ổ": 0xE6, "ỗ": 0xE7, "ố": 0xE8, "ộ": 0xE9,
    "ơ": 0xAC, "ờ": 0xEA, "ở": 0xEB, "ỡ": 0xEC, "ớ": 0xED, "ợ": 0xEE, "ù": 0xEF, "ủ": 0xF1, "ũ": 0xF2,
    "ú": 0xF3, "ụ": 0xF4, "ư": 0xAD, "ừ": 0xF5, "ử": 0xF6, "ữ": 0xF7, "ứ": 0xF8, "ự": 0xF9, "ỳ": 0xFA,
    "ỷ": 0xFB, "ỹ": 0xFC, "ý": 0xFD, "ỵ": 0xFE, "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5,
    "Ư": 0xA6, "Đ": 0xA7,
}  # fmt: skip
_VNI_CHART = (
    "à=aø á=aù ả=aû ã=aõ ạ=aï ă=aê ằ=aè ắ=aé ẳ=aú ẵ=aü ặ=aë â=aâ ầ=aà ấ=aá ẩ=aå ẫ=aã ậ=aä đ=ñ "
    "è=eø é=eù ẻ=eû ẽ=eõ ẹ=eï ê=eâ ề=eà ế=eá ể=eå ễ=eã ệ=eä ì=ì í=í ỉ=æ ĩ=ó ị=ò ò=oø ó=où ỏ=oû õ=oõ "
    "ọ=oï ô=oâ ồ=oà ố=oá ổ=oå ỗ=oã ộ=oä ơ=ô ờ=ôø ớ=ôù ở=ôû ỡ=ôõ ợ=ôï ù=uø ú=uù ủ=uû ũ=uõ ụ=uï "
    "ư=ö ừ=öø ứ=öù ử=öû ữ=öõ ự=öï ỳ=yø ý=yù ỷ=yû ỹ=yõ ỵ=î Đ=Ñ Â=AÂ Ă=AÊ Ấ=AÁ Ễ=EÃ Ồ=OÀ Ơ=Ô Ư=Ö Ứ=ÖÙ"
)
_VNI_PAIRS = dict(pair.split("=") for pair in _VNI_CHART.split())
_WORDS = (
    "Nguyễn Văn Trần Thị Hồng Đặng Đức Lê Mỹ Duyên Võ Bảo Ngọc Hoàng Quốc Phượng Huỳnh Đỗ Yến Bùi "
    "Tuấn Kiệt Kpă Thiên Rơ Châm Siu Phước Hữu Nữ Lưu Thủy Quỳnh Giới Nghĩa Hiếu Thưởng Vũ Quý"
)
_TEXT = st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=5).map(" ".join)


def _to_tcvn3(text: str) -> str:
    return "".join(chr(_TCVN3_BYTES[c]) if c in _TCVN3_BYTES else c for c in text)


def _to_vni(text: str) -> str:
    return "".join(_VNI_PAIRS.get(c, c) for c in text)


@given(st.text(alphabet=[*_TCVN3_BYTES, *"bcdghklmnpqrstvx "], max_size=30))
def test_tcvn3_text_of_small_letters_comes_back_letter_by_letter(text: str) -> None:
    assume(text == text.lower())
    assert from_tcvn3(_to_tcvn3(text)) == text


@given(_TEXT)
def test_names_in_both_old_encodings_come_back(text: str) -> None:
    assert from_tcvn3(_to_tcvn3(text)) == text
    assert from_vni(_to_vni(text)) == text


@given(_TEXT)
def test_what_is_detected_is_detected_rightly(text: str) -> None:
    assert detect_legacy(_to_tcvn3(text)) in (None, "tcvn3")
    assert detect_legacy(_to_vni(text)) in (None, "vni")


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn An", "Trần Thị Hồng Ân", "Hộ nghèo", "Giới tính", "Rơ Châm", "Võ Thị Yến"]
)
def test_cells_with_evidence_are_detected(text: str) -> None:
    assert detect_legacy(_to_tcvn3(text)) == "tcvn3"
    assert detect_legacy(_to_vni(text)) == "vni"


# Syllables of Unicode written with Western letters only, where a wrong conversion would be silent:
# a star stands where the tone mark goes, in the old (hoà) and the new (hòa) way.
_RHYMES = (
    "a* a*i a*o a*u a*y a*m a*n a*ng a*nh a*c a*t âu ây ân e* e*o e*n ê êu ên ênh i* i*a i*u i*n iêu iên "
    "o* o*i o*n o*ng oa* o*a oa*i oa*n oa*ng oa*c oe* o*e oe*o oe*n ô ôi ôn u* u*a u*i u*n uê uôi uôn uy* "
    "u*y uy*n uy*t uyên y* yên"
)
_ONSETS = "b c ch d g gi h k kh l m n ng nh ph q r s t th tr v x ñ kp ks bl"
_WESTERN = st.builds(
    lambda onset, rhyme, tone: unicodedata.normalize("NFC", onset + rhyme.replace("*", tone)),
    st.sampled_from(_ONSETS.split()),
    st.sampled_from(_RHYMES.split()),
    st.sampled_from(["", "\u0300", "\u0301", "\u0303"]),
).filter(lambda word: max(word) <= "\xff")


@given(st.lists(_WESTERN, min_size=1, max_size=4))
def test_true_unicode_vietnamese_is_never_taken_for_an_old_encoding(words: list[str]) -> None:
    text = " ".join(words)
    assert [detect_legacy(form) for form in (text, text.title(), text.upper())] == [None] * 3


@given(_TEXT)
def test_modern_names_and_jrai_names_are_left_alone(text: str) -> None:
    assert detect_legacy(text) is None
    assert detect_legacy(text.upper()) is None


@pytest.mark.parametrize(
    "text", ["Hoà", "Phó Tóc", "Thò", "Võ", "Lê Hà", "Zoë", "Müller", "Ñan", "25°", "§ 5", "· Nam"]
)
def test_what_can_be_read_both_ways_counts_as_unicode_and_is_called_ambiguous(text: str) -> None:
    assert detect_legacy(text) is None
    assert is_ambiguous(text)


def test_plain_text_and_modern_letters_are_not_ambiguous() -> None:
    assert not any(is_ambiguous(text) for text in ("Nay Phi", "Đỗ", "H’Loan", "H´Loan", "12/03/2014"))


def test_capitals_of_the_upper_case_font_are_restored_where_they_can_be_known() -> None:
    assert from_tcvn3("NGUYÔN V¡N HOµ") == "NGUYỄN VĂN HOÀ"
    assert from_tcvn3("Lª ThÞ ¸nh") == "Lê Thị Ánh"
    assert from_tcvn3("hé nghÌo ë bu«n") == "hộ nghèo ở buôn"
