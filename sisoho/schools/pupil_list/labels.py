"""What a column is for, under the many names schools give it."""

import re
from functools import lru_cache

from sisoho.vietnamese import tidy, unaccented

# The first pattern that fits decides. Most read the label without accents; those of _ACCENTED read it with
# them and come first, where năm and nam, ĐT and DT must be told apart. "" is a column that is not used.
_ACCENTED = (
    ("birth_male", r"sinh\b.* nam$"),
    ("birth_female", r"sinh\b.* nữ$"),
    ("birth_year", r"^(ngày.*sinh.* )?năm$"),
    ("male", r"^((giới tính|phái) )?nam( x)?$"),
    ("ethnic_group", r"^dt$"),
)
_BARE = (
    ("reason", r"^ly do\b"),
    ("", r"giao vien|gvcn|chu nhiem|ghi chu|nghe nghiep|noi sinh|que quan|phu huynh|giam ho|dang bo|quan he"),
    ("", r"\b(lop|truong) (cu|truoc|nam truoc)\b|\bbo hoc\b"),
    ("household_head", r"\bchu ho\b"),
    (
        "school",
        r"^(ten )?truong( (dang )?hoc| hien tai)?$|\btruong dang hoc$|^(noi|dang) hoc( tai| o)?( truong)?$",
    ),
    ("id_number", r"dinh danh|cccd|can cuoc|cmnd|ddcn"),
    ("pupil_code", r"\bma (so )?(hs|hoc sinh)\b"),
    ("birth_day", r"^(.*sinh )?ngay$"),
    ("birth_month", r"^(.*sinh )?thang$"),
    ("female", r"^((gioi tinh|phai) )?nu( x)?$"),
    ("sex", r"gioi tinh|\bphai\b|^gt$|^nam nu$"),
    ("birth", r"(ngay|nam|thang).* sinh|^sinh (ngay|nam)|^(nam|ngay) sinh|^ns$"),
    ("ethnic_group", r"dan toc|^dtoc$"),
    ("surname", r"\bho( va)?( ten)? (dem|lot|chu lot)$|^ho$|\b(ho va ten|ho ten) ho$|^ten dem$"),
    ("given_name", r"^ten( goi| hs| hoc sinh)?$|\b(ho va ten|ho ten) ten$"),
    ("full_name", r"\bho va ten\b|\bho ten\b"),
    # "Líp" is Lớp in TCVN3: alone in its cell it looks like Unicode.
    ("class_name", r"^(ten )?l[oi]p( hoc| dang hoc| hien tai| hien nay)?$|^(dang )?hoc lop$"),
    ("campus", r"diem truong|phan hieu|diem le|co so"),
    ("address", r"dia chi|noi o|cho o|ho khau|thuong tru|cu tru"),
    ("village", r"\b(thon|buon|lang|xom|to dan pho|tdp|khu pho|bon|plei)\b"),
    ("commune", r"^(ten )?(xa|phuong|thi tran)\b"),
    ("near_poor", r"^((thuoc )?ho )?can ngheo$|(hoan canh|chinh sach|doi tuong) (ho )?can ngheo$"),
    ("poor", r"^((thuoc )?ho )?ngheo$|(hoan canh|chinh sach|doi tuong) (ho )?ngheo$"),
    ("policy", r"chinh sach|doi tuong|uu tien|\bdien\b|ho ngheo"),
    ("disability", r"khuyet tat|^kt$|hoa nhap"),
    ("status", r"trang thai|tinh trang"),
    ("number", r"^(stt|tt|so tt|so thu tu)$"),
)
_PHONE = re.compile(r"điện thoại|dien thoai|(?<!gd )\bs?[đd]t(?<!\bdt)\b|\bso dt\b|đtdđ|dtdd|di động|di dong")
_PARENTS = {"cha": "father", "bố": "father", "bo": "father", "mẹ": "mother", "me": "mother"}
_NOT_A_NAME = re.compile(r"sinh|nghe|cccd|can cuoc|cmnd|dinh danh|dan toc|trinh do")


@lru_cache(maxsize=4096)
def meaning_of(label: str) -> str:
    """The meaning of a header label (of all its rows, joined by a space); "" if it has none of ours."""
    accented = re.sub(r"[\W_]+", " ", tidy(label).casefold()).strip()
    bare = unaccented(label)
    if _PHONE.search(accented):
        return "phone"
    parents = [_PARENTS[word] for word in accented.split() if word in _PARENTS]
    if parents and "bo hoc" not in bare:
        return _parent(parents, bare)
    for text, table in ((accented, _ACCENTED), (bare, _BARE)):
        for meaning, pattern in table:
            if re.search(pattern, text):
                return meaning
    return ""


def _parent(parents: list[str], bare: str) -> str:
    """Whose name it is: "Cha mẹ" alone is neither's, under it "Cha" is the father's."""
    both_at_once = len(parents) == 2 and len(set(parents)) == 2
    return "" if both_at_once or _NOT_A_NAME.search(bare) else parents[-1]
