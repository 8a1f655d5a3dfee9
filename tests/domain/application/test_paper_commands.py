"""``ckan scigov application templates``: begin with ours, change, check."""

from __future__ import annotations

from click.testing import CliRunner
from docx import Document

from ckanext.scigov.application.cli import application
from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers.docx_filling import OURS


def run(*words: object):
    return CliRunner().invoke(application, ["templates", *map(str, words)])


def test_ours_are_copied_and_can_be_used(tmp_path):
    folder = tmp_path / "new" / "templates"
    answer = run("copy", folder)
    assert answer.exit_code == 0
    assert answer.output.splitlines()[-1] == (
        "Change them in Word or WPS, check them, and set"
        " ckanext.scigov.application.paper_templates to this folder."
    )
    assert {path.stem for path in folder.iterdir()} == {paper.value for paper in Paper}
    assert (folder / "receipt.docx").read_bytes() == (OURS / "receipt.docx").read_bytes()
    checked = run("check", folder)
    assert checked.output == "11 templates can be used; for the other papers ours are taken.\n"
    assert checked.exit_code == 0


def test_one_paper_is_copied_and_what_is_there_stays(tmp_path):
    (tmp_path / "receipt.docx").write_bytes(b"own")
    answer = run("copy", tmp_path, "receipt", "extension")
    assert answer.output.splitlines()[:2] == [
        f"{tmp_path / 'receipt.docx'} is there already and stays as it is.",
        str(tmp_path / "extension.docx"),
    ]
    assert (tmp_path / "receipt.docx").read_bytes() == b"own"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_paper_that_does_not_exist_is_not_copied(tmp_path):
    answer = run("copy", tmp_path, "letter")
    assert answer.exit_code == 2
    assert "'letter' is not one of 'application'" in answer.output


def test_a_broken_template_is_told_and_fails(tmp_path):
    run("copy", tmp_path, "extension")
    document = Document(str(tmp_path / "extension.docx"))
    document.add_paragraph("{{ 延期之日 }}")
    document.save(str(tmp_path / "extension.docx"))
    answer = run("check", tmp_path)
    assert answer.exit_code == 1
    assert answer.output == (
        "The template extension.docx names the field 延期之日, which does not exist. Correct its name"
        " or take it out.\nError: Correct the templates and check them again.\n"
    )


def test_what_a_pdf_will_not_show_is_told_and_does_not_fail(tmp_path):
    run("copy", tmp_path, "extension")
    document = Document(str(tmp_path / "extension.docx"))
    document.add_table(1, 1).style = "Light Shading"
    document.save(str(tmp_path / "extension.docx"))
    answer = run("check", tmp_path)
    assert answer.exit_code == 0
    assert "The PDF will not show this of the template extension.docx" in answer.output
    assert "1 templates can be used" in answer.output


def test_a_folder_that_is_not_there_is_told(tmp_path):
    answer = run("check", tmp_path / "absent")
    assert answer.exit_code == 1
    assert answer.output == f"Error: There is no folder {tmp_path / 'absent'}. Name one with templates in it.\n"  # fmt: skip
