"""Certificates with one fault each, made with the openssl program."""
import os
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
        self._leaf("expired", "root", start="20240101000000Z", end="20240401000000Z")
        self._leaf("early", "root", start="20450101000000Z", end="20460101000000Z")
        self._leaf("other", "root", host="www.elsewhere.test")
        self._leaf("strange", "stranger", chain=["stranger"])
        self._leaf("inspected", "inspector", chain=["inspector"])
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                      "-subj", "/CN=self.bench.test", "-addext", "subjectAltName=DNS:*.bench.test",
                      "-keyout", self.path("self.key"), "-out", self.path("self.full"))
