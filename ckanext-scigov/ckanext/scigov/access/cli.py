"""``ckan scigov access``."""

from __future__ import annotations

from pathlib import Path

import click

import ckan.plugins as p
from ckan import model
from ckan.lib import search

from ckanext.scigov.access import config, leaked_files, leaks
from ckanext.scigov.access.adoption import adopt
from ckanext.scigov.access.domain.grading import SecondPerson
from ckanext.scigov.access.domain.marks import ENOUGH_CELLS
from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

__all__ = ["access"]


@click.group(short_help="Graded access: take in older entries, trace leaked files.")
def access() -> None:
    """Graded access: take entries from before it under its rules, trace leaked files."""


@access.command("adopt")
@click.option(
    "--approve",
    "reason",
    default="",
    help="Put the grades that the entries state in force, for this reason; otherwise they wait.",
)
def adopt_command(reason: str) -> None:
    """Grade the entries that are in the catalogue without a grade, and hide the places of their data.

    Without --approve nothing of them is open to the public until their approvers have decided.
    """
    if not p.plugin_loaded("scigov_access"):
        raise click.ClickException("Name scigov_access in ckan.plugins first: it does the grading.")
    second = SecondPerson.NEVER if reason else config.second_person()
    act = Act(Actor.system("adopt"), clock.now(), second)
    done = adopt(act, reason, lambda count: click.echo(f"{count} entries."))
    model.Session.remove()
    if done.entries:
        search.rebuild()
    click.echo(f"{done.entries} entries were taken under graded access.")
    if done.entries and not reason:
        click.echo(
            "Their grades wait for approval, and their data are closed until then: see /grades."
        )


@access.command(
    "trace", short_help="Which grant was a leaked file given out under? 查泄露文件出自哪项授权"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def trace_command(ctx: click.Context, file: Path) -> None:
    """Given a leaked FILE: which grant's mark does it bear?

    Rows that are given out under a grant with a watermark bear its mark, in blanks at the ends of
    cells. FILE may be CSV, TSV, XLSX, JSON or XML, the whole or part of what was given out, its rows
    and columns in any order. Ends with 0 if the mark of a grant is found, 1 if none is, 2 if the file
    cannot be read. Nothing is changed.

    \b
    由泄露的文件查明其出自哪项授权。凡授权要求加注水印的，所提供的数据在单元格
    末尾以空格带有该授权的标记。FILE 可以是 CSV、TSV、XLSX、JSON 或 XML 文件，
    可以只是其中一部分，行列次序不限。查到授权时退出码为 0，未查到为 1，文件无法
    读取为 2。本命令不改动任何数据。
    """  # noqa: D301 (click keeps the lines below its sign)
    try:
        traced = leaks.trace(file)
    except leaked_files.Unreadable as error:
        click.echo(f"The file cannot be read: {error} 文件无法读取。", err=True)
        ctx.exit(2)
    for grant in traced.grants:
        click.echo(
            f"The file bears the mark of grant {grant.number}, given to {grant.holder} for"
            f" “{grant.dataset}” on {grant.since:%Y-%m-%d}.\n文件带有授权 {grant.number} 的标记。"
            f"授权对象：{grant.holder}；数据资源：{grant.dataset}；授权日期：{grant.since:%Y-%m-%d}。"
        )
    if not traced.grants:
        click.echo(_nothing_found(traced.cells))
        ctx.exit(1)


def _nothing_found(cells: int) -> str:
    found = (
        f"The file bears the mark of no grant; {cells} different cells could have borne one.\n"
        f"未发现任何授权的标记；可带标记的不同单元格共 {cells} 个。"
    )
    if cells >= ENOUGH_CELLS:
        return found
    return (
        f"{found}\nThat is too little to tell: some {ENOUGH_CELLS} are needed.\n"
        f"数量过少，不足以判断：约需 {ENOUGH_CELLS} 个。"
    )
