"""The backup file: it comes back as it was, or is no backup."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest

from ckanext.scigov.launcher import archive
from ckanext.scigov.launcher.errors import LauncherError


def pack(folder: Path, files: dict[str, str], target: Path) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    archive.write(folder, target, version="1.2.3", made_at="2026-01-01T00:00:00+00:00")


def test_an_archive_comes_back_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "b.tgz"
    pack(tmp_path / "in", {"a": "1", "深/b": "2"}, target)
    assert target.stat().st_mode & 0o777 == 0o600
    manifest = archive.read(target, tmp_path / "out")
    assert manifest.version == "1.2.3"
    assert (tmp_path / "out" / "深" / "b").read_text() == "2"


def test_an_archive_damaged_where_a_block_begins_is_no_backup(tmp_path: Path) -> None:
    target = tmp_path / "b.tgz"
    pack(tmp_path / "in", {"a": "".join(f"{n * n:x}\n" for n in range(4000))}, target)
    tar, packer = gzip.decompress(target.read_bytes()), zlib.compressobj(1, wbits=31)
    half = len(tar) // 2
    first = packer.compress(tar[:half]) + packer.flush(zlib.Z_FULL_FLUSH)
    rest = packer.compress(tar[half:]) + packer.flush()
    target.write_bytes(first + rest)
    assert archive.read(target, tmp_path / "whole").version == "1.2.3"
    target.write_bytes(
        first + bytes([rest[0] | 0b111]) + rest[1:]
    )  # there is no such type of block
    with pytest.raises(LauncherError, match="not a whole backup"):
        archive.read(target, tmp_path / "damaged")


def test_an_archive_cannot_write_outside(tmp_path: Path) -> None:
    import io
    import tarfile

    name = "../escaped"
    manifest = archive.Manifest("1", "", {name: archive.Entry(1, "")}).to_bytes()
    with tarfile.open(tmp_path / "b.tgz", "w:gz") as tar:
        for member, content in ((archive.MANIFEST, manifest), (name, b"x")):
            info = tarfile.TarInfo(member)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    (tmp_path / "out").mkdir()
    with pytest.raises(LauncherError, match="not a whole backup"):
        archive.read(tmp_path / "b.tgz", tmp_path / "out")
    assert not (tmp_path / "escaped").exists()
