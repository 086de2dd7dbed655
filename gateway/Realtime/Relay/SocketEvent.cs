using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Strangler.Services.Realtime.SocketIo;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>The JSON of a Socket.IO event: <c>["name",{…}]</c>, as Python writes and reads it.</summary>
internal static class SocketEvent
{
    /// <summary>About the depth at which Python gives up.</summary>
    private const int MaxDepth = 1000;

    /// <summary>An attachment of no bytes (<see cref="SocketArguments.ToText"/>).</summary>
    private const string NoData = "data:;base64,";

    private static readonly string[] NoticesOfBothSides = ["job_cancelled", "jobs_cancelled"];

    private static readonly string[] Notices = ["progress_update", "file_receipt", .. NoticesOfBothSides];

    /// <summary>Whether every page is to hear of it (contract 9.5).</summary>
    public static bool IsNotice(string name) => Notices.Contains(name);

    /// <summary>Whether legacy tells it too: progress and receipts it never does (contract 9.5).</summary>
    public static bool IsOfBothSides(string name) => NoticesOfBothSides.Contains(name);

    /// <param name="json">What follows the packet's type.</param>
    /// <param name="name">The event.</param>
    /// <param name="payload">Its one argument, as it was written.</param>
    public static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out string? name, out ReadOnlyMemory<byte> payload)
    {
        var read = Read(json);
        (name, payload) = (read?.Name, read?.Argument ?? default);
        return name is not null && !payload.IsEmpty;
    }

    /// <summary>The event's name, whatever its arguments; null when it has none.</summary>
    public static string? NameOf(ReadOnlyMemory<byte> json) => Read(json)?.Name;

    /// <summary>The <c>job_id</c> of its argument where that is a text; null where it has none.</summary>
    public static string? JobOf(ReadOnlyMemory<byte> json) => TryRead(json, out _, out var payload) ? JobOfPayload(payload) : null;

    /// <summary>The <c>job_id</c> of an argument by itself; see <see cref="JobOf(ReadOnlyMemory{byte})"/>.</summary>
    public static string? JobOfPayload(ReadOnlyMemory<byte> payload) => ReadArgument(payload, argument =>
        argument.ValueKind == JsonValueKind.Object && argument.TryGetProperty("job_id", out var job) && job.ValueKind == JsonValueKind.String ? job.GetString() : null);

    /// <summary>
    /// What tells by which answer a question is answered (contract 9.4): the same text for both. Null for a question that legacy does not answer, and for an
    /// event that is no answer.
    /// </summary>
    public static string? PairOf(ReadOnlyMemory<byte> json) => Read(json) switch
    {
        ("ping", 0, _) or ("pong", _, _) => "ping",
        ("request_status", 1, var asked) => ReadArgument(asked, argument => IsFalsy(argument) ? StatusOf(default) : argument.ValueKind == JsonValueKind.Object ? StatusOf(JobIn(argument)) : null),
        ("status_response", 1, var told) => ReadArgument(told, argument => argument.ValueKind == JsonValueKind.Object ? StatusOf(JobIn(argument)) : null),
        _ => null,
    };

    private static JsonElement JobIn(JsonElement argument) => argument.TryGetProperty("job_id", out var job) ? job : default;

    private static string? StatusOf(JsonElement job) => job.ValueKind switch
    {
        JsonValueKind.Array or JsonValueKind.Object => null,
        JsonValueKind.Number => "status of " + job.GetDouble().ToString("R", CultureInfo.InvariantCulture), // legacy writes another form of it
        JsonValueKind.Undefined or JsonValueKind.Null => "status",
        JsonValueKind.String => "status of \"" + TextOf(job),
        _ => "status of " + job,
    };

    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException) // half of a surrogate pair, which legacy writes as an escape
        {
            return text.GetRawText().ToLowerInvariant();
        }
    }

    private static bool IsFalsy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.ValueEquals("") || value.ValueEquals(NoData),
        JsonValueKind.Number => value.GetDouble() == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };

    private static Parts? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            var bytes = Readable(json);
            var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
            return reader.Read() && reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.String ? Read(json, ref reader) : null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // no JSON, or half of a surrogate pair in the name
        {
            return null;
        }
    }

    private static Parts Read(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader)
    {
        var (name, arguments, argument) = (reader.GetString()!, 0, default(ReadOnlyMemory<byte>));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            argument = json[start..(int)reader.BytesConsumed];
            arguments++;
        }

        reader.Read(); // Nothing may follow.
        return new(name, arguments, arguments == 1 ? argument : default);
    }

    private static T? ReadArgument<T>(ReadOnlyMemory<byte> argument, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(Readable(argument), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return read(document.RootElement);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // no JSON, or half of a surrogate pair in a text
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> Readable(ReadOnlyMemory<byte> json) => PythonNumbers.Replaced(json.Span) ?? json;

    /// <summary>An event taken apart.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Arguments">How many it has.</param>
    /// <param name="Argument">The only one; empty where there is another number of them.</param>
    private sealed record Parts(string Name, int Arguments, ReadOnlyMemory<byte> Argument);
}
