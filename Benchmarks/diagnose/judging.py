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
        # More walks to the same site, where the time of a walk is looked at.
        self.walks = []

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
