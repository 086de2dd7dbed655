using System.Text;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>Texts with a secret in it, and whether it is in what is kept of them.</summary>
internal static class SecretSample
{
    /// <summary>Stands in the texts as <c>{S}</c>.</summary>
    public const string Secret = "Zq1Yx2Wv3Zq";

    /// <summary>The same for what has hexadecimal digits only, as <c>{H}</c>: 32 of them.</summary>
    public const string Hex = "5ec2e7005ec2e7015ec2e7025ec2e703";

    /// <summary>Base64 with one, without padding: as <c>{B}</c>, of the alphabet for addresses as <c>{U}</c>, over lines as <c>{L}</c>, of a name and a password as <c>{C}</c>, in other encodings as <c>{W}</c>, <c>{E}</c>, <c>{I}</c>, <c>{M}</c>.</summary>
    private static readonly (string Mark, string Text)[] Encoded =
    [
        ("{B}", Base64($"password={Secret}")),
        ("{U}", Base64($$"""{"a":"??>>~~","password":"{{Secret}}"}""").Replace('+', '-').Replace('/', '_')),
        ("{L}", string.Join('\n', Base64($$"""{"user":"ana","password":"{{Secret}}"}""").Chunk(16).Select(line => new string(line)))),
        ("{C}", Base64($"ana:{Secret}")),
        ("{W}", Base64($"password={Secret}", Encoding.Unicode)),
        ("{E}", Base64($"\ufeffpassword={Secret}", Encoding.BigEndianUnicode)),
        ("{I}", Base64($"grün, password={Secret}", Encoding.Latin1)),
        ("{M}", Base64($"\ufeffana:{Secret}")),
    ];

    public static bool IsKept(string type, string text, string target = "/", params (string Name, string Value)[] headers)
    {
        var everything = KeptExchange.Everything(Recorded(type, Filled(text), Filled(target), headers));
        return everything.Contains(Secret, StringComparison.Ordinal)
            || everything.Contains(Hex, StringComparison.Ordinal)
            || everything.Contains("GF2TVDW0S3JN54KHCE", StringComparison.Ordinal)
            || Encoded.Any(one => everything.Contains(one.Text.Split('\n')[^1], StringComparison.Ordinal));
    }

    public static string Filled(string text) => Encoded.Aggregate(
        text.Replace("{S}", Secret, StringComparison.Ordinal).Replace("{H}", Hex, StringComparison.Ordinal),
        (filled, one) => filled.Replace(one.Mark, one.Text, StringComparison.Ordinal));

    private static string Base64(string text, Encoding? encoding = null) => Convert.ToBase64String((encoding ?? Encoding.UTF8).GetBytes(text)).TrimEnd('=');

    public static StoredExchange Recorded(string type, string text, string target, params (string Name, string Value)[] headers)
    {
        var body = Encoding.UTF8.GetBytes(text);
        (string, string)[] all = [.. headers, ("Content-Type", type)];
        return KeptExchange.Recorded(Pairs.Request(body, all) with { RawTarget = target }, Pairs.Response(body, 200, all));
    }
}
