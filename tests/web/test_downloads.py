"""What a download is called."""

from flask import Flask

from sisoho.web.rendering import attachment


def test_a_name_that_no_folder_can_hold_becomes_one_that_it_can(app: Flask) -> None:
    with app.test_request_context():
        made = attachment(b"x", "danh-sach-lớp-6/1-2026-11-23.xlsx", "text/plain")
    said = made.headers["Content-Disposition"]
    assert "/" not in said
    assert "6-1-2026-11-23.xlsx" in said
