"""Certificates with one fault each, made with the openssl program."""
import datetime
import os
import re
import subprocess

_CONFIG = """
[ca]
default_ca = ours
[ours]
dir = {folder}
database = {folder}/index
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
copy_extensions = none
unique_subject = no
[any]
commonName = supplied
organizationName = optional
"""


def _enter(data, at):
    """Where the content of the DER element at `at` begins."""
    return at + 2 + (data[at + 1] & 0x7F if data[at + 1] & 0x80 else 0)


def _skip(data, at):
    """Where the element after the one at `at` begins."""
    start = _enter(data, at)
    return start + (int.from_bytes(data[at + 2:start], "big") if data[at + 1] & 0x80 else data[at + 1])


class Certificates:
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        with open(self.path("ca.cnf"), "w") as file:
            file.write(_CONFIG.format(folder=folder))
        open(self.path("index"), "w").close()
        with open(self.path("serial"), "w") as file:
            file.write("1000\n")
        self._authority("root", "/CN=Bench Root")
        self._authority("stranger", "/CN=Stranger Root")
        self._authority("inspector", "/O=Zscaler Inc./CN=Zscaler Root CA")
        self._intermediate()
        self._leaves()

    def path(self, name):
        return os.path.join(self.folder, name)

    def _openssl(self, *words):
        done = subprocess.run(["openssl", *words], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"openssl {words[0]}: {done.stderr.strip()[-400:]}")

    def _key(self, name, subject):
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject,
                      "-keyout", self.path(f"{name}.key"), "-out", self.path(f"{name}.csr"))

    def _authority(self, name, subject):
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                      "-subj", subject, "-addext", "basicConstraints=critical,CA:TRUE",
                      "-keyout", self.path(f"{name}.key"), "-out", self.path(f"{name}.pem"))

    def _sign(self, name, by, extensions, start=None, end=None):
        with open(self.path(f"{name}.ext"), "w") as file:
            file.write(extensions)
        dates = ["-startdate", start, "-enddate", end] if start else ["-days", "20"]
        self._openssl("ca", "-batch", "-notext", "-config", self.path("ca.cnf"), "-cert", self.path(f"{by}.pem"),
                      "-keyfile", self.path(f"{by}.key"), "-in", self.path(f"{name}.csr"),
                      "-out", self.path(f"{name}.crt"), "-extfile", self.path(f"{name}.ext"), *dates)

    def _intermediate(self):
        self._key("middle", "/CN=Bench Intermediate")
        self._sign("middle", "root", "basicConstraints=critical,CA:TRUE\n")
        os.replace(self.path("middle.crt"), self.path("middle.pem"))

    def _staple(self, name, *more):
        """An OCSP response for the certificate, by its issuer."""
        self._openssl("ocsp", "-index", self.path("index"), "-CA", self.path("middle.pem"), "-rsigner",
                      self.path("middle.pem"), "-rkey", self.path("middle.key"), "-issuer", self.path("middle.pem"),
                      "-cert", self.path(f"{name}.crt"), "-respout", self.path(f"{name}.ocsp"), *more)

    def _age(self, name, days):
        """Dates an OCSP response back and signs it again: the openssl program makes none of the past."""
        with open(self.path(f"{name}.ocsp"), "rb") as file:
            data = file.read()

        def earlier(found):
            time = datetime.datetime.strptime(found.group(1).decode(), "%Y%m%d%H%M%S")
            return b"\x18\x0f" + (time - datetime.timedelta(days=days)).strftime("%Y%m%d%H%M%SZ").encode()

        data = re.sub(rb"\x18\x0f(\d{14})Z", earlier, data)
        # RFC 6960 §4.2.1: status, and in an octet string what is signed, the algorithm, the signature.
        inner = _skip(data, _enter(data, _enter(data, _skip(data, _enter(data, 0)))))
        signed = _enter(data, _enter(data, inner))
        signature = _skip(data, _skip(data, signed))
        start, end = _enter(data, signature) + 1, _skip(data, signature)
        with open(self.path("signed"), "wb") as file:
            file.write(data[signed:_skip(data, signed)])
        # Signatures differ in length by a byte or two; one of the same length fits without counting anew.
        made = b""
        while len(made) != end - start:
            self._openssl("dgst", "-sha256", "-sign", self.path("middle.key"), "-out", self.path("signature"),
                          self.path("signed"))
            with open(self.path("signature"), "rb") as file:
                made = file.read()
        with open(self.path(f"{name}.ocsp"), "wb") as file:
            file.write(data[:start] + made + data[end:])

    def _leaf(self, name, by, host="*.bench.test", chain=(), more="", **dates):
        self._key(name, f"/CN={host}")
        self._sign(name, by, f"subjectAltName=DNS:{host}\nauthorityInfoAccess=caIssuers;URI:http://ca.bench.test/i\n" + more,
                   **dates)
        with open(self.path(f"{name}.full"), "w") as out:
            for part in (f"{name}.crt", *(f"{link}.pem" for link in chain)):
                with open(self.path(part)) as file:
                    out.write(file.read())

    def _leaves(self):
        self._leaf("good", "middle", chain=["middle"])
        self._leaf("bare", "middle")
        self._leaf("stapled", "middle", chain=["middle"], more="tlsfeature=status_request\n")
        self._staple("stapled", "-ndays", "3")
        self._leaf("revoked", "middle", chain=["middle"])
        self._openssl("ca", "-config", self.path("ca.cnf"), "-cert", self.path("middle.pem"), "-keyfile",
                      self.path("middle.key"), "-revoke", self.path("revoked.crt"))
        self._staple("revoked", "-ndays", "3")
        self._leaf("late", "middle", chain=["middle"])
        self._staple("late", "-ndays", "3")
        self._age("late", days=10)
        self._leaf("expired", "root", start="20240101000000Z", end="20240401000000Z")
        self._leaf("early", "root", start="20450101000000Z", end="20460101000000Z")
        self._leaf("other", "root", host="www.elsewhere.test")
        self._leaf("strange", "stranger", chain=["stranger"])
        self._leaf("inspected", "inspector", chain=["inspector"])
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                      "-subj", "/CN=self.bench.test", "-addext", "subjectAltName=DNS:*.bench.test",
                      "-keyout", self.path("self.key"), "-out", self.path("self.full"))
