using System.Globalization;
using System.Text;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Reports;

/// <summary>
/// A stored request as a command that sends it, for a POSIX shell or PowerShell. What a client once sent must not become a command of the
/// person who copies it: all of it stands in quotes, and a body that a terminal would change goes as bytes.
/// </summary>
internal static class CurlCommand
{
    /// <summary>Alone, this is PowerShell's even in quotes.</summary>
    private const string StopParsing = "--%";

    private const string BodyFile = "body.bin";

    /// <summary>Headers that curl or the connection makes itself.</summary>
    private static readonly string[] OfTheConnection = ["Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect", "Accept-Encoding"];

    public static string ForShell(StoredRequest request, Uri server)
    {
        if (WhyNot(request) is { } why)
            return $"# {why}";

        var body = BodyOf(request);
        var asBytes = body is not null && body.Any(IsChangedByATerminal);
        var command = Write("curl", " \\\n  ", request, server, (ShellQuoted, ShellHeader), asBytes ? "--data-binary @-" : body is null ? null : $"--data-raw {ShellQuoted(body)}");
        return Notes(request) + (asBytes ? $"printf -- {ShellQuoted(string.Concat(body!.Select(InPrintf)))} | {command}" : command);
    }

    public static string ForPowerShell(StoredRequest request, Uri server)
    {
        if (WhyNot(request) is { } why)
            return $"# {why}";

        // A program's arguments are in the machine's own character set, and a clipboard's line ends are not what was sent.
        var body = BodyOf(request);
        var asBytes = body is not null && (body == StopParsing || body.Any(c => char.IsControl(c) || c > '~'));
        var command = Write("curl.exe", " `\n  ", request, server, (PowerShellQuoted, PowerShellQuoted), asBytes ? "--data-binary \"@$body\"" : body is null ? null : $"--data-raw {PowerShellQuoted(body)}");
        var notes = Notes(request) + (request.KnownHeaders().Any(header => header[1].Any(c => c > '~')) ? "# PowerShell sends other bytes for what is not ASCII in a header.\n" : "");
        return notes + (asBytes
            ? $"& {{ {LegacyArguments}; $body = [IO.Path]::GetTempFileName(); [IO.File]::WriteAllBytes($body, [Convert]::FromBase64String('{Convert.ToBase64String(Encoding.UTF8.GetBytes(body!))}'))\n{command}\nRemove-Item $body }}"
            : $"& {{ {LegacyArguments}\n{command} }}");
    }

    /// <summary>Windows PowerShell 5 knows only this way to pass a double quote, 7 can be told to take it.</summary>
    private const string LegacyArguments = "$PSNativeCommandArgumentPassing = 'Legacy'";

    private static string? WhyNot(StoredRequest request) => SingleRequest.WhyNot(
        request.Method, request.Target, request.KnownHeaders().Select(header => new KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>(header[0], header[1])));

    /// <summary>Null for none; curl cannot send one with HEAD.</summary>
    private static string? BodyOf(StoredRequest request) =>
        request is { Method: not "HEAD", Body: { Kind: "text", Text: { Length: > 0 } text, Sha256: null } } ? text : null;

    /// <summary>What the command cannot send is said where it would stand: an empty body is another request.</summary>
    private static string Notes(StoredRequest request) => request is { Method: not "HEAD" } && IsBodyLost(request) ? $"# Put the body into a file named {BodyFile} first: {request.WhyIncomplete()}.\n" : "";

    private static bool IsBodyLost(StoredRequest request) => request.Body is not ({ Kind: "empty" } or { Kind: "text", Sha256: null });

    private static string Write(string curl, string newLine, StoredRequest request, Uri server, (Func<string, string> Quote, Func<string, string> QuoteHeader) shell, string? body)
    {
        var (quote, quoteHeader) = shell;
        var command = new StringBuilder($"{curl} -i --globoff --path-as-is ");
        command.Append(request.Method == "HEAD" ? "--head" : $"-X {quote(request.Method)}").Append(' ');

        // What curl would take off an address, or is none, goes as it is.
        var isPlain = request.Target.StartsWith('/') && !request.Target.Contains('#', StringComparison.Ordinal);
        if (!isPlain)
            command.Append("--request-target ").Append(quote(request.Target)).Append(' ');
        command.Append(quote(server.GetLeftPart(UriPartial.Authority) + (isPlain ? request.Target : "/")));

        foreach (var header in request.KnownHeaders().Where(header => !OfTheConnection.Contains(header[0], StringComparer.OrdinalIgnoreCase)))
        {
            // An empty value takes curl's own header away; a semicolon sends it empty.
            command.Append(newLine).Append("-H ").Append(quoteHeader(header[1].Length == 0 ? $"{header[0]};" : $"{header[0]}: {header[1]}"));
        }

        if (body is null && request.Method != "HEAD" && IsBodyLost(request))
            body = $"--data-binary '@{BodyFile}'";

        // Nor does it get a type that it had not: curl says that each body is a form.
        if (body is not null && !request.Headers.Any(header => header[0].Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            command.Append(newLine).Append("-H ").Append(quote("Content-Type:"));

        return body is null ? command.ToString() : command.Append(newLine).Append(body).ToString();
    }

    /// <summary>Bytes of a header beyond ASCII are not what a terminal would make of them.</summary>
    private static string ShellHeader(string text) => text.All(c => c is >= ' ' and <= '~')
        ? ShellQuoted(text)
        : $"\"$(printf -- {ShellQuoted(string.Concat(text.Select(c => char.IsAscii(c) ? InPrintf(c) : $@"\{Convert.ToString(c, 8)}")))})\"";

    private static string ShellQuoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>
    /// A single quote is doubled for PowerShell, a double quote gets a backslash for the program's own reading of its command line. What is not printable ASCII
    /// stands as a number: PowerShell takes U+2018 to U+201B for quotes, and a browser makes those of U+0082, U+0091 and U+0092 (HTML, numeric character references).
    /// </summary>
    private static string PowerShellQuoted(string text)
    {
        if (text == StopParsing)
            return "('--'+'%')";

        var (quoted, backslashes) = (new StringBuilder("'"), 0);
        foreach (var c in text)
        {
            if (c == '"')
                quoted.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.Append(c switch
            {
                '\'' => "''",
                < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"'+[char]{(int)c}+'"),
                _ => c,
            });
        }

        quoted.Append('\'');
        return text.All(c => c is >= ' ' and <= '~') ? $"{quoted}" : $"({quoted})";
    }

    /// <summary>A tab completes a word, and a page shows and copies other characters for those from 0x80 to 0x9F.</summary>
    private static bool IsChangedByATerminal(char c) => (char.IsControl(c) && c != '\n') || c is '\u2028' or '\u2029';

    private static string InPrintf(char c) => c switch
    {
        '%' => "%%",
        '\\' => @"\\",
        _ when IsChangedByATerminal(c) => string.Concat(Encoding.UTF8.GetBytes([c]).Select(one => $@"\{Convert.ToString(one, 8).PadLeft(3, '0')}")),
        _ => c.ToString(CultureInfo.InvariantCulture),
    };
}
