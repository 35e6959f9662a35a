"""Names: their order, their search form, and that nothing corrects a spelling."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.vietnamese import fold, search_terms, search_text, sort_key, tidy, unaccented

# The dictionary order written out by hand, tones inside each letter: another road than the code's.
_VOWELS = "aàảãáạ ăằẳẵắặ âầẩẫấậ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ"
_PLAIN = {toned: group[0] for group in _VOWELS.split() for toned in group}
_TONE = {toned: place for group in _VOWELS.split() for place, toned in enumerate(group)}
_ORDER = "aăâbƀcčdđeĕêfghiĭjklmnñoŏôơpqrstuŭưvwxyz"

_SYLLABLES = (
    "An Ân Ấn Ẩn Ánh Ảnh Bảo Bình Cường Châu Dung Dũng Đào Đạo Đức Hà Hạ Hạnh Hằng Hòa Hoa Huệ "
    "Khoa Lan Lân Lê Lễ Mỹ My Nga Ngà Nguyễn Nguyên Oanh Phước Quý Sơn Thị Thịnh Trần Ưng Vỹ Yến Y "
    "Ƀăng Blơi Čơm Bĕ Kĭm Rŏ Rơ Châm Kpă Ksor Siu Ŭn Ñan Nan Hnhach"
)
names = st.lists(st.sampled_from(_SYLLABLES.split()), min_size=1, max_size=4).map(" ".join)


def _reference(name: str) -> list[tuple[list[int], int]]:
    words = name.lower().split()
    return [
        ([_ORDER.index(_PLAIN.get(c, c)) for c in word], max(_TONE.get(c, 0) for c in word))
        for word in [words[-1], *words[:-1]]
    ]


@given(st.lists(names, min_size=2, max_size=12))
def test_sort_keys_give_the_dictionary_order_of_given_names_then_the_rest(people: list[str]) -> None:
    assert [_reference(n) for n in sorted(people, key=sort_key)] == sorted(_reference(n) for n in people)


def test_a_class_list_stands_in_the_order_a_teacher_writes_it() -> None:
    in_order = [
        "Nguyễn Văn An", "Trần An", "Lê Ân", "Hoàng Ấn", "Rmah Băng", "Rmah Ƀăng", "Bùi Cường", "Siu Čơm",
        "Võ Dũng", "Đỗ Đào", "Bùi Hà", "Trần Hà", "Bùi Hạ", "Rơ Châm H'Bia", "Kpă Nan", "Kpă Ñan", "Y Ŭn",
    ]  # fmt: skip
    keys = [sort_key(name) for name in in_order]
    assert all(first < second for first, second in pairwise(keys))


@given(names)
def test_a_sort_key_is_ascii_and_blind_to_case_unicode_form_and_apostrophe_kind(name: str) -> None:
    key = sort_key(name)
    assert key.isascii()
    assert key == sort_key(unicodedata.normalize("NFD", name)) == sort_key(f"  {name.upper()} ")
    assert sort_key(f"{name} H’Loan") == sort_key(f"{name} H'Loan")


def test_sort_keys_ignore_where_the_tone_is_written_and_what_stands_in_brackets() -> None:
    assert sort_key("Lê Hoà") == sort_key("Lê Hòa")
    assert sort_key("Siu Bia") < sort_key("Siu Bia (A)") < sort_key("Siu Bia (B)") < sort_key("Siu Bình")


@pytest.mark.parametrize(
    "spellings",
    [
        ("Rơ Châm", "ro cham", "Rchăm", "R'cham", "R’CHAM", "R-Chàm", "ra cham"),
        ("H'Dim", "H’Dim", "Hơ Dim", "hdim", "H` Dim", "h'DIM"),
        ("Rơ Lan", "Ra Lan", "Rlan"),
        ("Kpă", "kpa", "KPÃ"),
        ("Ƀăng Čơ Bĕ Ñŏ Kŭ", "bang co be no ku"),
        ("Đặng Thị Hồng", "dang  thi hong", unicodedata.normalize("NFD", "Đặng Thị Hồng")),
    ],
)
def test_spellings_of_one_name_meet_in_the_folded_form(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_a_prefix_before_a_vowel_is_not_collapsed() -> None:
    assert fold("Rơ Ô") == "ro o"
    assert fold("Hoàng") == "hoang"


@given(st.one_of(names, st.text(max_size=30)))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert unaccented(unaccented(text)) == unaccented(text)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("ho", "Hồ Văn Nam"), ("van", "Hồ Văn Nam"), ("hồ v", "Hồ Văn Nam"), ("ra", "Rahlan Khôi"),
        ("rcham", "Rơ Châm H’Loan"), ("ro ch", "Rơ Châm H’Loan"), ("hloan", "Rơ Châm H’Loan"),
        ("H'UYEN", "Siu H'Uyên"), ("huyen", "Siu H'Uyên"), ("bang", "Rmah Ƀăng"),
    ],
)  # fmt: skip
def test_what_a_person_types_finds_the_name(query: str, name: str) -> None:
    assert any(term in search_text(name) for term in search_terms(query))


@given(names, st.data())
def test_any_beginning_of_a_name_finds_it(name: str, data: st.DataObject) -> None:
    typed = name[: data.draw(st.integers(1, len(name)))]
    assert any(term in search_text(name) for term in search_terms(typed))


def test_an_empty_search_has_no_terms() -> None:
    assert search_terms("  ' ") == ()


def test_tidying_unifies_glyphs_and_spaces_but_corrects_no_spelling() -> None:
    assert tidy(" Rơ\u00a0 Châm\tH’Loan\u200b ") == "Rơ Châm H'Loan"
    assert tidy("Ðặng H` dim") == "Đặng H' dim"
    assert tidy(unicodedata.normalize("NFD", "Nguyễn")) == "Nguyễn"
    assert [tidy(n) for n in ("Rcom", "Rơ Chom", "Kpã", "hoà")] == ["Rcom", "Rơ Chom", "Kpã", "hoà"]
