"""The walk of a year's round: an office issues, twelve units fill in on other computers, files come back in every state."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import ROOT
from tests.exchange.offices import head_office, split
from xiezuo_desktop.core.records import Measure, Report
from xiezuo_desktop.storage import PlanFile


class Computer:
    """A PC of its own: a home folder, a clerk, and the program run as a process there."""

    def __init__(self, folder: Path, clerk: str) -> None:
        self.folder = folder
        folder.mkdir()
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "XIEZUO_SETTINGS_DIR": str(folder / ".config" / "xiezuo"),
            "XIEZUO_AUTHOR": clerk,
        }

    def run(self, *words: object, ends: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *map(str, words)],
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=self.environment,
        )
        assert done.returncode == ends, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert ends == 0 or done.stderr.strip().endswith("。"), done.stderr
        return done.stdout

    def told(self, *words: object, ends: int = 0) -> dict:
        return json.loads(self.run(*words, "--json", ends=ends))

    def gets(self, path: Path, name: str = "") -> Path:
        return Path(shutil.copyfile(path, self.folder / (name or path.name)))


@pytest.fixture
def computers(tmp_path):
    return [Computer(tmp_path / name, name) for name in ("区办小王", "局里小李", "县里小赵")]


def last_years_file(folder: Path) -> Path:
    with PlanFile.create(folder / "去年.xiezuo", title="临江区2023年协作计划", year=2023, author="局里小李"):
        return folder / "去年.xiezuo"


def changes_of(told: dict) -> set[tuple]:
    return {tuple(change[name] for name in ("id", "where", "field", "before", "after")) for change in told["changes"]}


class Walk:
    """The steps of the round, one after another; `back` are the returned files as the mail carries them."""

    def __init__(self, computers: list[Computer]) -> None:
        self.head, self.bureau, self.county = computers
        self.office = head_office(self.head.folder, 12, county=True)
        self.names = [self.office.plan_file.plan.bearer_name(unit) for unit in self.office.units]
        self.office.plan_file.close()
        self.plan = self.office.plan_file.path
        self.outgoing: dict[str, Path] = {}
        self.back: list[Path] = []

    def issue(self) -> None:
        """The head office sends every unit its part, in one go."""
        asked = ("--due", "2099-07-05", "--period", "2024-06")
        sent = self.head.told("send", self.plan, "--all", "发件", *asked)["sent"]
        assert [each["unit"] for each in sent] == self.names[:12]
        assert all(each["unit"] in each["file"] for each in sent)
        self.outgoing = {each["unit"]: Path(self.head.folder, each["path"]) for each in sent}
        assert len(self.head.told("receipts", self.plan)["receipts"]) == 12

    def fill_in(self) -> None:
        """Eleven bureaus fill in and return; the first two change the same measure."""
        for number, name in enumerate(self.names[:11]):
            file = self.bureau.gets(self.outgoing[name])
            if number == 0:
                assert "第1轮：请填报2024年6月的数据" in self.bureau.run("receipts", file)
            self.bureau.run("set", file, f"reports/1/{name}/2024-06", "value", 10 + number)
            if number < 2:
                self.bureau.run("set", file, "tasks/1/measures/1", "text", f"举办{number + 2}场招聘会")
            self.back.append(Path(self.bureau.told("return", file)["path"]))

    def pass_on(self) -> None:
        """The county splits its figure over its towns, sends it on, takes in what they return, and returns."""
        county, file = self.county, self.county.gets(self.outgoing["云岭县"], "云岭县.xiezuo")
        with PlanFile.open(file, author="县里小赵") as own:
            split(own, self.office.indicators[11], {self.office.units[12]: "40", self.office.units[13]: "60"})
        towns = county.told("send", file, "--all", "发往镇里", "--period", "2024-06")["sent"]
        assert [each["unit"] for each in towns] == ["白水镇", "青石镇"]
        for each in towns:
            town = county.gets(county.folder / each["path"], f"{each['unit']}.xiezuo")
            county.run("set", town, f"reports/1/{each['unit']}/2024-06", "value", "7")
            county.run("return", town, "-o", f"{each['unit']}回.xiezuo")
        county.run("merge", file, "白水镇回.xiezuo", "青石镇回.xiezuo")
        county.run("set", file, "reports/1/云岭县/2024-06", "value", "14")
        self.back.append(Path(county.told("return", file)["path"]))

    def take_in(self) -> None:
        """What arrives by mail: twelve returns, one of them twice, one cut short, one from last year."""
        head, cut = self.head, self.back[4]
        incoming = [head.gets(path) for path in self.back]
        incoming[4].write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
        incoming += [head.gets(self.back[2], "又一次.xiezuo"), head.gets(last_years_file(self.bureau.folder))]
        looked = head.told("merge", self.plan, *incoming, "--dry-run", ends=1)
        done = head.told("merge", self.plan, *incoming, "--protocol", "记录.xlsx", ends=1)
        assert [f["state"] for f in done["files"]] == [f["state"] for f in looked["files"]]
        assert changes_of(looked) == changes_of(done)
        files = {f["file"]: f for f in done["files"]}
        assert {f["file"] for f in done["refused"]} == {cut.name, "去年.xiezuo"}
        assert "不完整" in files[cut.name]["reason"]
        assert "2023年度" in files["去年.xiezuo"]["reason"]
        assert files["又一次.xiezuo"]["state"] == "nothing_new"
        assert not any(f["outside"] for f in done["files"])
        assert Path(done["backup"]).is_file()
        assert (head.folder / "记录.xlsx").is_file()
        head.run("merge", self.plan, head.gets(cut), ends=1)  # again and whole; the dispute still waits

    def look_through(self) -> None:
        """Every figure is there, of the towns too, and every return is noted."""
        units, indicators = self.office.units, self.office.indicators
        with PlanFile.open(self.plan, read_only=True) as merged:
            values = {(k[0], k[1]): r.value for k, r in merged.plan.rows(Report).items()}
            assert merged.verify() == []
        expected = {(indicators[n], units[n]): str(10 + n) for n in range(11)}
        expected |= {
            (indicators[11], units[11]): "14",
            (indicators[11], units[12]): "7",
            (indicators[11], units[13]): "7",
        }
        assert values == expected
        receipts = self.head.told("receipts", self.plan)["receipts"]
        assert {r["state"] for r in receipts} == {"returned"}
        assert {r["sender"] for r in receipts} == {None, "云岭县"}

    def settle(self) -> None:
        """Two bureaus disagree: both values stand until the head office decides, with a reason that stays."""
        head = self.head
        (dispute,) = head.told("conflicts", self.plan, ends=1)["conflicts"]
        assert {v["value"] for v in dispute["values"]} == {"举办2场招聘会", "举办3场招聘会"}
        assert dispute["before"] == "举办招聘会"
        head.run("resolve", self.plan, dispute["id"], "--take", "举办4场招聘会", "--reason", "两局会商")
        assert head.told("conflicts", self.plan)["conflicts"] == []
        story = head.told("history", self.plan, "--of", "tasks/1/measures/1")["history"]
        assert {"举办2场招聘会", "举办3场招聘会"} <= {line["after"] for line in story}
        assert any("两局会商" in line["label"] for line in story)
        assert "落实措施" in head.run("conflicts", self.plan, "--once")

    def next_round(self) -> None:
        """The next round brings the decision to the bureau, beside what it typed meanwhile."""
        bureau, name = self.bureau, self.names[0]
        own = bureau.folder / self.outgoing[name].name
        bureau.run("set", own, f"reports/1/{name}/2024-07", "value", "19")
        self.head.run("send", self.plan, "--to", name, "-o", "第二轮.xiezuo")
        bureau.run("merge", own, bureau.gets(self.head.folder / "第二轮.xiezuo"))
        with PlanFile.open(own, read_only=True) as again:
            assert again.plan.get(Measure, self.office.measure).text == "举办4场招聘会"
            assert sorted(r.value for r in again.plan.rows(Report).values()) == ["10", "19"]
            assert {k[1] for k in again.plan.rows(Report)} == {self.office.units[0]}  # never another unit's figures
        assert "第2轮" in bureau.run("receipts", own)


def test_nothing_is_lost_between_three_offices(computers):
    walk = Walk(computers)
    walk.issue()
    walk.fill_in()
    walk.pass_on()
    walk.take_in()
    walk.look_through()
    walk.settle()
    walk.next_round()
