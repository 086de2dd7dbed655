using System.Text;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Secrets;
using Strangler.Testing;

using static Strangler.ShadowDiff.Tests.Secrets.SecretSample;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>What programs send with a secret in it, one by one: nothing that is kept has the secret, and what only looks like it stays as it is.</summary>
public sealed class SecretKindsTests
{
    /// <summary>JSON that holds one.</summary>
    private static readonly string[] Documents =
    [
        // JSON Patch and what is like it
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"password","value":"{S}"}]}""",
        """[{"Op":"Replace","Path":"/password","Value":"{S}"}]""",
        """[{"op":"add","path":"#/password","value":"{S}"}]""",
        """[{"op":"add","path":"$.user.password","value":"{S}"}]""",
        """[{"op":"add","path":"user.password","value":{"a":["{S}"]}}]""",
        """[{"op":"add","path":["user","password"],"value":"{S}"}]""",
        """{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:password","value":"{S}"}""",
        """{"value":"{S}","pointer":"/a/b/apiKey"}""",
        """{"changes":[{"target":"users/7/token","before":"{S}","after":"{S}"}]}""",

        // tables
        """{"columns":["user","password"],"rows":[["ana","{S}"],["bo","{S}"]]}""",
        """{"columns":[{"name":"user"},{"name":"password"}],"rows":[["ana","{S}"]]}""",
        """{"schema":{"fields":[{"name":"user","type":"STRING"},{"name":"password","type":"STRING"}]},"data":[["ana","{S}"]]}""",
        """{"schema":{"fields":[{"name":"user"},{"name":"password"}]},"rows":[{"f":[{"v":"ana"},{"v":"{S}"}]}]}""",
        """{"cols":[{"id":"a","label":"user"},{"id":"b","label":"password"}],"rows":[{"c":[{"v":"ana"},{"v":"{S}"}]}]}""",
        """{"rows":[["ana","{S}"]],"meta":{"header":["user","password"]}}""",
        """{"fields":[{"id":"c1","title":"user"},{"id":"c2","title":"password"}],"records":[{"c1":"ana","c2":"{S}"}]}""",

        // pairs
        """["password","is","{S}"]""",
        """[["ana","password","{S}"]]""",
        """[["name","password"],["value","{S}"]]""",
        """[{"key":"name","value":"password"},{"key":"value","value":"{S}"}]""",
        """{"title":"Password","value":"{S}"}""",
        """{"value":"{S}","title":"Password"}""",
        """{"fieldName":"password","fieldValue":"{S}"}""",
        """{"newValue":"{S}","settingKey":"db_pass"}""",
        """{"var":"DB_PASSWORD","content":"{S}"}""",
        """{"env":[{"name":"DB_PASSWORD","value":"{S}"}]}""",
        """{"kind":"Secret","apiVersion":"v1","data":{"a":"{S}"}}""",
        """{"items":[{"stringData":{"a":"{S}"},"kind":"Secret"}]}""",
        """{"argv":["curl","-u","ana:{S}","http://host/"]}""",
        """{"argv":["sshpass","-p","{S}","ssh","host"]}""",
        """{"argv":["redis-cli","-h","host","-a","{S}"]}""",

        // keys
        """{"kty":"RSA","n":"a","e":"AQAB","d":"{S}","p":"{S}"}""",
        """{"keys":[{"k":"{S}","kty":"oct"}]}""",

        // names that others use
        """{"updates":[{"field_path":"user.api_key","new_value":"{S}"}]}""",
        """{"results":[{"series":[{"name":"users","columns":["time","password"],"values":[["2015","{S}"]]}]}]}""",
        """{"ParameterKey":"MasterPassword","ParameterValue":"{S}"}""",
        """{"args":["--password","{S}","--verbose"]}""",
        """["HSET","user","password","{S}"]""",
    ];

    /// <summary>Other texts that do, also within JSON.</summary>
    private static readonly string[] Texts =
    [
        // YAML and forms
        "- name: DB_PASSWORD\n  value: {S}\n",
        "- value: {S}\n  name: DB_PASSWORD\n",
        "kind: Secret\napiVersion: v1\ndata:\n  a: {S}\n",
        "stringData:\n  a: {S}\nkind: Secret\n",
        "fieldName: api key\nfieldValue: {S}\n",
        "fields[0][name]=password&fields[0][value]={S}",
        "contraseña: {S}",
        "パスワード：{S}",
        "Mot de passe : {S}",
        "пароль = {S}",

        // queries
        "INSERT INTO t (user, password) OUTPUT inserted.id VALUES ('ana', '{S}')",
        "INSERT INTO t AS x (id, password) OVERRIDING SYSTEM VALUE VALUES (1, '{S}')",
        "MERGE INTO t USING s ON (a = b) WHEN NOT MATCHED THEN INSERT (id, password) VALUES (1, '{S}')",
        "COPY public.users (id, password) FROM stdin;\n1\t{S}\n\\.\n",
        "UPDATE t SET (a,password)=(1,'{S}')",
        "SELECT * FROM t WHERE (id, token) IN ((1, '{S}'))",
        "SELECT * FROM t WHERE token IN ('{S}')",
        "SELECT * FROM t WHERE t.token NOT LIKE '{S}%'",
        "SELECT * FROM t WHERE token = '{S}'",
        "SELECT * FROM t WHERE [token] <> '{S}'",
        "SELECT '{S}' AS password",
        "$filter=token eq '{S}'",
        "$filter=startswith(token,'{S}')",
        "$filter=contains(user/password, '{S}')",

        // netrc, s-expressions
        "default login ana password {S}",
        "machine host port 21 login ana protocol ftp password {S}",
        "default\n\tuser ana\n\tpasswd {S}\n",
        "(password {S})",
        "((user ana) (password {S}))",
        "(setq my-token \"{S}\")",
        "(define api-key '{S})",

        // keys
        "glrt-0123456789{S}", "gldt-0123456789{S}", "glpat-0123456789{S}", "whsec_0123456789{S}", "hvs.0123456789{S}", "hvb.0123456789{S}", "GOCSPX-0123456789{S}",
        "dckr_pat_0123456789{S}", "gsk_0123456789{S}", "xai-0123456789{S}", "lin_api_0123456789{S}", "secret_0123456789{S}", "ntn_0123456789{S}", "sq0csp-0123456789{S}",
        "sq0atp-0123456789{S}", "rubygems_{H}", "0123456789abcd.atlasv1.0123456789{S}", "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE", "SK{H}", "key-{H}", "pat-na1-{H}", "pat-eu1-{H}",
        "123456789:AAabcdefghijklmnopqrstu{S}", "my_ghp_0123456789{S}",
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 1\n{S}\nPrivate-MAC: {H}\n",

        // webhooks
        "https://hooks.slack-gov.com/services/T0/B0/{S}", "https://maker.ifttt.com/trigger/done/with/key/{S}", "https://maker.ifttt.com/trigger/done/json/with/key/{S}",
        "https://hook.eu1.make.com/{S}", "https://chat.example.org/hooks/0123456789{S}", "https://n8n.example.org/webhook/0123456789{S}", "https://n8n.example.org/webhook-test/0123456789{S}",
        "https://{S}.m.pipedream.net/", "https://webhook.site/{S}",

        // schemes of authentication
        "Authorization: Hawk id=\"a\", ts=\"1\", nonce=\"n\", mac=\"01234567{S}=\"",
        "Authorization: MAC id=\"a\", nonce=\"n\", mac=\"01234567{S}=\"",
        "Authorization: AWS AKID:{S}=",
        "Authorization: SharedKey account:{S}=",
        "Sec-WebSocket-Protocol: v1, bearer, {S}",
        "base64url.bearer.authorization.k8s.io.{S}",

        // commands
        "mysql -u root -p{S} db", "mysqldump --all -p'{S}'", "sshpass -p {S} ssh host", "sshpass -p{S} ssh host", "docker login -u ana -p {S} host",
        "ConvertTo-SecureString \"{S}\" -AsPlainText -Force", "ConvertTo-SecureString -AsPlainText -Force '{S}'", "net use z: \\\\host\\share /user:ana {S}", "net use z: \\\\host\\share {S} /user:ana",
        "net user ana {S} /add", "curl -u a:{S} http://host/", "curl -U a:{S} http://host/", "redis-cli -h host -a {S}", "plink -pw {S} host", "sqlcmd -U sa -P {S}", "7z a -p{S} x.7z",
        "ldapsearch -D cn=a -w {S}", "keytool -storepass {S}",

        // a line's end
        "rename-command X\nrequirepass password\nmasterauth {S}\n", "HSET user:1 password {S}", "PASS {S}\r\n", "nmcli dev wifi connect s password {S}", "aws configure set aws_secret_access_key {S}",

        // other queries
        "SET PASSWORD FOR ana = '{S}'", "SELECT * FROM t WHERE '{S}' = password", "SELECT * FROM t WHERE password ~ '{S}'", "SELECT * FROM t WHERE md5(password) = '{S}'", "(set-password! \"{S}\")",

        // hashes
        "$2b$12$abcdefghijklmnopqrstuv{S}01234567890123456789", "ana:$apr1$abcdefgh$0123456789{S}", "scrypt:32768:8:1$salt$0123456789{S}", "pbkdf2:sha256:600000$salt$0123456789{S}", "{SSHA}0123456789{S}",

        // other keys and commands
        "rzp_live_0123456789{S}", "phc_0123456789{S}", "EAA0123456789{S}", "pcsk_0123456789{S}", "tvly-0123456789{S}", "fc-{H}", "shptka_{H}",
        "osql -U sa -P {S}", "rar a -hp{S} x.rar", "useradd -p {S} ana", "snmpwalk -v2c -c {S} host", "winrs -u:ana -p:{S}", "xfreerdp /u:ana /p:{S} /v:host", "schtasks /create /ru ana /rp {S}", "openssl enc -k {S}",
        "lftp -u ana,{S} host", "smbclient //h/s -U ana%{S}", "http -a ana:{S} host", "sqlplus ana/{S}@db", "vault login {S}", "rabbitmqctl add_user ana {S}", "htpasswd -b file ana {S}", "wpa_passphrase ssid {S}",
        "kubectl create secret generic a --from-literal=x={S}",

        // other schemes
        "DPoP {S}0123456789", "SSWS {S}0123456789", "Zoho-oauthtoken {S}0123456789", "ApiKey-v1 {S}0123456789", "Key {S}0123456789",
    ];

    private static readonly string[] Targets =
    [
        "/cb?code=0123456789{S}&state=1", "/x?key=0123456789{S}", "/socket.io/?EIO=4&sid={S}", "/proxy/ana:{S}@host/x", "/a//ana:{S}@host/", "http://ana:{S}@host/a",
        "/x?a=1&filter=token%20eq%20'{S}'", "/hooks/0123456789{S}", "/x?session={S}", "/cb?code=4/0AX4XfWh{S}&scope=a", "/x?params.0.key=api_key&params.0.value={S}", "/x?pin={S}", "/x?PHPSESSID={S}", "/x?hmac={S}",
        "/x?$filter=token+eq+'{S}'", "/x?where=token+LIKE+'{S}'",
    ];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("X-Client-Cert", "{S}"), ("X-SSL-Client-Cert", "{S}"), ("X-Forwarded-Client-Cert", "{S}"), ("X-Session", "{S}"), ("X-Session-Id", "{S}"), ("X-Session-Data", "{S}"), ("X-User-Session", "{S}"),
        ("Sec-WebSocket-Protocol", "bearer, {S}"), ("Sec-WebSocket-Protocol", "access_token, {S}"), ("Warning", "299 - \"token={S}\""), ("Warning", "299 - \"token '{S}' expires\""),
        ("X-Foo", "Hawk id=\"a\", mac=\"01234567{S}=\""), ("X-Foo", "AWS AKID:{S}="), ("Location", "https://host/cb?code=0123456789{S}&state=1"), ("Referer", "https://host/cb?a=1&key=0123456789{S}"),
    ];

    private static readonly string[] Names =
    [
        "hmac", "x-hmac", "hmac_key", "hmacSha256", "hmac_sha256", "X-Shopify-Hmac-Sha256", "hmac-md5", "hmacBase64", "aes_key", "app_key", "consumerKey", "deploy_key", "service_key", "storage_key", "priv_key", "passcode", "pin", "user_pin", "PIN", "totp", "otp_code", "auth_code",
        "recovery_code", "code_verifier", "SAMLResponse", "PHPSESSID", "connect.sid", "session", "userSession", "sid", "sas", "sasToken", "connectionString", "ConnectionStrings", "dbpass", "smtppass", "pwd_hash",
        "passwordhash", "pw", "dbpw", "Passwort", "contraseña", "contrasen\u0303a", "mot de passe", "motDePasse", "senha", "wachtwoord", "пароль", "ПАРОЛЬ", "パスワード", "user_密码",
        "pin_hash", "otp_value", "token2", "x-api-key-2", "tokenType_secret", "password_reset_token", "accesstoken", "APITOKEN",
        "wpa_psk", "tls_key", "client_assertion", "mfaCode", "recoveryKey", "authHeader", "dockerconfigjson", "nt_hash", "db_dsn", "mdp", "şifre", "jelszó", "密钥", "creds",
    ];

    private static readonly string[] HarmlessNames =
    [
        "secretary", "secretariat", "cookies_accepted", "cookieConsent", "cookie_policy", "password_policy", "passwordPolicyId", "token_count", "tokens_used", "max_tokens", "total_tokens", "token_type",
        "keyboard", "pinned", "pin_count", "pinCount", "sidebar", "side", "session_count", "sessions_active", "obsession", "impasse", "mapping", "shipping", "compass", "spin", "upward", "authors", "password_min_length",
        "token_expires_at", "has_password", "key", "code", "tokenizer", "bearing", "secret_name", "passenger", "passport", "signal", "insider", "sacred", "public_key", "task", "pass_rate", "ssh_key_fingerprint",
    ];

    /// <summary>Each as the whole of an answer that is no page.</summary>
    private static readonly string[] HarmlessTexts =
    [
        """[{"op":"replace","path":"/name","value":"ana"}]""",
        """{"path":"/api/token","status":200}""",
        """{"columns":["user","size"],"rows":[["ana",7]]}""",
        """{"title":"Password policy","text":"At least 12 letters"}""",
        """{"max_tokens":100,"tokens_used":7,"cookies_accepted":"yes","secretary":"ana","pinned":["a"],"sidebar":"left","session_count":3}""",
        """{"kind":"ConfigMap","data":{"a":"b"}}""",
        """{"argv":["tar","-p","x"]}""",
        """["user","password","server"]""",
        """{"missing":["user","password","server"],"errors":3}""",
        """{"files":[{"path":"/etc/passwd"},{"path":"/a"}],"sizes":[1,2]}""",
        """{"argv":["tar","--verbose","a"]}""",
        "io({ withCredentials: true, reconnection: true })",
        "the gate lets it by, or it blocks, with a session of another client, as said\nabove",
        "a session ended\nthe token expired\nkey x\n",
        "name: size\nvalue: 7\n",
        "kind: ConfigMap\ndata:\n  a: b\n",
        "the (password required) sign",
        "SELECT * FROM t WHERE name LIKE 'a%' AND size IN (1, 2)",
        "INSERT INTO t (user, size) OUTPUT inserted.id VALUES ('a', 7)",
        "the default log in is by password only",
        "machine learning with a password hint",
        "docker run -p 8080:80 image",
        "mysql -u root -p",
        "the net user base",
        "https://www.make.com/en/pricing and https://example.org/hooks/react and /webhook/status",
        "code=500 key=name sk-10 SK-1 key-value bot12",
        "a bearing, a bearer of news",
        "My mac has os=14",
        "see hvs. or xai- or secret_santa",
        "auth: ok",
        "Auth: enabled",
        "Authentication: pending",
        "session: closed",
        "password: required",
        "token: missing",
        "credentials: 0",
        "Signature: ok",
        "Unexpected token: '}'",
        "Missing required fields: host, port, password",
        "Missing required fields: password",
        "Missing fields: ['username', 'password']",
        "Error: missing required parameter: token.",
        "Unknown keys: api_key and password",
        """{"error":"Missing required fields: username, password","success":false}""",
        """{"error":"Missing required field: token","success":""",
        "token=null",
        "a=1&password=undefined&b=2",
        "token: none",
        "token='null'",
        "<token>null</token>",
        """{"token":"","password":"null","api_key":"undefined","name":"token","value":"none","secret":"(null)"}""",
        "tool --password none",
        "password = \"\"; user = \"ana\" + x",
        "see /* the token */ and // a password\nbelow",
        "authentication and serialization of deserializers",
        "localhost:9090 is bG9jYWxob3N0OjkwOTA= and aHR0cDovL2xvY2FsaG9zdC9h, a job am9iOjEyMzQ1Njc4",
        "dGhlIHNhbXBsZSBub25jZQ==",
        "dGhlIHBhc3N3b3JkIGlzIHJlcXVpcmVk",
        "mime\nYSB0ZXh0IG92ZXIgc2V2\nZXJhbCBsaW5lcyBpcyBv\nbmU=\n",
    ];

    /// <summary>What looks like them and holds one after all.</summary>
    private static readonly string[] Announced =
    [
        "Missing required fields: host, password: {S}", "Missing required fields: password={S}", "Missing fields: host, password, {S}", "missing: host, password, {S}", "Invalid keys: host, password, \"{S}\"",
        "token=null{S}", "password = undefined || '{S}'", "token: none, password: {S}", "<token>null {S}</token>",
    ];

    [Fact]
    public void Hidden_Documents() => None(Documents.Where(text => IsKept("application/json", text)));

    [Fact]
    public void Hidden_DocumentsAsTexts() => None(Documents.Where(text => !text.StartsWith("""{"argv""", StringComparison.Ordinal) && IsText(text) && IsKept("text/plain", text + "\n{")));

    [Fact]
    public void Hidden_Texts() => None(Texts.Where(text => IsKept("text/plain", text)));

    [Fact]
    public void Hidden_TextsWithinJson() => None(Texts.Where(text => IsKept("application/json", $$"""{"a":["{{KeptExchange.Json(text)}}"]}""")));

    [Fact]
    public void Hidden_TextsWithinForms() => None(Texts.Where(text => IsKept("application/x-www-form-urlencoded", $"a={Uri.EscapeDataString(Filled(text))}")));

    [Fact]
    public void Hidden_WhatOnlyBeginsAsHarmless() => None(Announced.Where(text => IsKept("text/plain", text)));

    /// <summary>A side that has no value and one that has are told apart by what is shown, not by what is found alone.</summary>
    [Theory]
    [InlineData("application/json", """{"token":null}""", """{"token":"{S}"}""", "null")]
    [InlineData("application/json", """{"token":"null"}""", """{"token":"{S}"}""", "\"null\"")]
    [InlineData("application/json", """{"token":""}""", """{"token":"{S}"}""", "\"\"")]
    [InlineData("application/json", """{"a":"token=null"}""", """{"a":"token={S}"}""", "\"token=null\"")]
    [InlineData("text/plain", "token=null", "token={S}", "token=null")]
    [InlineData("text/plain", "token: none", "token: {S}", "token: none")]
    public void NoValue_AgainstASecret_IsShown(string type, string legacy, string modern, string shown)
    {
        var pair = new ResponsePair("status", "POST", Pairs.Request().Headers, Answer(type, legacy), Answer(type, Filled(modern)));
        foreach (var one in (ResponsePair[])[pair, pair with { Legacy = pair.Modern, Modern = pair.Legacy }])
        {
            var found = Assert.Single(new ResponseComparison(new RulesInForce(RuleSet.Empty), TimeProvider.System).RedactedResultOf(one).Divergences);
            Assert.Contains(shown, (string?[])[found.LegacyValue, found.ModernValue]);
            Assert.DoesNotContain(Secret, $"{found.LegacyValue} {found.ModernValue}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Hidden_Targets() => None(Targets.Where(target => IsKept("text/plain", "", target)));

    [Fact]
    public void Hidden_Headers() => None(Headers.Where(header => IsKept("text/plain", "", "/", (header.Name, Filled(header.Value)))));

    [Fact]
    public void Hidden_Names() => None(Names.Where(name => !SecretNames.WellKnown.Has(name)));

    [Fact]
    public void Harmless_Names() => None(HarmlessNames.Where(SecretNames.WellKnown.Has));

    [Fact]
    public void Harmless_TextsStay() => None(HarmlessTexts.Where(text => Recorded("text/plain", text, "/").Legacy.Body.Text != text));

    [Fact]
    public void Harmless_TargetsAndHeadersStay()
    {
        string[] targets = ["/api/status?code=500&key=name&job_id=1", "/x?key=user_profile_settings", "/x?code=1234567890123456789", "/maps/7:3/x"];
        None(targets.Where(target => Recorded("text/plain", "", target).Request.Target != target));
        (string Name, string Value)[] headers = [("Warning", "110 - \"Response is stale\""), ("Sec-WebSocket-Protocol", "chat, superchat"), ("X-Session-Count", "3"), ("Keyboard", "de"), ("Accept-Encoding", "gzip, br")];
        None(headers.Where(header => !Recorded("text/plain", "", "/", header).Request.Headers.Any(one => one[0] == header.Name && one[1] == header.Value)));
    }

    /// <summary>What the documents list is what the tables have.</summary>
    [Fact]
    public async Task Readme_NamesEachPrefixWebhookAndProgram()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "shadow-diff", "README.md"), TestContext.Current.CancellationToken);
        IEnumerable<string> listed = [.. SecretForms.Keys.SelectMany(key => key.Prefixes), .. SecretForms.Webhooks.Select(webhook => webhook.Mark), .. SecretForms.Commands.SelectMany(command => command.Programs), .. SecretWords.Descriptions, .. SecretWords.Measures];
        None(listed.Where(one => !text.Contains($"`{one}`", StringComparison.Ordinal)));
    }

    /// <summary>A list of pairs is read as JSON alone: as a broken text it tells no names from values.</summary>
    private static bool IsText(string text) => !text.StartsWith('[') && !text.Contains("rows", StringComparison.Ordinal) && !text.Contains("\"data\":[[", StringComparison.Ordinal) && !text.Contains("records", StringComparison.Ordinal);

    /// <summary>The failure lists those that there are.</summary>
    private static void None<T>(IEnumerable<T> found) => Assert.Empty(found);

    private static CapturedResponse Answer(string type, string text) => Pairs.Response(Encoding.UTF8.GetBytes(text), 200, ("Content-Type", type));
}
