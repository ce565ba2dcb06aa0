"""Renders Custom Module URLs: python3 render.py vectors.json prints the outcome of each case."""

import json
import re
import sys
from urllib.parse import quote

PLACEHOLDER = re.compile(r"\{SHORT_TOKEN\}|<SHORT_TOKEN>|%(?:7[Bb]SHORT_TOKEN%7[Dd]|3[Cc]SHORT_TOKEN%3[Ee])")
COLON, SLASH, NAME = r"(?::|%(?:25)*3a)", r"(?:[/\\]|%(?:25)*(?:2f|5c))", r"[\w.~+-]{0,64}"
MARK = re.compile(
    rf"(?P<lead>https?{COLON}(?!{SLASH}{{2}})|(?:=|[a-z][a-z\d+.-]{{0,31}}{COLON}){SLASH}{{2}})"
    rf"|(?P<relative>={SLASH}[^?&=]*\?{NAME}=)|(?P<parameter>%(?:25)*(?:3f|26){NAME}%(?:25)*3d)"
    r"|(?P<ending>%(?:25)*2[36])|%(?:25)*[\da-f]{2}",
    re.I | re.A,
)
SLASH_BEFORE = re.compile(r"(?:/|%(?:25)*2f)$", re.I)
END_BEHIND = re.compile(r"$|[/?#&]|%(?:25)*(?:2f|3f|23|26)", re.I)
TARGET = re.compile(r"(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?", re.S)
BLANK = "[ \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
NO_TOKEN = re.compile(
    f"[\x00-\x1f\x7f-\x9f\ud800-\udfff]|^{BLANK}|{BLANK}$|^(?i:bearer) |^eyJ[^.]*(?:\\.[^.]*){{2}}$"
)
# Where the value that a placeholder stands in begins.
DELIMITERS = {"path": "/", "query": "&", "fragment": "&?"}
# What the WHATWG URL standard escapes in each component, besides all that is not ASCII.
ESCAPED = {"path": ' "<>^`{}', "query": " \"<>'", "fragment": ' "<>`'}


class Refused(Exception):
    """Its only argument is the code."""


def render(url, generate):
    start = re.match(r"https?://[^/?#]*", url, re.I).end()
    token = generate() if PLACEHOLDER.search(url, start) else ""
    if PLACEHOLDER.search(url, start) and not is_token(token):
        raise Refused("token-invalid")
    href = url[:start]
    for component, text in TARGET.fullmatch(url, start).groupdict(default="").items():
        filled, end = "", 0
        for found in PLACEHOLDER.finditer(text):
            before = text[: found.start()]
            value = before[max(0, *map(before.rfind, DELIMITERS[component])) :]
            behind = PLACEHOLDER.split(text[found.end() :])[0]
            is_segment = SLASH_BEFORE.search(before) and END_BEHIND.match(behind)
            if token in (".", "..") and is_segment and depth_of(value):
                raise Refused("token-makes-dot-segment")
            filled += escape(text[end : found.start()], component) + encode(token, depth_of(value))
            end = found.end()
        filled += escape(text[end:], component)
        if component == "path" and end and any(is_dots(part) for part in filled.split("/")):
            raise Refused("token-makes-dot-segment")
        href += filled
    return href


def is_token(token):
    if not isinstance(token, str) or not 0 < len(token.encode("utf-16-le", "surrogatepass")) <= 1024:
        return False
    return not NO_TOKEN.search(token)


def depth_of(value):
    """How deep in inner URLs it is that the value ends."""
    depth = 0
    for mark in MARK.finditer(value):
        escape = re.search(r"%((?:25)*)[\da-f]{2}$", mark[0], re.I)
        layers = len(escape[1]) // 2 + 1 if escape else 0
        becomes = {"lead": max(layers, 1), "relative": max(depth, 1), "parameter": layers, "ending": min(depth, layers)}
        depth = becomes.get(mark.lastgroup, depth)
    return depth


def encode(token, depth):
    for _ in range(1 + depth):
        token = quote(token, safe="-._~")
    return token


def escape(text, component):
    return "".join(quote(c) if not " " <= c <= "~" or c in ESCAPED[component] else c for c in text)


def is_dots(segment):
    return re.fullmatch(r"(?:\.|%2e){1,2}", segment, re.I)


def outcome(vector):
    calls = []
    generate = lambda: calls.append(1) or vector.get("token", vector.get("tokenJson"))
    try:
        return {"href": render(vector["url"], generate), "calls": len(calls)}
    except Refused as refused:
        return {"error": refused.args[0], "calls": len(calls)}


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(json.dumps([outcome(vector) for vector in json.load(file)]))
