using static Strangler.ShadowDiff.Tests.Secrets.SecretSample;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>What people write in code with a secret in it: it is hidden in a page or a script, which goes on without the values, as in any other text.</summary>
public sealed class SecretsInCodeTests
{
    private static readonly string[] Texts =
    [
        // encoded
        "{B}", "{U}", "{L}", "data: {B}", "data: {U}.", "a {U} b", "/files/{U}", "data:\n  {L}\n", "Content-Transfer-Encoding: base64\r\n\r\n{L}\r\n", "(\"{B}\")",
        "{C}", "session {C} of", "X-Trace: {C}=", "{W}", "a {W} b", "{E}", "{I}", "{M}", "powershell -EncodedCommand {W}", "url(data:text/plain;base64,{W})",

        // code
        "var password = \"\" + \"{S}\";", "password = a ? \"{S}\" : \"\";", "password = (a) ? '' : '{S}'", "token = decode(\"{S}\")", "const password: string = \"\" +\n  \"{S}\";",
        "password = a\n  ? \"\"\n  : \"{S}\";", "o.password ??= \"{S}\"", "password ||= '{S}'", "password += '{S}'", "f({password: \"\" + \"{S}\", user: \"ana\"})", "password = '' if a else '{S}'",
        "$password = '' . '{S}';", "password := \"\" & \"{S}\"", "local password = \"\" .. \"{S}\"", "password = \"\" || '{S}'", "password = await f(1, \"{S}\")", "password = new String(\"{S}\")",
        "password = String.raw`{S}`", "password = b\"{S}\"", "password = \"\" \"{S}\"", "setPassword(\"\" + \"{S}\")", "o[\"password\"] = \"\".concat(\"{S}\")", "password = null ?? '{S}'",

        // with comments and casts
        "const password = /* x */ \"{S}\";", "const apiKey = // c\n  \"{S}\";", "e.exports={password:/*! x */\"{S}\"}", "x = {password: /*#__PURE__*/ \"{S}\", a: 1}",
        "x = {password /* x */: \"{S}\"}", "let token /* x */ = \"{S}\"", "let token /*:string*/ = '{S}';", "token // c\n  = '{S}'", "x = {\"password\" /* x */ : \"{S}\"}", "o[\"password\" /* x */] = \"{S}\"",
        "token /* a */ /* b */ // c\n  = /* d */ // e\n  /**/ '{S}'", "password = /* token: \"{S}\" */ \"{S}\"", "password = /* don't */ \"{S}\"", "password=/* x */f(\"{S}\")",
        "password = \"\" + /* x */ \"{S}\"", "password = \"\" /* x */ + \"{S}\"", "password = \"\" // don't\n  + \"{S}\"", "password = a /* x */ ? // y\n  \"\" : \"{S}\"",
        "const password: string = /* x */ \"{S}\"", "const password: string =\n  \"{S}\";", "const password: string = // c\n  \"{S}\";", "u = \"http://h/*\"; password = /* x */ \"{S}\"",
        "const apiKey = <string>\"{S}\"", "const apiKey = <Array<string>> /* x */ '{S}'", "const apiKey = <any>(<string>\"{S}\")", "$password = (string)\"{S}\";", "password = (string) /* x */ '{S}'", "const apiKey = \"{S}\" as string",
        "a{--password:/* x */\"{S}\"}", "<input data-password=/**/\"{S}\">", "f(\"password\" /* x */, \"{S}\")", "f(\"password\", // c\n  \"{S}\")", "password = decode(\n  \"{S}\")", "password = a ?\n  \"\" : \"{S}\"",
        "token=// c\n\"{S}\"", "password = a//b + \"{S}\"",
    ];

    /// <summary>In languages that are not served as scripts.</summary>
    private static readonly string[] OtherTexts =
    [
        // types
        "var password string = \"{S}\"", "char password[] = \"{S}\"", "Dim password As String = \"{S}\"", "param password string = '{S}'", "public string Password { get; set; } = \"{S}\"",
        "DECLARE @password varchar(20) = '{S}'", "password varchar(20) DEFAULT '{S}'", "CAST(password AS text) = '{S}'", "std::string password{\"{S}\"}", "const char password[] = R\"({S})\"",

        // quotes of three
        "password = \"\"\"{S}\"\"\"", "password = '''{S}'''", "password = \"\"\"\n{S}\n\"\"\"", "login(password: \"\"\"{S}\"\"\")",

        // comments
        "$password <# prod #> = \"{S}\"", "$password = <# prod #> \"{S}\"",

        // other ways to assign
        "${env:API_TOKEN} = \"{S}\"", "Set-Variable -Name password -Value \"{S}\"", "New-Item -Name token -Value '{S}'", "password <- \"{S}\"", "string Password() => \"{S}\"",
        "variable \"password\" { default = \"{S}\" }", "read -r PASSWORD <<< \"{S}\"", "SELECT '{S}' password FROM dual", "WITH x(password) AS (VALUES ('{S}'))",
        "password =\n  if x then \"{S}\"", "passwords = [\n  \"a\",\n  \"{S}\",\n]",
    ];

    /// <summary>Markup and style sheets.</summary>
    private static readonly string[] Pages =
    [
        "<input name=\"user[password]\" value=\"{S}\">", "<input aria-label=\"API token\" value=\"{S}\">", "<input title='Your password' value='{S}'>", "<input name=\"ctl00$Main$Password\" value=\"{S}\">", "<input name=\"form[0][token]\" value=\"{S}\">", "<input name=\"user password\" value=\"{S}\">",
        "<input name=\" password\" value=\"{S}\">", "<input name=\"user/password\" value=\"{S}\">", "<input placeholder=\"Your password\" value=\"{S}\">", "<input name={\"password\"} value={\"{S}\"}/>",
        "<a href=\"/x?a=1&password[]={S}\">", "\ufeff<pre>user,password\nana,{S}</pre>", "a word <pre>user,password\nana,{S}</pre>", "<!-- user,password\nana,{S} -->", "<!--\ntoken: \n  {S}\n-->",
        "<script type=\"text/csv\">user,password\nana,{S}</script>", "<script>function password(){ return \"{S}\" }</script>", "<script>const getPassword = () => \"{S}\"</script>",
        "<script>x[\"password\"/*c*/]/*d*/=\"{S}\"</script>", "<script>const a = <{a:string}>\"x\", apiKey = <\"a\"|\"b\">\"{S}\"</script>", "<input type=password value={S}>",
        "input[name=password][value=\"{S}\"]{}", "input[name=\"token\"][value^=\"{S}\"]{}",
    ];

    /// <summary>As programs send that call everything a form.</summary>
    private static readonly string[] Forms =
    [
        "{\"a\":1}\n{\"password\":\"x&{S}\"}", "{\"password\":\"x&{S}\",}", "password = \"x&{S}\"", "password: x&{S}", "user,password\nana,x&{S}", "-----BEGIN PRIVATE KEY-----\nab&{S}", "<password>x&{S}</password>",
    ];

    private static readonly string[] Harmless =
    [
        "<h1>Change your password</h1><p>Choose a new one.</p>", "<label for=pw>Password</label><input type=password name=pw>", "<a href=\"/help\">Forgot your password</a><p>Ask ana.</p>",
        "<div class=\"token-list\">Hello</div>", "const a = \"x\", b = f('y');", "throw new Error(\"Invalid token here\");", "// a token\nconst a = \"x\";", "fetch(url, { credentials: \"include\" })",
        "a { color: blue }\n.b::after { content: \"*\" }", "it isn't the user's = but",
    ];

    private static readonly string[] HarmlessInText =
    [
        "columns: user, password", "required: [user, password]", "cookies: accepted", "credentials: same-origin", "hmac: sha256", "the \"user\" has no password, and \"ana\" has",
        """{"name":"password","type":"string"}""", """{"type":"password","label":"Password"}""", """{"required":["user","password"]}""", """[{"in":"query","name":"token","type":"string"}]""",
    ];

    [Fact]
    public void Hidden_InTexts() => None(Texts.Concat(OtherTexts).Where(text => IsKept("text/plain", text)));

    [Fact]
    public void Hidden_WithinJson() => None(Texts.Concat(OtherTexts).Where(text => IsKept("application/json", $$"""{"a":["{{KeptExchange.Json(text)}}"]}""")));

    [Fact]
    public void Hidden_WithinForms() => None(Texts.Concat(OtherTexts).Where(text => IsKept("application/x-www-form-urlencoded", $"a={Uri.EscapeDataString(Filled(text))}")));

    [Fact]
    public void Hidden_WithinScripts() => None(Texts.Concat(OtherTexts).Where(text => IsKept("text/html", $"<script>\n{text}\n</script>") || IsKept("text/javascript", text)));

    /// <summary>As tools write scripts: on one line, among much else.</summary>
    [Fact]
    public void Hidden_WithinLongLines()
    {
        var before = string.Concat(Enumerable.Repeat("a=f(b);", 100));
        None(Texts.Where(text => text.IndexOfAny(['\n', '{']) < 0 && !text.Contains("//", StringComparison.Ordinal) && IsKept("text/javascript", $"{before}{text};c=\"d\"")));
    }

    [Fact]
    public void Hidden_WithinPages() => None(Pages.Where(text => IsKept("text/html", text) || IsKept("text/html", $"<p>a</p>{text}") || IsKept("text/css", text)));

    [Fact]
    public void Hidden_WhereAFormIsNone() => None(Forms.Where(text => IsKept("application/x-www-form-urlencoded", text)));

    [Fact]
    public void Harmless_Stays() => None(Harmless.Where(text => Recorded("text/html", text, "/").Legacy.Body.Text != text || Recorded("text/javascript", text, "/").Legacy.Body.Text != text));

    [Fact]
    public void Harmless_StaysInTexts() => None(HarmlessInText.Where(text => Recorded(text[0] is '{' or '[' ? "application/json" : "text/plain", text, "/").Legacy.Body.Text != text));

    private static void None(IEnumerable<string> found) => Assert.Empty(found);
}
