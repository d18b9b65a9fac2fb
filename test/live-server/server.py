"""The AWS of the tests: moto behind a door that counts, refuses, throttles, breaks and keeps AWS's own limits.

    server.py          listens on a free port and prints it; ends when its standard input ends

An access key names its account: AKIA111122223333. POST /_test/faults takes a list of faults
{operation, kind, account?, region?, every?, ratio?}; POST /_test/freeze keeps every answer from then on, as nothing changes
any more; GET /_test/calls tells the calls by "account region service:Operation"; POST /_test/reset forgets calls and faults.
"""

import base64
import copy
import io
import json
import logging
import os
import re
import socket
import struct
import sys
import threading
import time
from urllib.parse import parse_qs, parse_qsl

os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from limits import BATCH, PAGES
from standins import AFTER, BEFORE, STAND_INS

SERVICES = {"monitoring": "cloudwatch", "states": "stepfunctions", "codestar-connections": "codeconnections"}
S3_READS = {
    "policy": "GetBucketPolicy", "policyStatus": "GetBucketPolicyStatus", "versioning": "GetBucketVersioning",
    "publicAccessBlock": "GetPublicAccessBlock", "encryption": "GetBucketEncryption", "logging": "GetBucketLogging",
    "ownershipControls": "GetBucketOwnershipControls", "object-lock": "GetObjectLockConfiguration",
    "tagging": "GetBucketTagging", "location": "GetBucketLocation", "lifecycle": "GetBucketLifecycleConfiguration",
}
THROTTLED = {"ec2": "RequestLimitExceeded", "cloudwatch": "Throttling", "iam": "Throttling", "s3": "SlowDown"}


class Call:
    """One request, as AWS would name it."""

    def __init__(self, environ):
        self.environ = environ
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.body = environ["wsgi.input"].read(length) if length else b""
        self.path = environ.get("PATH_INFO", "")
        self.query = environ.get("QUERY_STRING", "")
        key, self.region, service = self._scope()
        self.service = SERVICES.get(service, service)
        self.account = account_of(key)
        self.protocol, self.operation = self._operation()
        if self.operation == "GetAccountPublicAccessBlock":
            self.account = environ.get("HTTP_X_AMZ_ACCOUNT_ID", self.account)

    @property
    def name(self):
        return f"{self.service}:{self.operation}"

    @property
    def request(self):
        """Members of a JSON request; those of a query under their flat names."""
        if self.protocol in ("json", "rest"):
            return json.loads(self.body or b"{}")
        return dict(parse_qsl(self.body.decode("utf-8", "replace")))

    def _scope(self):
        found = re.search(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/", self.environ.get("HTTP_AUTHORIZATION", ""))
        return found.groups() if found else ("", "us-east-1", "s3")

    def _operation(self):
        target = self.environ.get("HTTP_X_AMZ_TARGET")
        if target:
            return "json", target.rsplit(".", 1)[-1]
        rpc = re.match(r"/service/[^/]+/operation/(\w+)", self.path)
        if rpc:
            return "cbor", rpc.group(1)
        if self.path.startswith("/v20180820/configuration/publicAccessBlock"):
            return "xml", "GetAccountPublicAccessBlock"
        if self.service == "s3":
            return "xml", self._bucket_operation()
        if self.service in ("xray", "scheduler"):
            if self.service == "scheduler":
                return "rest", "ListSchedules" if self.path.rstrip("/") == "/schedules" else "GetSchedule"
            return "rest", self.path.strip("/")
        action = parse_qs(self.body.decode("utf-8", "replace")).get("Action", ["Unknown"])[0]
        return ("ec2" if self.service == "ec2" else "query"), action

    def _bucket_operation(self):
        if self.environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.environ["REQUEST_METHOD"].title() + "Bucket"
        if self.path.strip("/") == "":
            return "ListBuckets"
        if self.environ["REQUEST_METHOD"] == "HEAD":
            return "HeadBucket"
        asked = [S3_READS[word] for word in parse_qs(self.query, keep_blank_values=True) if word in S3_READS]
        return asked[0] if asked else "ListObjects"


ASSUMED = {}


def account_of(key):
    found = re.match(r"AKIA(\d{12})", key)
    return found.group(1) if found else ASSUMED.get(key, "123456789012")


class Server:
    """A WSGI application around moto's."""

    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.lock = threading.Lock()
        self.calls, self.faults, self.seen, self.frozen = {}, [], {}, None

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO", "").startswith("/_test/"):
            return self.admin(environ, start_response)
        call = Call(environ)
        with self.lock:
            count = f"{call.account} {call.region} {call.name}"
            self.calls[count] = self.calls.get(count, 0) + 1
            fault = self.fault(call)
        if fault is not None:
            broken = BREAK[fault["kind"]](self, call, fault, start_response)
            if broken is not None:
                return broken
        status, headers, body = self.answer(call)
        start_response(status, headers)
        return [body]

    def fault(self, call):
        for index, fault in enumerate(self.faults):
            if fault["operation"] not in ("*", call.name):
                continue
            if call.name == "sts:GetCallerIdentity" and fault["operation"] == "*":
                continue
            if fault.get("account", call.account) != call.account or fault.get("region", call.region) != call.region:
                continue
            nth = self.seen[index] = self.seen.get(index, 0) + 1
            if "ratio" in fault:
                # A low-discrepancy sequence: the wanted share, evenly spread, the same in every run of equal calls.
                if (nth * 0.6180339887) % 1 >= fault["ratio"]:
                    continue
            elif nth % fault.get("every", 1) != 0:
                continue
            return fault
        return None

    def answer(self, call):
        if self.frozen is None:
            return self.fresh(call)
        key = (call.account, call.region, call.name, call.environ["REQUEST_METHOD"], call.path, call.query, call.body)
        if key not in self.frozen:
            self.frozen[key] = self.fresh(call)
        return self.frozen[key]

    def fresh(self, call):
        limit = BATCH.get(call.name)
        if limit is not None and len(call.request.get(limit[0]) or []) > limit[1]:
            return refusal(call, 400, limit[2], f"{limit[0]} may hold {limit[1]} at most")
        stand_in = STAND_INS.get(call.name)
        if stand_in is not None:
            answered = stand_in(call)
            if answered is not None:
                return told(call, answered)
        if call.name in PAGES and call.protocol in ("json", "rest"):
            return self.paged(call)
        body = json.dumps(BEFORE[call.name](call.request)).encode() if call.name in BEFORE else call.body
        status, headers, body = self.ask_moto(call, body)
        if call.name in AFTER and status.startswith("200"):
            known = json.loads(body) if call.protocol == "json" else body.decode()
            return told(call, AFTER[call.name](call, known))
        return status, headers, body

    def paged(self, call):
        member, token_in, token_out, size_in, most = PAGES[call.name]
        request = dict(call.request)
        token = request.pop(token_in, None)
        size = min(int(request.pop(size_in, most) if size_in else most), most, PAGE_SIZE.get("most", most))
        status, headers, body = self.ask_moto(call, json.dumps(request).encode())
        if not status.startswith("200"):
            return status, headers, body
        whole = json.loads(body)
        start = int(base64.b64decode(token)) if token else 0
        listed = whole.get(member) or []
        whole[member] = listed[start:start + size]
        whole.pop(token_out, None)
        if start + size < len(listed):
            whole[token_out] = base64.b64encode(str(start + size).encode()).decode()
        return told(call, whole)

    def ask_moto(self, call, body):
        environ = {**call.environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        if call.name != "sts:AssumeRole":
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = call.account
        got = {}

        def start_response(status, headers, exc_info=None):
            got["status"], got["headers"] = status, headers

        with self.lock:
            answer = b"".join(self.moto(environ, start_response))
        if call.name == "sts:AssumeRole":
            self.remember(answer)
        if call.name == "sts:GetCallerIdentity":
            answer = re.sub(rb"123456789012", call.account.encode(), answer)
        if call.service in ("codepipeline", "codedeploy"):
            answer = re.sub(rb'"(created|updated|createTime)": ?"([^"]+)"', epoch, answer)
        if not got["status"].startswith("2") and b"<html" in answer[:200].lower():
            return refusal(call, 400, "UnknownOperationException", "the operation is not there")
        headers = [(key, value) for key, value in got["headers"] if key.lower() != "content-length"]
        return got["status"], [*headers, ("Content-Length", str(len(answer)))], answer

    @staticmethod
    def remember(answer):
        key = re.search(rb"<AccessKeyId>(\w+)<", answer)
        arn = re.search(rb"<Arn>arn:[\w-]+:sts::(\d{12}):", answer)
        if key and arn:
            ASSUMED[key.group(1).decode()] = arn.group(1).decode()

    def admin(self, environ, start_response):
        word = environ["PATH_INFO"].removeprefix("/_test/")
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = json.loads(environ["wsgi.input"].read(length) or b"null") if length else None
        with self.lock:
            if word == "faults":
                self.faults, self.seen = body, {}
            elif word == "freeze":
                self.frozen = {}
            elif word == "thaw":
                self.frozen = None
            elif word == "page-size":
                PAGE_SIZE.update(most=body) if body else PAGE_SIZE.clear()
                self.frozen = None if self.frozen is None else {}
            elif word == "revisions":
                more_revisions(body["account"], body["region"], body["each"])
            elif word == "reset":
                self.calls, self.faults, self.seen = {}, [], {}
            answer = json.dumps(self.calls).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
        return [answer]


def more_revisions(account, region, each):
    """Newer revisions of every family, which nobody uses; by the API they would take a minute."""
    from moto.ecs.models import ecs_backends

    for family in ecs_backends[account][region].task_definitions.values():
        newest = family[max(family)]
        for revision in range(newest.revision + 1, newest.revision + 1 + each):
            family[revision] = copy.copy(newest)
            family[revision].revision = revision
            family[revision].arn = newest.arn.rsplit(":", 1)[0] + f":{revision}"


PAGE_SIZE = {}


def epoch(found):
    when = found.group(2).decode()
    parsed = time.strptime(when[:19], "%Y-%m-%dT%H:%M:%S")
    return f'"{found.group(1).decode()}": {int(time.mktime(parsed) - time.timezone)}'.encode()


def told(call, answer):
    if isinstance(answer, str):
        return reply(200, "text/xml", answer.encode())
    kind = "application/json" if call.protocol == "rest" else "application/x-amz-json-1.1"
    return reply(200, kind, json.dumps(answer).encode())


def reply(status, kind, body, more=()):
    words = {200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 500: "Internal Server Error",
             503: "Slow Down"}
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("x-amzn-RequestId", "0" * 8), *more]
    return f"{status} {words[status]}", headers, body


def refusal(call, status, code, message):
    """An error in the words of the protocol."""
    if call.protocol == "cbor":
        body = b"\xa2" + b"".join(cbor_text(part) for part in ("__type", code, "message", message))
        return reply(status, "application/cbor", body, [("smithy-protocol", "rpc-v2-cbor")])
    if call.protocol in ("json", "rest"):
        body = json.dumps({"__type": code, "message": message}).encode()
        return reply(status, "application/x-amz-json-1.1", body, [("x-amzn-ErrorType", code)])
    error = f"<Code>{code}</Code><Message>{message}</Message>"
    if call.protocol == "ec2":
        text = f"<Response><Errors><Error>{error}</Error></Errors><RequestID>0</RequestID></Response>"
    elif call.protocol == "xml":
        text = f"<Error>{error}</Error>"
    else:
        text = f"<ErrorResponse><Error><Type>Sender</Type>{error}</Error><RequestId>0</RequestId></ErrorResponse>"
    return reply(403 if call.protocol == "xml" and status == 400 else status, "text/xml", text.encode())


def cbor_text(text):
    raw = text.encode()
    size = len(raw)
    head = bytes([0x60 + size]) if size < 24 else b"\x78" + bytes([size]) if size < 256 else b"\x79" + struct.pack(">H", size)
    return head + raw


def send(start_response, answer):
    start_response(answer[0], answer[1])
    return [answer[2]]


def denied(server, call, fault, start_response):
    code = {"ec2": "UnauthorizedOperation", "query": "AccessDenied", "xml": "AccessDenied"}.get(call.protocol, "AccessDeniedException")
    message = (
        f"User: arn:aws:iam::{call.account}:user/scanner is not authorized to perform: {call.name} on resource: * "
        "because no identity-based policy allows the action"
    )
    return send(start_response, refusal(call, 400, code, message))


def throttled(server, call, fault, start_response):
    code = THROTTLED.get(call.service, "ThrottlingException")
    status = 503 if call.service in ("ec2", "s3") else 400
    return send(start_response, refusal(call, status, code, "Rate exceeded"))


def failing(server, call, fault, start_response):
    return send(start_response, refusal(call, 500, "InternalFailure", "internal failure"))


def late(server, call, fault, start_response):
    time.sleep(fault.get("seconds", 5))
    return None


def reset(server, call, fault, start_response):
    connection = call.environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())
    raise ConnectionResetError


def cut(server, call, fault, start_response):
    """The head promises the whole body, the connection ends in its middle."""
    status, headers, body = server.answer(call)
    connection = call.environ["werkzeug.socket"]

    def half():
        yield body[: len(body) // 2]
        connection.shutdown(socket.SHUT_RDWR)

    start_response(status, headers)
    return half()


def garbled(server, call, fault, start_response):
    status, headers, body = server.answer(call)
    broken = body[: max(1, len(body) * 2 // 3)] + b"\x00<{"
    return send(start_response, (status, [*((k, v) for k, v in headers if k != "Content-Length"), ("Content-Length", str(len(broken)))], broken))


def endless(server, call, fault, start_response):
    """A list whose every page names the same next page."""
    if call.name not in PAGES or call.protocol != "json":
        return cut(server, call, fault, start_response)
    status, headers, body = server.answer(call)
    if status.startswith("200"):
        whole = json.loads(body)
        whole[PAGES[call.name][2]] = "c2FtZQ=="
        status, headers, body = told(call, whole)
    return send(start_response, (status, headers, body))


BREAK = {"denied": denied, "throttled": throttled, "500": failing, "timeout": late, "reset": reset, "cut": cut,
         "garbled": garbled, "endless": endless}


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass

    def log_error(self, *_):
        pass


def main():
    logging.disable(logging.CRITICAL)
    server = make_server("127.0.0.1", 0, Server(), threaded=True, request_handler=Handler)
    server.daemon_threads = True
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
