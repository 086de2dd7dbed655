using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.Connect;

/// <summary>The three fields of a connect request, of any type, none of them falsy.</summary>
internal sealed record ConnectRequest(PythonValue Host, PythonValue Port, PythonValue Username)
{
    private static readonly string[] Required = ["host", "port", "username"];

    /// <summary><c>server</c> stands in for an absent <c>host</c>. The second result names what is missing, in legacy's order.</summary>
    public static (ConnectRequest? Request, IReadOnlyList<string> Missing) From(PythonDict body)
    {
        var values = Required.Select(name => Field(body, name)).ToArray();
        var missing = Required.Where((_, i) => !values[i].IsTruthy).ToArray();
        return (missing.Length > 0 ? null : new ConnectRequest(values[0], values[1], values[2]), missing);
    }

    /// <summary>Legacy also searches lists and texts for the names: finding none it reports all as missing, finding one it fails.</summary>
    public static IReadOnlyList<string>? MissingFrom(PythonValue body)
    {
        Func<string, bool>? contains = body switch
        {
            PythonText text => name => text.Value.Contains(name, StringComparison.Ordinal),
            PythonList list => name => list.Items.Contains(new PythonText(name)),
            _ => null,
        };
        return contains is null || Required.Append("server").Any(contains) ? null : Required;
    }

    private static PythonValue Field(PythonDict body, string name) =>
        body.Entries.TryGetValue(name, out var value) || (name == "host" && body.Entries.TryGetValue("server", out value))
            ? value
            : PythonNull.Value;
}
