import shutil
import subprocess
import zipfile

import pytest

from tests.exchange.offices import dispatch, head_office, mailed_back, received, report, value_of
from xiezuo_desktop.core.errors import Refused, Unreadable, WrongCall
from xiezuo_desktop.exchange.merge import merge
from xiezuo_desktop.exchange.sealing import unsealed

PASSWORD = "临江2024!"


def sealed_return(tmp_path):
    office = head_office(tmp_path / "区办")
    part = received(dispatch(office, office.units[0])[0], tmp_path / "甲", "甲")
    report(part, office.indicators[0], office.units[0], "12")
    return office, mailed_back(part, tmp_path / "甲", password=PASSWORD)


def test_a_sealed_return_merges_with_its_password_only(tmp_path):
    office, path = sealed_return(tmp_path)
    assert path.name.endswith(".xiezuo.zip")
    for password, said in (("", "加了密码"), ("别的", "密码不对")):
        (arrival,) = merge(office.plan_file, [path], password=password).arrivals
        assert arrival.reason.exit_code == 4
        assert said in arrival.sentence
    (arrival,) = merge(office.plan_file, [path], password=PASSWORD).arrivals
    assert (arrival.state, arrival.path) == ("new", path)
    assert value_of(office.plan_file, office.indicators[0], office.units[0]) == "12"


def test_nothing_readable_is_left_beside_a_sealed_file(tmp_path):
    _, path = sealed_return(tmp_path)
    assert sorted(p.name for p in path.parent.iterdir()) == sorted([path.name, "甲.xiezuo"])
    assert b"SQLite format 3" not in path.read_bytes()


def test_a_sealed_dispatch_carries_the_same_name_inside(tmp_path):
    office = head_office(tmp_path / "区办")
    (path,) = dispatch(office, office.units[0], password=PASSWORD)
    with unsealed(path, PASSWORD) as (inside,):
        assert inside.name == path.name.removesuffix(".zip")
        assert received(inside, tmp_path / "甲", "甲").is_part


@pytest.mark.skipif(not shutil.which("7z"), reason="7-Zip is not installed")
def test_seven_zip_opens_it(tmp_path):
    _, path = sealed_return(tmp_path)
    done = subprocess.run(["7z", "x", f"-p{PASSWORD}", f"-o{tmp_path / '解'}", str(path)], capture_output=True)
    assert done.returncode == 0, done.stdout
    (inside,) = (tmp_path / "解").iterdir()
    assert inside.name == path.name.removesuffix(".zip")
    assert inside.read_bytes().startswith(b"SQLite format 3")


def test_plain_zips_of_several_returns_are_taken_apart(tmp_path):
    office = head_office(tmp_path / "区办")
    paths = []
    for number in range(2):
        part = received(dispatch(office, office.units[number])[0], tmp_path / str(number), f"员{number}")
        report(part, office.indicators[number], office.units[number], "9")
        paths.append(mailed_back(part, tmp_path / str(number)))
    with zipfile.ZipFile(tmp_path / "一起.zip", "w") as archive:
        for path in paths:
            archive.write(path, f"文件夹/{path.name}")
        archive.writestr("说明.txt", "x")
    arrivals = merge(office.plan_file, [tmp_path / "一起.zip"]).arrivals
    assert [(a.state, a.unit_name) for a in arrivals] == [("new", "区甲局"), ("new", "区乙局")]
    assert arrivals[0].name == f"一起.zip：{paths[0].name}"


def test_hostile_zips_are_refused_in_a_sentence(tmp_path):
    office, path = sealed_return(tmp_path)
    data = path.read_bytes()
    (tmp_path / "断.zip").write_bytes(data[: len(data) // 2])
    (tmp_path / "改.zip").write_bytes(data[:300] + bytes(50) + data[350:])
    with zipfile.ZipFile(tmp_path / "空.zip", "w") as archive:
        archive.writestr("说明.txt", "x")
    with zipfile.ZipFile(tmp_path / "外.zip", "w") as archive:
        archive.writestr("../../../逃出去.xiezuo", b"x")
    arrivals = merge(office.plan_file, sorted(tmp_path.glob("*.zip")), password=PASSWORD).arrivals
    assert [a.state for a in arrivals] == ["refused"] * 4
    assert all(isinstance(a.reason, Unreadable | Refused) for a in arrivals)
    assert not list(tmp_path.rglob("逃出去*"))


def test_a_password_of_blanks_is_none(tmp_path):
    office = head_office(tmp_path / "区办")
    with pytest.raises(WrongCall, match="密码是空的"):
        dispatch(office, office.units[0], password="  ")
