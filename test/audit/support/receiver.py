"""A receiver with nothing but Python's standard library.

Usage: receiver.py <base URL of the API> <log> [switch ...]; prints its port.
Without a switch it is right in everything.
"""

import html
import json
import secrets
import sys
import threading
import urllib.error
import urllib.request
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

BASE_URL, LOG, *SWITCHES = sys.argv[1:]
ADMITTED = "64f0c0ffee0000000000b002"
SESSIONS, PENDING, FLIGHTS = {}, {}, {}
LOCK = threading.Lock()


class Outage(Exception):
    """Nobody can say whether the token is good."""


def call(token):
    request = urllib.request.Request(
        BASE_URL + "/short-token/resolve",
        data=json.dumps({"shortToken": token}).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            data = json.load(answer)["data"]
            return {key: data[key] for key in ("userId", "organizationId", "bearerToken")}
    except urllib.error.HTTPError as error:
        if error.code == 400:
            return None
        if "http-errors-are-refusals" in SWITCHES:
            return None
        raise Outage from error
    except (OSError, ValueError, KeyError) as error:
        if "crashes-without-api" in SWITCHES:
            raise
        raise Outage from error


class Flight:
    def __init__(self):
        self.done = threading.Event()
        self.result = self.error = None


def resolve(token):
    """One call for all who come with a token at the same time."""
    with LOCK:
        flight = FLIGHTS.get(token)
        leads = flight is None
        if leads:
            flight = FLIGHTS[token] = Flight()
    if leads:
        try:
            flight.result = call(token)
        except Exception as error:
            flight.error = error
        finally:
            with LOCK:
                del FLIGHTS[token]
            flight.done.set()
    flight.done.wait(5)
    if flight.error:
        raise flight.error
    return flight.result


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        with open(LOG, "a") as log:
            line = self.path if "logs-urls" in SWITCHES else urlsplit(self.path).path
            log.write(f"{self.command} {line}\n")

    def answer(self, status, text="", **headers):
        body = b"" if self.command == "HEAD" else html_page(text)
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self):
        self.answer(200)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        identity = PENDING.pop(parse_qs(body).get("id", [""])[0], None)
        if urlsplit(self.path).path != "/webhook/confirm" or identity is None:
            return self.answer(400, "Nothing to confirm.")
        return self.sign_in(identity, "/webhook")

    def do_GET(self):
        try:
            self.get()
        except Outage:
            self.answer(503, "Try again later.", Retry_After="5")
        except Exception:
            self.answer(500, "Oops.")

    def get(self):
        url = urlsplit(self.path)
        if url.path != "/webhook":
            return self.answer(404, "No such page.")
        query = parse_qs(url.query, keep_blank_values=True)
        tokens = query.get("token", [])
        if not tokens:
            return self.landing()
        if self.headers.get("Sec-Purpose"):
            return self.answer(503)
        if len(tokens) > 1 and "last-token" not in SWITCHES:
            return self.answer(400, "Two tokens.")
        token = tokens[-1]
        if not (token.isascii() and token.isprintable() and 0 < len(token) <= 512) or " " in token:
            return self.answer(401, "That link is old.")
        identity = resolve(token)
        if identity is None:
            text = f"{token} is old." if "quotes-token" in SWITCHES else "That link is old."
            return self.answer(401, text)
        if identity["organizationId"] != ADMITTED:
            return self.answer(403, "Not your service.")
        location = "/webhook"
        if "raw-location" in SWITCHES and "page-of-audit" in query:
            location += "?page=" + unquote(query["page-of-audit"][0])
        return self.sign_in(identity, location)

    def sign_in(self, identity, location):
        current = self.who()
        other = current and current["userId"] != identity["userId"]
        if other and self.command == "GET" and "silent-change" not in SWITCHES:
            key = secrets.token_urlsafe()
            PENDING[key] = identity
            return self.answer(
                200,
                f'<form method="post" action="/webhook/confirm"><input type="hidden" name="id" value="{key}">'
                "<button>Go on as somebody else</button></form>",
            )
        key = identity["userId"] if "user-id-cookie" in SWITCHES else secrets.token_urlsafe()
        SESSIONS[key] = identity
        cookie = f"__Host-s={key}; Path=/; Secure; HttpOnly; SameSite=Lax"
        return self.answer(303, Location=location, Set_Cookie=cookie)

    def who(self):
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get("__Host-s")
        return SESSIONS.get(cookie.value) if cookie else None

    def landing(self):
        identity = self.who()
        if identity is None and "open" not in SWITCHES:
            return self.answer(401, "Open this service from MileApp.")
        name = html.escape(identity["userId"]) if identity and "open" not in SWITCHES else "everybody"
        extra = ""
        if "bearer-on-page" in SWITCHES and identity:
            extra = f"<script>var s={json.dumps(json.dumps(identity))}</script>"
        return self.answer(200, f"The report of {name}.{extra}")


def html_page(text):
    return f"<!doctype html><title>Service</title><main>{text}</main>".encode()


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
