"""The site's own templates and fonts of papers: taken where they are right, told where they are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import reportlab
from applying import drafted
from click.testing import CliRunner
from docx import Document
from papers.reading import text_of_pdf

from ckanext.scigov.application import config
from ckanext.scigov.application.cli import application
from ckanext.scigov.application.papers.docx_filling import OURS
from ckanext.scigov.application.papers.pdf_fonts import Fonts

Settings = Callable[..., None]
PREFIX = "ckanext.scigov.application."
VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
NAME = "application.docx"


def changed(folder: Path, text: str, style: str = "") -> Path:
    """Write our application with one more paragraph, and a table of a style, into a folder."""
    document = Document(str(OURS / NAME))
    document.add_paragraph(text)
    if style:
        document.add_table(1, 1).style = style
    document.save(str(folder / NAME))
    return folder


def test_both_forms_follow_the_sites_template(
    visit: Any, settings: Settings, tmp_path: Path
) -> None:
    id_ = drafted("plan")
    path = f"/applications/{id_}/papers/application"
    added = "本省另行规定：请附单位简介。"
    assert added not in text_of_pdf(visit("clerk", f"{path}.pdf").get_data())
    settings(paper_templates=str(changed(tmp_path, added)))
    config.check_paper_templates()
    assert added in text_of_pdf(visit("clerk", f"{path}.pdf").get_data())


def test_a_font_of_the_site_goes_into_the_pdf(visit: Any, settings: Settings) -> None:
    path = f"/applications/{drafted('plan')}/papers/application.pdf"
    assert b"BitstreamVera" not in visit("clerk", path).get_data()
    settings(font_body=str(VERA))
    assert config.paper_fonts() == Fonts(body=VERA)
    assert b"BitstreamVera" in visit("clerk", path).get_data()


@pytest.mark.parametrize("option", ["font_body", "font_title", "font_heading"])
def test_a_font_that_is_none_is_told_with_its_option(
    settings: Settings, tmp_path: Path, option: str
) -> None:
    assert config.paper_fonts() == Fonts()
    settings(**{option: str(tmp_path / "absent.ttf")})
    with pytest.raises(config.WrongSetting) as error:
        config.paper_fonts()
    assert str(error.value).startswith(
        f"{PREFIX}{option}: The font {tmp_path / 'absent.ttf'} cannot"
    )
    assert str(error.value).endswith("or leave the option empty.")


def test_broken_templates_and_folders_that_are_not_there_are_told_at_the_start(
    settings: Settings, tmp_path: Path
) -> None:
    settings(paper_templates=str(tmp_path / "absent"))
    with pytest.raises(config.WrongSetting, match="there is no folder"):
        config.check_paper_templates()
    folder = changed(tmp_path, "{{ 价格 }}")
    settings(paper_templates=str(folder))
    with pytest.raises(config.WrongSetting, match="names the field 价格, which does not exist"):
        config.check_paper_templates()


def test_what_a_pdf_will_not_show_is_written_to_the_log_and_stops_nothing(
    settings: Settings,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = changed(tmp_path, "表", "Light Shading")
    settings(paper_templates=str(folder))
    # Alembic, whose migrations ran before, has switched older loggers off.
    monkeypatch.setattr(config.log, "disabled", False)
    config.check_paper_templates()
    (told,) = caplog.messages
    assert told == (
        f"The PDF will not show this of the template {NAME}: what a table's style gives to its heads"
        " and rows. It stands in the text, near “表”. Write it as text, table or inline picture, or"
        " take it out."
    )


def test_the_command_checks_the_sites_own_folder(settings: Settings, tmp_path: Path) -> None:
    words = ["templates", "check"]
    answer = CliRunner().invoke(application, words)
    assert (answer.exit_code, answer.output) == (
        1,
        f"Error: The site has no templates of its own. Name a folder, or set {PREFIX}paper_templates.\n",
    )
    folder = changed(tmp_path, "加一段。")
    settings(paper_templates=str(folder))
    answer = CliRunner().invoke(application, words)
    assert (answer.exit_code, answer.output) == (
        0,
        "1 templates can be used; for the other papers ours are taken.\n",
    )
