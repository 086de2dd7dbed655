using Microsoft.AspNetCore.Http;

namespace Strangler.Services.Flask;

/// <summary>
/// An argument of the query as Flask reads it (contract 3.3): names are case-sensitive, the first of several counts, a plus is a blank,
/// bytes that are no UTF-8 become U+FFFD, and a fragment does not belong to the query.
/// </summary>
public static class QueryArgument
{
    /// <summary>The first value of that name: empty when the argument has none, null when there is no such argument.</summary>
    public static string? First(HttpRequest request, string name)
    {
        var query = request.QueryString.Value.AsSpan();
        if (query.IsEmpty)
            return null;
        var end = query.IndexOf('#');
        query = end < 0 ? query[1..] : query[1..end];
        foreach (var range in query.Split('&'))
        {
            var argument = query[range];
            var equals = argument.IndexOf('=');
            if (PercentText.Decode(equals < 0 ? argument : argument[..equals], plusIsBlank: true) == name)
                return equals < 0 ? "" : PercentText.Decode(argument[(equals + 1)..], plusIsBlank: true);
        }

        return null;
    }
}
