using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Strangler.CommandLine.Exit;
using Strangler.Contract;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.CommandLine.Cases.Har;

/// <summary>Reads the requests of an HTTP archive, as browsers save it. What cannot be sent as it was is listed with the reason, and hinders no other entry.</summary>
/// <param name="origin">The origin whose requests are sent; null for the most frequent one.</param>
internal sealed class HarReader(string path, RouteFinder routes, string? origin = null)
{
    /// <summary>Browsers write who called whom, which goes deep.</summary>
    public const int DeepestJson = 1024;

    private const int LongestAddress = 80;
    private const string NoEntry = "it is no entry of an archive";

    /// <summary>A session's times lie closer together; one that does not is of a wrong clock, and would be waited for.</summary>
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(1);

    /// <exception cref="CommandException">The file is missing or is no archive, or the origin is none of its own.</exception>
    public HarCases Read()
    {
        using var document = Load();
        var recorded = Entries(document).Select(Parse).ToList();
        var wanted = Wanted(recorded);
        var middle = recorded.Select(entry => entry.At).OfType<DateTimeOffset>().Order().ToList() is { Count: > 0 } times ? times[times.Count / 2] : default;
        Case[] cases = [.. recorded.Select((entry, index) => ToCase(index + 1, entry, wanted) with { At = entry.At is { } at && (at - middle).Duration() <= LongestSession ? at : null })];
        var chosen = recorded.Select(entry => origin is null || entry.Url is not { } url || url.Origin == wanted);
        return new(path, [.. cases.Select(one => new CaseSequence([one]))], [.. chosen], wanted);
    }

    private JsonDocument Load()
    {
        if (Directory.Exists(path))
            throw Bad("it is a folder; --har takes a file, as a browser saves it");

        try
        {
            using var stream = File.OpenRead(path);
            return JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = DeepestJson });
        }
        catch (JsonException exception)
        {
            throw Bad($"it is no HTTP archive: {JsonFault.Of(exception)}");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Bad("there is no such file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Bad($"it cannot be read: {exception.Message}");
        }
    }

    private JsonElement.ArrayEnumerator Entries(JsonDocument document)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw Bad("it is no HTTP archive: an archive is a JSON object");
        if (Twice(document.RootElement, "log") is { } twice || (document.RootElement.TryGetProperty("log", out var only) && (twice = Twice(only, "entries")) is not null))
            throw Bad($"it is no HTTP archive: '{twice}' stands there twice, so that it is two archives in one");

        return document.RootElement.TryGetProperty("log", out var log) && log.ValueKind == JsonValueKind.Object
            && log.TryGetProperty("entries", out var entries) && entries.ValueKind == JsonValueKind.Array && entries.GetArrayLength() > 0
            ? entries.EnumerateArray()
            : throw Bad("it has no list log.entries, or an empty one; save it from a browser's network panel (\"Save all as HAR\")");
    }

    /// <summary>The name when an object has more than one member of it.</summary>
    private static string? Twice(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.EnumerateObject().Count(member => member.NameEquals(name)) > 1 ? name : null;

    private static Recorded Parse(JsonElement element)
    {
        try
        {
            var entry = element.Deserialize(HarJson.Default.HarEntry);
            var why = entry?.Request switch
            {
                null or { Method: null or "" } or { Url: null or "" } => "it has no request with a method and a url",
                { Method: "CONNECT" } => "CONNECT opens a tunnel",
                { Headers: { } headers } when headers.Any(header => header is not { Name.Length: > 0, Value: not null }) => "one of its headers has no name or no value",
                _ => null,
            };
            return why is null && HarUrl.TryParse(entry!.Request!.Url!) is { } url
                ? new(entry.Request, url, entry.At(), null)
                : new(entry?.Request, null, null, why ?? $"{Address(entry!.Request!.Url!)} is no address of an HTTP server");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A member of another type than the format says, or half of a surrogate pair.
            var place = exception is JsonException json ? JsonFault.Of(json).Path : "";
            return new(null, null, null, place.Length == 0 ? NoEntry : $"{NoEntry}: its {place} cannot be read");
        }
    }

    /// <summary>The origin that is sent, null when no entry has one.</summary>
    private string? Wanted(List<Recorded> recorded)
    {
        var known = recorded.Where(entry => entry.Url is not null).CountBy(entry => entry.Url!.Origin).ToList();
        if (origin is null)
            return known.Count == 0 ? null : known.MaxBy(one => one.Value).Key;

        var chosen = HarUrl.TryParse(origin) is { Target: "/" } url ? url.Origin : throw new CommandException($"--origin: '{origin}' is no origin such as http://127.0.0.1:9090.", ExitCode.BadUsage);
        return known.Any(one => one.Key == chosen)
            ? chosen
            : throw Bad($"no request of it went to {chosen}; it has {(known.Count == 0 ? "none to any server" : string.Join(", ", known.OrderByDescending(one => one.Value).Select(one => $"{one.Key} ({one.Value})")))}");
    }

    private Case ToCase(int number, Recorded entry, string? wanted)
    {
        if (entry is not { Request: { } request, Url: { } url })
            return new($"{number} {Named(entry.Request)}", Case.NoRoute, new(entry.Request?.Method ?? "-", "-", new Dictionary<string, StringValues>(), null)) { NotSent = entry.WhyNot };

        var body = HarBody.Of(request);
        var one = new CaseRequest(request.Method!, url.Target, Headers(request, body), body.Bytes);
        var route = routes.Find(url.Target);
        return new($"{number} {request.Method} {url.Target}", route, one)
        {
            NotSent = url.Origin != wanted ? $"it went to another origin ({url.Origin})" : route == RouteNames.Realtime ? ReplayPolicy.OfASession : one.WhyNot() ?? body.WhyNot,
        };
    }

    /// <summary>
    /// Without the pseudo-headers of HTTP/2, without <c>Host</c>, which each side gets of its own, and without the framing, which is ours.
    /// With the type of a form that is built by it, where the archive names it only beside the fields.
    /// </summary>
    private static Dictionary<string, StringValues> Headers(HarRequest request, HarBody body)
    {
        var headers = (request.Headers ?? [])
            .Where(header => !header!.Name!.StartsWith(':') && !CaseRequest.IsOurs(header.Name))
            .GroupBy(header => header!.Name!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => new StringValues([.. group.Select(header => header!.Value)]), StringComparer.OrdinalIgnoreCase);
        if (body.IsBuilt && request.PostData?.MimeType is { Length: > 0 } type)
            headers.TryAdd("Content-Type", type);
        return headers;
    }

    private static string Named(HarRequest? request) => request is { Method: { } method, Url: { } url } ? $"{method} {Address(url)}" : "(no request)";

    /// <summary>Its scheme alone where it is another: a <c>data:</c> address holds a whole file.</summary>
    private static string Address(string url) =>
        url.IndexOf(':', StringComparison.Ordinal) is > 0 and <= 20 and var colon && !url.AsSpan().TrimStart().StartsWith("http", StringComparison.OrdinalIgnoreCase)
            ? HarText.Shown(url[..(colon + 1)], LongestAddress)
            : HarText.Shown(url, LongestAddress);

    private CommandException Bad(string problem) => new($"{path}: {problem.TrimEnd('.')}.", ExitCode.BadUsage);

    /// <param name="Request">Null where the entry has none.</param>
    /// <param name="Url">Null where it went to no HTTP server.</param>
    /// <param name="WhyNot">Null where both are there.</param>
    private sealed record Recorded(HarRequest? Request, HarUrl? Url, DateTimeOffset? At, string? WhyNot);
}
