"""Replays the recorded requests, file by file and state by state, on servers brought into the recorded state."""
import re
import sys
from itertools import groupby

from tests import contract, states
from tests.catching_up import drive_to
from tests.comparison import Comparison
from tests.http import Answer, recorded_body, request
from tests.run import Run

HTTP_VERSIONS = {"HTTP/1.0": "HTTP/1.0", "HTTP/1.0 keep-alive asked": "HTTP/1.0", "HTTP/0.9": ""}
HALF_CLOSED = {"Content-Length longer than the body, client half-closes", "multipart cut off, client half-closes"}
LONG = re.compile(r"^(.*?)(\w)\2{9,}\.\.\. \((\d+) characters\)$")


def replay_file(name: str, report) -> None:
    """`report(case name, differences or None, note)` hears of each case; None: not replayed, for the reason noted."""
    cases = contract.load(f"recordings/{name}")
    for state, group in groupby(cases, key=lambda case: case.get("server_state")):
        prepare = states.preparation_for(state)
        if prepare is None:
            for case in group:
                report(case["name"], None, f"needs the state {state!r}")
            continue
        with prepare() as run:
            for case in group:
                _replay_case(run, case, report)


def _replay_case(run: Run, case: dict, report) -> None:
    if "response" not in case:
        report(case["name"], None, "no single exchange")
        return
    before = run.before(case)
    comparison = Comparison(run.places())
    differences = comparison.differences(case, send(run, case))
    if differences and drive_to(run, case):
        differences = comparison.differences(case, send(run, case))
    if not differences and "final_snapshot" in case:
        differences = run.compare_final(case["final_snapshot"])
    report(case["name"], differences, before)


def send(run: Run, case: dict) -> Answer:
    wanted, name = case["request"], case["name"]
    original = recorded_body(wanted["body"])
    body = run.moved_to_run(original)
    headers = [(key, _full(run.moved_to_run(value))) for key, value in wanted["headers"]]
    headers = [(key, str(len(body))) if key == "Content-Length" and value == str(len(original)) else (key, value)
               for key, value in headers]
    answer = request(run.port, wanted["method"], _full(run.moved_to_run(wanted["path"])), headers, body,
                     HTTP_VERSIONS.get(name, "HTTP/1.1"), half_close=name in HALF_CLOSED)
    run.saw(case, answer)
    return answer


def _full(text: str) -> str:
    """The recordings shorten what is very long."""
    match = LONG.match(text)
    return match[1] + match[2] * (int(match[3]) - len(match[1])) if match else text


def main(names: list[str]) -> None:
    totals = {"same": 0, "differs": 0, "not replayed": 0}

    def report(case: str, differences, note: str) -> None:
        outcome = "not replayed" if differences is None else "differs" if differences else "same"
        totals[outcome] += 1
        print(f"  {outcome:12} {case}{f'  ({note})' if note else ''}")
        for difference in differences or []:
            print(f"               {difference[:1500]}")

    for name in names or [name for name in contract.recording_names() if name not in states.OTHER_FILES]:
        print(name)
        replay_file(name, report)
    print(", ".join(f"{count} {outcome}" for outcome, count in totals.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
