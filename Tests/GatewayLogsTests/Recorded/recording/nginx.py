"""nginx: the combined format, and one with the times and statuses of the upstream; the error log is the same."""
from .lab import NAME, PLAIN
from .running import keep, run, write

KINDS = PLAIN | {"tls", "unixSocket", "name", "nowhere"}
PORT = 18181
TELLING = ('$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent $request_time '
           '"$upstream_addr" "$upstream_status" "$upstream_connect_time" "$upstream_header_time" '
           '"$upstream_response_time" $request_id')
FORMATS = {"nginx-telling": TELLING}


def record(lab, work, folder):
    scenarios = lab.scenarios(KINDS)
    pools = "".join(f"upstream {one.name} {{ server {one.host}:{one.port}; keepalive 2; }}\n"
                    for one in scenarios if one.warm_ups)
    pools += "upstream no-endpoint { server 127.0.0.1:1 down; }\n"
    locations = "".join(f"location = /{one.name} {{ {passing(one)} }}\n" for one in scenarios)
    config = f"""
        user root; daemon off; worker_processes 1; pid {work}/nginx.pid; error_log {work}/nginx.error.log;
        events {{ worker_connections 256; }}
        http {{
          log_format telling '{TELLING}';
          access_log {work}/nginx.access.log combined;
          access_log {work}/nginx-telling.access.log telling;
          client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f; uwsgi_temp_path {work}/u;
          scgi_temp_path {work}/s; client_max_body_size 64m; server_names_hash_bucket_size 128;
          {pools}
          server {{ listen 127.0.0.1:{PORT}; proxy_connect_timeout 1s; proxy_read_timeout 1s; proxy_send_timeout 1s;
            resolver {lab.name_server} ipv6=off; resolver_timeout 1s;
            proxy_http_version 1.1; proxy_ssl_trusted_certificate {lab.authority}; proxy_ssl_verify on;
            proxy_ssl_verify_depth 2; proxy_ssl_name {NAME}; proxy_ssl_server_name on;
            {locations} }}
        }}"""
    run(["nginx", "-c", write(work, "nginx.conf", config), "-p", work], PORT, scenarios)
    keep(work, folder, "nginx.access.log", "nginx.error.log", "nginx-telling.access.log")


def passing(one):
    if one.socket:
        return f"proxy_pass http://unix:{one.socket}:/;"
    if one.kind == "name":
        return f"set $peer http://{one.host}:{one.port}; proxy_pass $peer;"
    if one.warm_ups or one.kind == "nowhere":
        return f'proxy_set_header Connection ""; proxy_pass http://{one.name}{one.path};'
    # As the manual has it for WebSocket.
    upgrade = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; " if one.is_upgrade else ""
    return f"{upgrade}proxy_pass {one.scheme}://{one.host}:{one.port}{one.path};"
