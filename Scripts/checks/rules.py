"""The list of rules, in the order in which they run: cheap and telling ones first."""
import dataclasses
from typing import Callable

import documents
import manifest
import repository
import sources


@dataclasses.dataclass(frozen=True)
class Rule:
    name: str
    summary: str
    find: Callable
    slow: bool = False


RULES = [
    Rule("size", "no file over 600 lines, a warning at 400", sources.sizes),
    Rule("names", "no Manager, Helper, Util, Common", sources.names),
    Rule("imports", "Foundation, NIO, Hummingbird and libc only where they belong", sources.imports),
    Rule("unsafe", "unsafe code only in listed files, each with a SAFETY line", sources.unsafe),
    Rule("settings", "no -Ounchecked, no unsafeFlags", manifest.settings),
    Rule("exhaustive", "no default in a switch over the fault vocabulary", sources.exhaustive),
    Rule("ledger", "every fault has its page", documents.ledger),
    Rule("commands", "every command is in docs/commands.md, and no other", documents.commands),
    Rule("links", "links in documents lead somewhere", documents.links),
    Rule("shell", "shell scripts parse and are executable", repository.shell),
    Rule("secrets", "no private keys outside test fixtures", repository.secrets),
    Rule("tracked", "no build output or lock file in git", repository.tracked),
    Rule("paths", "no path of somebody's machine", repository.machine_paths),
    Rule("layers", "a target depends only on lower layers", manifest.layers, slow=True),
    Rule("format", "swift format lint, and no force unwrap or try! in Sources", sources.formatting, slow=True),
]
