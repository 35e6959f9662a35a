"""What a person says about a row of an imported list, one tap a word."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sisoho.errors import RuleBroken
from sisoho.schools.forms.classes import DEFAULT_PATTERN, PATTERNS
from sisoho.schools.forms.reading import FormReader
from sisoho.schools.import_rules import FIELDS, Decision

_FREE = Decision()


def read_decision(data: Mapping[str, str], before: Decision) -> Decision:
    """`word` is new, skip, is:<public id>, keep:<field>, take:<field>, or "" to take everything back.

    `in_class` is a class, or class|grade where it joins several grades. Raises RuleBroken for any
    other word.
    """
    word, _, about = data.get("word", "").partition(":")
    class_name, _, grade = FormReader(data).text("in_class", most=40).partition("|")
    chosen = replace(before, class_name=class_name, grade=int(grade) if grade.isdecimal() else None)
    if word == "":
        return _FREE
    if word in ("new", "skip"):
        return replace(chosen, word="new" if word == "new" else "skip", pupil="")
    if word == "is" and about:
        return replace(chosen, word="is", pupil=about[:16])
    if word == "keep" and about in FIELDS:
        return replace(before, keep=before.keep | {about}, take=before.take - {about})
    if word == "take" and about in FIELDS:
        return replace(before, take=before.take | {about}, keep=before.keep - {about})
    raise RuleBroken("Chưa rõ thầy cô chọn gì cho dòng này. Hãy tải lại trang rồi chọn lại.")


def read_application(data: Mapping[str, str]) -> tuple[date | None, str]:
    """The day new pupils are in class from (None: the usual one), and the week of new classes."""
    form = FormReader(data)
    starts = form.date("starts")
    pattern = form.choice("pattern", PATTERNS) or DEFAULT_PATTERN
    form.finish()
    return starts, pattern
