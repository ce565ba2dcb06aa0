"""Renders Custom Module URLs: python3 render.py vectors.json prints the outcome of each case."""

import json
import re
import sys
from urllib.parse import quote

PLACEHOLDER = re.compile(r"\{SHORT_TOKEN\}|<SHORT_TOKEN>|%(?:7[Bb]SHORT_TOKEN%7[Dd]|3[Cc]SHORT_TOKEN%3[Ee])")
INNER_URL = re.compile(r"https?%((?:25)*)3A%\1(?:2F)%\1(?:2F)", re.I)
TARGET = re.compile(r"(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?", re.S)
NO_TOKEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff]|^\\s|\\s$|^(?i:bearer) |^eyJ[^.]*(?:\\.[^.]*){2}$"
)
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
            filled += escape(text[end : found.start()], component) + encode(token, before)
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


def encode(token, before):
    # Inside an inner URL, everything is encoded as often as that URL is, and once more.
    inner = INNER_URL.findall(re.split("[?&#]", before)[-1])
    for _ in range(1 + (len(inner[-1]) // 2 + 1 if inner else 0)):
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
