"""Caddy: its JSON log, which holds both the exchange and the error."""
import json

from .lab import NAME, PLAIN
from .running import keep, run, write

KINDS = PLAIN | {"tls", "unixSocket", "http2", "name"}
PORT = 18185


def record(lab, work, folder):
    scenarios = lab.scenarios(KINDS)
    routes = [route(one, lab) for one in scenarios]
    config = {"admin": {"disabled": True}, "logging": {"logs": {"default": {
        "writer": {"output": "file", "filename": f"{work}/caddy.log"}, "encoder": {"format": "json"}}}},
        "apps": {"http": {"servers": {"web": {"listen": [f"127.0.0.1:{PORT}"], "routes": routes, "logs": {},
                                              "automatic_https": {"disable": True}}}}}}
    run(["caddy", "run", "--config", write(work, "caddy.json", json.dumps(config))], PORT, scenarios)
    keep(work, folder, "caddy.log")


def route(one, lab):
    handlers = [{"handler": "rewrite", "uri": one.path}] if one.path else []
    transport = {"protocol": "http", "dial_timeout": "1s", "response_header_timeout": "1s"}
    if not one.is_http2:
        # With HTTP/2 they would be for the connection that all requests share.
        transport |= {"read_timeout": "1s", "write_timeout": "1s"}
    if one.is_tls:
        transport["tls"] = {"server_name": NAME, "handshake_timeout": "1s",
                            "ca": {"provider": "file", "pem_files": [lab.authority]}}
    if one.is_http2:
        transport["versions"] = ["h2c", "2"]
    if one.kind == "name":
        transport["resolver"] = {"addresses": [lab.name_server]}
    dial = f"unix/{one.socket}" if one.socket else f"{one.host}:{one.port}"
    handlers.append({"handler": "reverse_proxy", "upstreams": [{"dial": dial}], "transport": transport})
    return {"match": [{"path": ["/" + one.name]}], "handle": handlers}
