"""The real nginx and HAProxy in front of origins that fail."""
import os
import subprocess

_NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  proxy_read_timeout 3s; proxy_connect_timeout 3s;
{servers}
{staples}
  server {{ listen 7449 ssl; ssl_certificate {folder}/good.full; ssl_certificate_key {folder}/good.key; return 204; }}
  server {{ listen 7460 ssl http2; ssl_certificate {folder}/good.full; ssl_certificate_key {folder}/good.key;
    location / {{ proxy_pass http://127.0.0.1:8000; }}
    location /nameless {{ proxy_pass https://127.0.0.1:8471; }}
    location /down {{ proxy_pass http://127.0.0.1:9999; }} }}
}}
"""
_NGINX_ORIGINS = {7440: "127.0.0.1:9999", 7441: "127.0.0.1:9002", 7442: "127.0.0.1:9001", 7443: "127.0.0.1:9003",
                  7444: "127.0.0.1:8012", 7445: "10.79.0.1:80", 7446: "127.0.0.1:8000"}

_STAPLES = [(7461, "stapled", "stapled"), (7462, "stapled", None), (7464, "revoked", "revoked"),
            (7465, "good", "stapled"), (7466, "late", "late")]

_HAPROXY = """
global
  maxconn 256
defaults
  mode http
  retries 0
  timeout connect 3s
  timeout client 30s
  timeout server 3s
"""
_HAPROXY_ORIGINS = {7450: "127.0.0.1:9999", 7451: "127.0.0.1:9002", 7452: "127.0.0.1:9001", 7453: "127.0.0.1:9004",
                    7454: "127.0.0.1:8000"}


def start(folder, prefix):
    """Starts both with `prefix` before their command; returns the processes."""
    servers = "\n".join(f"  server {{ listen {port}; location / {{ proxy_pass http://{origin}; }} }}"
                        for port, origin in _NGINX_ORIGINS.items())
    staples = "\n".join(
        f"  server {{ listen {port} ssl; ssl_certificate {folder}/{name}.full; ssl_certificate_key {folder}/{name}.key;"
        + (f" ssl_stapling on; ssl_stapling_file {folder}/{response}.ocsp;" if response else "") + " return 204; }"
        for port, name, response in _STAPLES)
    with open(f"{folder}/nginx.conf", "w") as file:
        file.write(_NGINX.format(folder=folder, servers=servers, staples=staples))
    with open(f"{folder}/haproxy.cfg", "w") as file:
        file.write(_HAPROXY)
        for port, origin in _HAPROXY_ORIGINS.items():
            file.write(f"listen p{port}\n  bind :{port}\n  server one {origin}\n")
    os.chmod(folder, 0o755)
    log = open(f"{folder}/gateways.out", "w")
    return [subprocess.Popen([*prefix, *command], stdout=log, stderr=log) for command in (
        ["nginx", "-c", f"{folder}/nginx.conf", "-p", folder],
        ["haproxy", "-db", "-f", f"{folder}/haproxy.cfg"])]
