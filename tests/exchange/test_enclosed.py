"""Evidence travels in one zip with the return, and is put beside the plan it is merged into."""

import zipfile

import pytest

from tests.exchange.offices import dispatch, head_office, mailed_back, received
from xiezuo_desktop.core.records import Evidence
from xiezuo_desktop.exchange.enclosed import absent_files, take_enclosed
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.returning import returnable
from xiezuo_desktop.storage import evidence

ROSTER, PHOTO = b"name,days\n" * 40, b"\xff\xd8 a photo"


@pytest.fixture
def office(tmp_path):
    return head_office(tmp_path / "区办", 2)


@pytest.fixture
def part(office, tmp_path):
    """The first unit's part, with two files and a paper as evidence."""
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    for name, content in (("花名册.csv", ROSTER), ("现场.JPG", PHOTO)):
        file = tmp_path / name
        file.write_bytes(content)
        add(part, office, evidence.keep(part.path, file))
    with part.edit("登记纸质材料") as edit:
        edit.add(Evidence, title="选派文件", unit=office.units[0], place="档案室")
    yield part
    part.close()


def add(part, office, kept):
    with part.edit("登记佐证材料") as edit:
        edit.add(Evidence, title=kept.name, unit=office.units[0], indicator=office.indicators[0], file_name=kept.name, sha256=kept.sha256, size=kept.size)  # fmt: skip


def beside(plan_file):
    folder = evidence.folder_of(plan_file.path)
    return sorted(path.read_bytes() for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("password", ["", "临江2024!"])
def test_files_go_with_the_return_and_lie_beside_the_plan_after_merging(office, part, tmp_path, password):
    holds = returnable(part)
    assert (len(holds.enclosures), holds.absent, holds.enclosed_size) == (2, 0, len(ROSTER) + len(PHOTO))
    path = mailed_back(part, tmp_path / "回", with_evidence=True, password=password)
    assert path.name.endswith(".xiezuo.zip")
    assert len(absent_files(office.plan_file.plan, office.plan_file.path)) == 0
    done = merge(office.plan_file, [path], password=password)
    assert (done.arrivals[0].state, done.enclosed) == ("new", 2)
    assert beside(office.plan_file) == sorted([ROSTER, PHOTO])
    assert absent_files(office.plan_file.plan, office.plan_file.path) == {}


def test_unpacked_the_zip_is_a_plan_with_its_evidence_beside_it(part, tmp_path):
    path = mailed_back(part, tmp_path / "回", with_evidence=True)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "解开")
    (plan,) = (tmp_path / "解开").glob("*.xiezuo")
    assert len(list(evidence.folder_of(plan).iterdir())) == 2


def test_without_the_files_they_are_told_to_be_absent_and_found_again_by_their_content(office, part, tmp_path):
    merge(office.plan_file, [mailed_back(part, tmp_path / "回")])
    plan, path = office.plan_file.plan, office.plan_file.path
    assert len(absent_files(plan, path)) == 2
    other = tmp_path / "别的.jpg"
    other.write_bytes(b"\xff\xd8 b photo")  # as long as the one that is missing
    assert take_enclosed(plan, path, [other]) == 0
    renamed = tmp_path / "收到" / "图片（3）.jpg"
    renamed.parent.mkdir()
    renamed.write_bytes(PHOTO)
    assert take_enclosed(plan, path, [renamed.parent]) == 1  # a folder, whatever the file is called now
    assert [e.file_name for e in absent_files(plan, path).values()] == ["花名册.csv"]


def test_a_file_that_was_changed_on_the_way_is_not_taken(office, part, tmp_path):
    path = mailed_back(part, tmp_path / "回", with_evidence=True)
    forged = tmp_path / "改过.xiezuo.zip"
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(forged, "w") as out:
        for info in archive.infolist():
            data = archive.read(info)
            out.writestr(info.filename, data if info.filename.endswith(".xiezuo") else data + b"!")
        out.writestr("../../外面.txt", b"no")
    done = merge(office.plan_file, [forged])
    assert (done.arrivals[0].state, done.enclosed) == ("new", 0)
    assert beside(office.plan_file) == []
    assert not list(tmp_path.rglob("外面.txt"))


def test_a_return_says_which_of_its_evidence_is_not_here(part, tmp_path):
    for file in evidence.folder_of(part.path).iterdir():
        if file.suffix == ".jpg":
            file.unlink()
    holds = returnable(part)
    assert (len(holds.enclosures), holds.absent) == (1, 1)


def test_without_evidence_nothing_is_packed(office, tmp_path):
    part = received(dispatch(office, office.units[1])[0], tmp_path / "乙", "乙")
    assert mailed_back(part, tmp_path / "回", with_evidence=True).suffix == ".xiezuo"
    part.close()
