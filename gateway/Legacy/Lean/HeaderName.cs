using System.Buffers;

namespace Strangler.Gateway.Legacy.Lean;

/// <summary>What a header of an answer says of the answer itself.</summary>
internal enum HeaderMeaning
{
    /// <summary>Nothing: it is the client's.</summary>
    None,

    /// <summary>It belongs to legacy's connection and goes nowhere.</summary>
    Dropped,

    Connection,
    KeepAlive,
    ContentLength,
    TransferEncoding,
}

/// <summary>The name of a header, as legacy writes it.</summary>
internal sealed class HeaderName(string text, HeaderName? next)
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public string Text => text;

    /// <summary>Another with the same hash.</summary>
    public HeaderName? Next => next;

    public HeaderMeaning Meaning { get; } = MeaningOf(text);

    /// <summary>One bit, the same for each spelling: names that differ in it are different.</summary>
    public ulong Mark { get; } = 1UL << (string.GetHashCode(text, StringComparison.OrdinalIgnoreCase) & 63);

    public RepeatedText Values { get; } = new();

    /// <summary>RFC 9110 5.1.</summary>
    public static bool IsName(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && !bytes.ContainsAnyExcept(TokenBytes);

    private static HeaderMeaning MeaningOf(string name) => name.ToLowerInvariant() switch
    {
        "connection" => HeaderMeaning.Connection,
        "keep-alive" => HeaderMeaning.KeepAlive,
        "content-length" => HeaderMeaning.ContentLength,
        "transfer-encoding" => HeaderMeaning.TransferEncoding,
        _ when LegacyAnswerRules.IsDropped(name) => HeaderMeaning.Dropped,
        _ => HeaderMeaning.None,
    };
}
