"""Compares a verdict with the truth."""


class Result:
    def __init__(self, case, document, seconds, raw):
        self.case, self.document, self.seconds, self.raw = case, document, seconds, raw
        self.party = document.get("party", "-")
        causes = document.get("causes") or []
        self.cause = causes[0]["cause"] if causes else "-"
        self.said = (causes[0]["supporting"] if causes else []) + document.get("notes", [])
        self.confidence = document.get("confidence", 0)
        self.others = {}

    @property
    def stages(self):
        """The walk's stages at the first address, in milliseconds."""
        visit = self.document["visits"][0]
        times = {"resolve": max([view["milliseconds"] for view in self.document["names"]] or [0]),
                 "connect": visit.get("connect_milliseconds"), "handshake": visit.get("handshake_milliseconds"),
                 "exchange": visit["exchanges"][0].get("total_milliseconds")}
        return {stage: time for stage, time in times.items() if time is not None}

    @property
    def is_party_right(self):
        return self.party == self.case.party

    @property
    def is_cause_right(self):
        return self.cause in self.case.causes if self.case.causes else self.cause == "-"

    @property
    def is_right(self):
        return not self.reason

    @property
    def reason(self):
        if not self.document:
            return "no JSON"
        if b"\x1b" in self.raw or b"\xc2\x9b" in self.raw or b"\xe2\x80\xae" in self.raw:
            return "a terminal code came through"
        if self.seconds > self.case.seconds:
            return f"took longer than {self.case.seconds} s"
        if not self.is_party_right:
            return f"the party is {self.case.party}"
        if not self.is_cause_right:
            return f"the cause is {' or '.join(self.case.causes) or 'none'}"
        return "" if self.case.says in " ".join(self.said) else f"nothing says \"{self.case.says}\""
