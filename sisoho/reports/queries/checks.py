"""What to look at before a plan is approved: a sentence and the page where it is mended."""

Check = tuple[str, str]

TARGETS = "/thi-dua/chi-tieu"
VILLAGES = "/thon-buon/danh-sach"
CALENDAR = "/nam-hoc"
STAFF = "/nhan-su"
