using System.Text;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Reports;

/// <summary>A stored request as a command that sends it, for a POSIX shell or PowerShell: they differ in how a quote is quoted, and in curl's name.</summary>
internal static class CurlCommand
{
    /// <summary>Headers that curl or the connection makes itself.</summary>
    private static readonly string[] OfTheConnection = ["Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect", "Accept-Encoding"];

    public static string ForShell(StoredRequest request, Uri server) => Write("curl", " \\\n  ", request, server, text => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'");

    public static string ForPowerShell(StoredRequest request, Uri server) => Write("curl.exe", " `\n  ", request, server, text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'");

    private static string Write(string curl, string newLine, StoredRequest request, Uri server, Func<string, string> quote)
    {
        var command = new StringBuilder($"{curl} -i --path-as-is ");
        command.Append(request.Method == "HEAD" ? "--head" : $"-X {quote(request.Method)}").Append(' ').Append(quote(server.GetLeftPart(UriPartial.Authority) + request.Target));
        foreach (var header in request.KnownHeaders().Where(header => !OfTheConnection.Contains(header[0], StringComparer.OrdinalIgnoreCase)))
        {
            // An empty value takes curl's own header away; a semicolon sends it empty.
            command.Append(newLine).Append("-H ").Append(quote(header[1].Length == 0 ? $"{header[0]};" : $"{header[0]}: {header[1]}"));
        }

        if (request.Body is { Kind: "text", Text: { } text, Sha256: null })
            command.Append(newLine).Append("--data-raw ").Append(quote(text));

        return command.ToString();
    }
}
