"""A report appears whole or not at all, whatever the disk does."""

import os

import pytest

from reports.files import write_atomically


def test_that_what_was_there_is_replaced(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_missing_folder_rises(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "none" / "a.pdf", b"x")


def test_that_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_that_the_name_appears_only_with_the_whole_content(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    seen = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (seen.append(path.exists()), real(descriptor)))
    write_atomically(path, b"x")
    assert seen[0] is False
    assert path.exists()
