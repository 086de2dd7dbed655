using System.Globalization;
using System.Text.RegularExpressions;

namespace Strangler.CommandLine.Tests.Parity;

/// <summary>Bytes of a connection, read by the letter of RFC 9112: one request, or something else.</summary>
/// <param name="Headers">In the order of the wire.</param>
internal sealed partial record WireRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    /// <summary>True when a lenient server would begin to answer: a head, and as much body as it says.</summary>
    public static bool IsWhole(string bytes) =>
        bytes.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var head && bytes.Length >= head + 4 + Length(bytes[..head]);

    /// <summary>Null when it is not exactly one well-formed request.</summary>
    public static WireRequest? TryParse(string bytes)
    {
        var match = OneRequest().Match(bytes);
        if (!match.Success || match.Groups["body"].Length != Length(match.Groups["head"].Value))
            return null;

        var headers = match.Groups["name"].Captures.Zip(match.Groups["value"].Captures, (name, value) => (name.Value, value.Value)).ToList();
        int Times(string name) => headers.Count(header => header.Item1.Equals(name, StringComparison.OrdinalIgnoreCase));
        return Times("Host") == 1 && Times("Content-Length") <= 1 && Times("Transfer-Encoding") == 0
            ? new(match.Groups["method"].Value, match.Groups["target"].Value, headers, match.Groups["body"].Value)
            : null;
    }

    private static int Length(string head) =>
        ContentLength().Match(head) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\A(?<head>(?<method>[!#$%&'*+.^_`|~0-9A-Za-z-]+) (?<target>/[!-~]*) HTTP/1\.1\r\n((?<name>[!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(?<value>[\t -~\x80-\xff]*?)[ \t]*\r\n)+)\r\n(?<body>[\x00-\xff]*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex OneRequest();

    [GeneratedRegex(@"(?i)\r\nContent-Length: *(\d+)")]
    private static partial Regex ContentLength();
}
