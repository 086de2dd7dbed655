"""Every recorded exchange against the reference legacy; prints each case and its result."""
import unittest

from tests import contract, states
from tests.replay import replay_file

UNREPEATABLE = {"Allow header order differs from process to process"}


class Recordings(unittest.TestCase):
    """One test a file, made below; a subtest a case."""

    def test_recordings_are_there(self):
        self.assertTrue(contract.load("recordings/api_status"))


def _test_of(name: str):
    def test(self):
        def report(case: str, differences, note: str) -> None:
            outcome = "not replayed" if differences is None else "differs" if differences else "same"
            print(f"{name}: {case}: {outcome} {note}".rstrip())
            with self.subTest(case):
                if case in UNREPEATABLE:
                    self.assertIsNone(differences)
                else:
                    self.assertEqual([], differences, note)

        replay_file(name, report)

    return test


for recording in set(contract.recording_names()) - states.OTHER_FILES:
    setattr(Recordings, f"test_{recording}", _test_of(recording))


if __name__ == "__main__":
    unittest.main()
