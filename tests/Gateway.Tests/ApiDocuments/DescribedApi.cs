using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace Strangler.Gateway.Tests.ApiDocuments;

/// <summary>Holds an exchange against an OpenAPI document.</summary>
internal sealed class DescribedApi(JsonObject document)
{
    /// <summary>Parameters that take slashes: OpenAPI has none.</summary>
    private static readonly string[] WithSlashes = ["/{path}", "/socket.io/{path}"];

    private readonly (string Path, Regex Pattern)[] _paths =
    [
        .. document["paths"]!.AsObject().Select(path => path.Key)
            .OrderBy(path => path.Count(letter => letter == '{')).ThenByDescending(path => path.Length) // OpenAPI 3.1, 4.8.8.2: what has no parameter comes first.
            .Select(path => (path, new Regex($"^{Regex.Replace(path, @"\{[^}]*\}", WithSlashes.Contains(path) ? ".*" : "[^/]+")}$", RegexOptions.Singleline))),
    ];

    private readonly Dictionary<string, JsonSchema> _schemas = [];

    /// <summary>What the document does not say, or says otherwise; null where it fits.</summary>
    /// <param name="method">The request's.</param>
    /// <param name="path">The request's, without a query.</param>
    /// <param name="status">The answer's.</param>
    /// <param name="mediaType">The answer's; null for none.</param>
    /// <param name="body">The answer's; null where it is not known, or there is none.</param>
    public async Task<string?> FaultAsync(string method, string path, int status, string? mediaType, string? body)
    {
        if (Array.Find(_paths, one => one.Pattern.IsMatch(path)).Path is not { } template)
            return "no such path";
        var item = document["paths"]![template]!.AsObject();
        if (item[method.ToLowerInvariant()] is not { } operation)
            return status is 405 or 429 || (status == 404 && method is "GET" or "HEAD" && item.ContainsKey("post")) ? null : $"{template}: no {method}";
        if (operation["responses"]![status.ToString(CultureInfo.InvariantCulture)] is not { } answer)
            return $"{method} {template}: no {status}";
        if (method == "HEAD" || string.IsNullOrEmpty(body) || mediaType is null)
            return null;

        var types = answer["content"]?.AsObject();
        var name = new[] { mediaType, mediaType.Split('/')[0] + "/*", "*/*" }.FirstOrDefault(type => types?.ContainsKey(type) == true);
        if (name is null)
            return $"{method} {template}: no {mediaType} with {status}";
        if (types![name]!["schema"] is not JsonObject schema || mediaType != "application/json")
            return null;

        var faults = (await SchemaAsync(schema)).Validate(body);
        return faults.Count == 0 ? null : $"{method} {template}, {status}: {string.Join("; ", faults.Select(fault => $"{fault.Kind} at {fault.Path}"))}";
    }

    private async Task<JsonSchema> SchemaAsync(JsonObject schema)
    {
        var text = schema.ToJsonString();
        if (!_schemas.TryGetValue(text, out var read))
        {
            var whole = (JsonObject)schema.DeepClone();
            whole["definitions"] = document["components"]?["schemas"]?.DeepClone() ?? new JsonObject();
            _schemas[text] = read = await JsonSchema.FromJsonAsync(whole.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
        }

        return read;
    }
}
