"""What a Chinese text must keep of its English one, and how it must be written.

``faults`` looks at one message alone, whoever translated it: our own catalogue, the borrowed
strings and CKAN's Chinese are all held to it.
"""

from __future__ import annotations

import html
import re

# The same word in both languages; a message of nothing else needs no Chinese.
TECHNICAL = frozenset({"CKAN", "CSV", "Markdown", "GiB", "KiB", "MiB", "TiB", *"EGMPTYZks"})
# What CKAN's Chinese or earlier ones of ours got wrong, and what it should have been.
WRONG_WORDS = {
    "登陆": "登录",
    "登入": "登录",
    "登出": "退出登录",
    "数据集": "数据资源",
    "组件": "数据资源",
    "组织": "提供单位",
    "标签": "关键词",
    "控制台": "工作台",
    "仪表盘": "工作台",
    "粉丝": "关注者",
    "追随": "关注",
    "帐户": "账户",
    "编缉": "编辑",
    "你": "您",
    "「": "“",
    **dict(zip("沒請資組來", "没请资组来", strict=True)),
}
# Where the word means something else than a dataset or a provider.
ALLOWED = ("社会组织",)

_NAMED = re.compile(r"%\(\w+\)[a-z]|\{[^{}]*\}")
_IN_ORDER = re.compile(r"%[srid]")
_TAG = re.compile(r"</?(?:a|b|blockquote|br|code|em|i|p|q|span|strong)\b[^>]*>")
_TAG_NAME = re.compile(r"</?[A-Za-z]+")
_TARGET = re.compile(r"""(?:href|src)=["'][^"']*["']""")
_ADDRESS = re.compile(r"https?://[\w./%#?=&:~-]+|\S+@\w[\w.-]*\w")
_LATIN = re.compile(r"[A-Za-z]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_HALF_WIDTH = re.compile(
    r"""[\u4e00-\u9fff]\s*\.(?![A-Za-z0-9])|[,;:?!()"]\s*[\u4e00-\u9fff]"""
    r"""|[\u4e00-\u9fff\u3001-\u3011\uff01-\uff1f“”]\s*[,;:?!()"]"""
)


def is_technical(english: str) -> bool:
    """Say whether a message has no word that could be translated."""
    rest = _ADDRESS.sub("", _bare(english, ""))
    return set(_LATIN.findall(rest)) <= TECHNICAL


def faults(english: str, plural: str, chinese: str) -> list[str]:
    """Say what is wrong with a translation; empty when nothing is."""
    if not _CHINESE.search(chinese):
        return [] if is_technical(english) else ["no Chinese"]
    found = []
    if all(_kept(source) != _kept(chinese) for source in (english, plural) if source):
        found.append("placeholders, tags or links differ")
    if _HALF_WIDTH.search(_ADDRESS.sub("", _bare(chinese, "某"))):
        found.append("half-width punctuation")
    plain = chinese
    for right in ALLOWED:
        plain = plain.replace(right, "")
    found += [f"{wrong} for {right}" for wrong, right in WRONG_WORDS.items() if wrong in plain]
    if "机构" in plain and "organization" in english.lower():  # 机构 is an agency of the register
        found.append("机构 for 提供单位")
    return found


def _kept(text: str) -> tuple[list[str], list[str], list[str], list[str]]:
    return (
        sorted(_NAMED.findall(text)),
        _IN_ORDER.findall(_NAMED.sub("", text)),  # these are filled by their place
        sorted(_TAG_NAME.findall(text)),
        sorted(_TARGET.findall(text)),
    )


def _bare(text: str, stand_in: str) -> str:
    """Return a text without its tags, with something in the place of what is filled in."""
    plain = html.unescape(_TAG.sub("", text))
    return _IN_ORDER.sub(stand_in, _NAMED.sub(stand_in, plain))
