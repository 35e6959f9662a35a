"""Poor and near-poor households, as lists and decisions of the commune name them (NĐ 07/2021/NĐ-CP)."""

from sisoho.vietnamese import unaccented

LABELS = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo"}


def poverty_of(words: str) -> str:
    """poor, near_poor, or "" for a policy group that is neither; a household out of poverty is neither."""
    bare = unaccented(words)
    if "thoat ngheo" in bare or "khong ngheo" in bare:
        return ""
    if "can ngheo" in bare:
        return "near_poor"
    return "poor" if "ngheo" in bare else ""


def poverty_label(kind: str) -> str:
    return LABELS.get(kind, "")
