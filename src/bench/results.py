"""What was measured, as lines of JSON: one of facts for each call, one for each run."""

import json
from dataclasses import dataclass, field


@dataclass
class Results:
    """`facts` are of the calls (machine, servers, start times), `runs` of the runs."""

    facts: list = field(default_factory=list)
    runs: list = field(default_factory=list)

    def add(self, kind, line):
        getattr(self, kind).append(line)

    @staticmethod
    def read(files):
        found = Results()
        for file in files:
            for text in file.read_text().splitlines():
                line = json.loads(text)
                found.add(line.pop("kind"), line)
        if not found.runs:
            raise SystemExit("There are no runs in these files.")
        return found

    @property
    def starts(self):
        return {tool: seconds for fact in self.facts for tool, seconds in fact["starts"].items()}

    def rivet_failed(self):
        return any(run["code"] or run["differing"] for run in self.runs if run["role"] in ("rivet", "mode"))
