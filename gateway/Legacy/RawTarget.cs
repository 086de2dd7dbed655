namespace Strangler.Gateway.Legacy;

/// <summary>Builds the address to ask legacy for, with the request target exactly as the client wrote it (dotnet/yarp#1419).</summary>
internal static class RawTarget
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <param name="prefix">Address of the destination, with or without a slash at its end.</param>
    /// <param name="target">Origin-form, absolute-form or <c>*</c>, as on the request line.</param>
    public static Uri ToUri(string prefix, string target) =>
        new(string.Concat(prefix.AsSpan().TrimEnd('/'), PathAndQuery(target)), Verbatim);

    private static string PathAndQuery(string target)
    {
        if (target.StartsWith('/'))
            return target;

        // An HTTP client can send no bare "*"; Flask's catch-all answers "/*" alike.
        if (target == "*")
            return "/*";

        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? "" : target[(scheme + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        if (end < 0)
            return "/";
        return rest[end] == '/' ? rest[end..] : "/" + rest[end..];
    }
}
