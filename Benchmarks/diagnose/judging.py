"""Compares a verdict with the truth and writes the table."""
import datetime


class Result:
    def __init__(self, case, document, seconds, raw):
        self.case, self.document, self.seconds, self.raw = case, document, seconds, raw
        self.party = document.get("party", "-")
        causes = document.get("causes") or []
        self.cause = causes[0]["cause"] if causes else "-"
        self.confidence = document.get("confidence", 0)
        self.others = {}

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
        return "" if self.is_cause_right else f"the cause is {' or '.join(self.case.causes) or 'none'}"


def longest(results):
    return max([r.seconds for r in results if "--for" not in r.case.arguments] or [0])


def overhead(results):
    """The walk's own time by that of its slowest stage, where a site is well and nothing has to be compared."""
    for result in results:
        if result.case.name == "slow but fine" and result.document:
            exchange = result.document["visits"][0]["exchanges"][0]["total_milliseconds"]
            return f"{result.document['milliseconds'] / exchange:.2f}"
    return "-"


def at_once(results):
    times = [r.document["milliseconds"] for r in results if r.case.name == "plain" and r.document]
    return f"{times[0]:.1f} ms" if times else "-"


def report(results, build):
    # httpstat is there after `Scripts/setup diagnose`.
    tools = [tool for tool in ("curl", "httpstat") if any(tool in result.others for result in results)]
    faulty = [result for result in results if result.case.causes]
    single = [result for result in faulty if len(result.case.causes) == 1]
    well = [result for result in results if not result.case.causes]
    share = lambda some, of: f"{len(some)} of {len(of)} ({len(some) / max(1, len(of)):.0%})"  # noqa: E731
    lines = [
        "# Results: `goodgate diagnose` against known faults",
        "",
        "Written by `make bench-diagnose`. Each site has one fault that is known; visitor, router and site are network",
        "namespaces, nginx and HAProxy are the real ones, certificates are made for the run. The last columns are",
        f"what {' and '.join(tools)} said of the same URL.",
        "",
        "How to read it: cases and rules were written by the same people, and rules were corrected until the cases came",
        "out right, so that this is a regression table and no measure of how often verdicts are right on unknown sites.",
        "Cases named after Cloudflare, Envoy, Caddy, Traefik, Apache and Squid play back answers quoted from their",
        "sources or documentation; those products did not run here; what the real ones answer is",
        "recorded in Tests/GatewayGuideTests/Recorded, and the book of fingerprints is tested with it. Where a fault has two names from outside, the truth names",
        "both and either counts.",
        "",
        f"Run on {datetime.date.today().isoformat()} with {build}.",
        "",
        "| | |", "|---|---|",
        f"| right party | {share([r for r in results if r.is_party_right], results)} |",
        f"| right first cause | {share([r for r in faulty if r.is_cause_right], faulty)} |",
        f"| of these with only one cause accepted | {share([r for r in single if r.is_cause_right], single)} |",
        f"| healthy sites without a false alarm | {share([r for r in well if r.is_right], well)} |",
        f"| longest walk without `--for` (bar: 15 s) | {longest(results):.1f} s |",
        f"| healthy site that takes 2 s: walk / slowest stage (bar: 1.5) | {overhead(results)} |",
        f"| healthy site that answers at once: the whole walk | {at_once(results)} |",
        "",
        f"| case | truth | verdict | first cause | confidence | seconds | {' | '.join(tools)} |",
        f"|---|---|---|---|---|---|{'---|' * len(tools)}",
    ]
    for result in results:
        mark = "" if result.is_right else " **wrong**"
        others = " | ".join(result.others.get(tool, "").replace("|", "\\|") for tool in tools)
        truth = " ".join([result.case.party, " or ".join(result.case.causes)]).strip()
        lines.append(f"| {result.case.name} | {truth} | {result.party}{mark} | {result.cause} | "
                     f"{result.confidence:.0%} | {result.seconds:.1f} | {others} |")
    return "\n".join(lines) + "\n"
