"""The macros pages are built from: readable aloud, safe with any name, usable without scripts."""

import re

import pytest
from flask import Flask, get_flashed_messages, render_template_string

from sisoho.vietnamese import format_beside
from sisoho.web.assets import STATIC, build_assets

HOSTILE = 'H\'<Bia> "&"'


@pytest.fixture
def render():
    app = Flask(__name__, static_folder=None, template_folder=str(STATIC.parent / "templates"))
    app.secret_key = "test"
    app.jinja_env.globals.update(csrf_token=lambda: "token", asset_url=build_assets().url)
    app.jinja_env.filters["beside"] = format_beside
    app.jinja_env.globals["get_flashed_messages"] = get_flashed_messages

    def run(source: str, **context: object) -> str:
        with app.test_request_context():
            return render_template_string(source, **context)

    return run


def use(file: str, call: str) -> str:
    return f'{{% import "components/{file}.html" as ui with context %}}{{{{ ui.{call} }}}}'


@pytest.mark.parametrize(
    ("file", "call"),
    [
        ("page", "page_header(x, back=('/', x), sub=x)"),
        ("page", "facts([(x, x)])"),
        ("buttons", "button(x, name='a', value=x, attrs={'data-x': x})"),
        ("buttons", "call_link('0905', who=x)"),
        ("lists", "link_row(x, '/', note=x, end=x)"),
        ("lists", "empty(x, x)"),
        ("badges", "submission_state('refused', reason=x)"),
        ("notices", "notice('error', x, x)"),
        ("forms", "text_field('a', x, x, hint=x, error=x)"),
        ("forms", "select_field('a', x, [(x, x)], x)"),
        ("forms", "check_chips('a', x, [(x, x)], [x])"),
        ("marks", "mark_row(1, x, 'm', note=x)"),
        ("tables", "data_table([(x, 'lead')], [[x]], caption=x)"),
        ("steps", "progress(x, 1, 2, note=x)"),
        ("charts", "hbars([(x, 3)])"),
    ],
)
def test_a_name_with_signs_of_markup_stays_text(render, file, call):
    html = render(use(file, call), x=HOSTILE)
    assert "<Bia>" not in html
    assert "&lt;Bia&gt;" in html
    assert '"&"' not in html


def test_hint_and_error_are_tied_to_their_field(render):
    html = render(use("forms", "text_field('phone', 'Số điện thoại', '', hint='mười số', error='Thiếu số.')"))
    assert 'aria-describedby="h-phone e-phone"' in html
    assert 'aria-invalid="true"' in html
    assert {"f-phone", "h-phone", "e-phone"} <= set(re.findall(r'id="([^"]+)"', html))
    assert 'for="f-phone"' in html


def test_a_field_without_trouble_says_nothing_about_trouble(render):
    html = render(use("forms", "text_field('phone', 'Số điện thoại', none)"))
    assert "aria-" not in html
    assert 'value=""' in html


def test_choices_match_by_value_whatever_its_type(render):
    html = render(use("forms", "radio_pills('class', 'Lớp', [(1, '6A'), (2, '6B')], '2')"))
    assert re.findall(r'value="(\d)" checked', html) == ["2"]


@pytest.mark.parametrize(
    ("call", "values", "checked"),
    [
        ("mark_row(1, 'Siu Blơi', 'm')", ["", "V", "P", "T"], ""),
        ("mark_row(1, 'Siu Blơi', 'm', 'P')", ["", "V", "P", "T"], "P"),
        ("mark_row(1, 'Siu Blơi', 'm', 'K')", ["", "V", "P", "K", "T"], "K"),
        ("mark_row(1, 'Siu Blơi', 'm', 'V', settle=True)", ["", "V", "P", "K", "T"], "V"),
    ],
)
def test_a_roll_row_posts_one_value_and_keeps_a_settled_mark(render, call, values, checked):
    html = render(use("marks", call))
    assert re.findall(r'type="radio" name="m" value="(.?)"', html) == values
    assert re.findall(r'value="(.?)" aria-label="[^"]+" checked', html) == [checked]


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ("v=1, p=1", "Sĩ số 35 · Vắng 2 (P 1, chưa rõ 1) · Trễ 0"),
        ("k=2, t=3", "Sĩ số 35 · Vắng 2 (K 2) · Trễ 3"),
        ("t=0", "Sĩ số 35 · Vắng 0 · Trễ 0"),
    ],
)
def test_the_bar_says_the_roll_in_the_words_of_the_school(render, counts, line):
    assert render(use("marks", f"roll_fact(35, {counts})")) == line


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("none", "Chưa gửi"),
        ("local", "Đã lưu trên máy này, chờ mạng"),
        ("received", "Trường đã nhận lúc 07:12"),
        ("refused", "Chưa nhận được: lớp nghỉ; bản ghi vẫn còn trên máy"),
    ],
)
def test_the_four_states_of_a_submission_differ_in_words(render, state, words):
    html = render(use("badges", f"submission_state('{state}', at='07:12', reason='lớp nghỉ')"))
    assert re.sub(r"<[^>]+>", "", html) == words


def test_an_issued_document_has_every_step_behind_it(render):
    assert render(use("steps", "document_life('issued')")).count("is-done") == 5
    html = render(use("steps", "document_life('approved')"))
    assert html.count("is-done") == 2
    assert 'aria-current="step"' in html


def test_a_chart_carries_its_figures_as_text_and_draws_no_bar_for_a_day_off(render):
    html = render(
        use("charts", "day_bars([('20/11', 97.5), ('21/11', none), ('23/11', 98)], target=98, low=80)")
    )
    assert "20/11 97,5 %; 23/11 98 %" in html
    assert html.count('class="chart__bar--low"') == 1
    assert html.count('class="chart__bar"') == 1
    assert "cột vẽ từ 80 %" in html


def test_a_bar_below_the_target_is_not_told_as_the_target(render):
    html = render(use("charts", "day_bars([('20/11', 97.96), ('23/11', 98.0)], target=98)"))
    assert "20/11 97,96 %; 23/11 98 %" in html


@pytest.mark.parametrize("layout", ["plain", "print"])
def test_a_page_obeys_the_strict_content_policy(render, layout):
    html = render(
        f'{{% extends "layouts/{layout}.html" %}}{{% block main %}}<h1>x</h1>{{% endblock %}}', access=None
    )
    assert "<style" not in html
    assert not re.search(r"\s(style|on\w+)=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    assert html.startswith('<!doctype html>\n<html lang="vi">')


@pytest.mark.parametrize("code", ["403", "404", "409", "413", "422", "429", "500", "offline"])
def test_an_error_page_says_what_happened_and_what_was_kept(render, code):
    html = render(f'{{% include "errors/{code}.html" %}}', access=None, nav=[], message="")
    assert "data-error>" in html
    assert re.search(r"<h1>\S.+</h1>", html)
    assert re.search(r"<p data-error-text>\S.+</p>", html)
    assert re.search(r'<p class="soft">\S.+</p>', html)


def test_the_error_itself_speaks_before_the_general_words(render):
    html = render('{% include "errors/422.html" %}', access=None, nav=[], message="Ngày này lớp nghỉ.")
    assert "<p data-error-text>Ngày này lớp nghỉ.</p>" in html


def test_every_icon_that_is_named_exists():
    sprite = (STATIC / "img/icons.svg").read_text("utf-8")
    drawn = set(re.findall(r'<symbol id="(\w+)"', sprite))
    pages = "".join(path.read_text("utf-8") for path in (STATIC.parent / "templates").rglob("*.html"))
    named = set(re.findall(r"""\b(?:icon|draw)(?:=|\()["'](\w+)["']""", pages))
    places = (STATIC.parent / "sisoho/web/navigation.py").read_text("utf-8")
    named |= set(re.findall(r'Place\("[^"]+", "[^"]+", "(\w+)"', places))
    assert {"home", "roll"} <= named <= drawn
