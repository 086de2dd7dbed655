using System.Text;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Realtime.SocketIo;

/// <summary>The name and arguments of an event, or those of its answer.</summary>
/// <param name="Json">An array; attachments are placeholders in it.</param>
/// <param name="Attachments">Binary data by number.</param>
public sealed record SocketArguments(ReadOnlyMemory<byte> Json, IReadOnlyList<ReadOnlyMemory<byte>> Attachments)
{
    /// <summary>The answer that says nothing.</summary>
    public static readonly SocketArguments None = new("[]"u8.ToArray());

    /// <summary>Without attachments.</summary>
    public SocketArguments(ReadOnlyMemory<byte> json)
        : this(json, [])
    {
    }

    /// <summary>All of it as JSON, for a reader: each attachment is in its place as a text, a data URL (RFC 2397). As it came where a place stands for nothing.</summary>
    public byte[] ToText() =>
        Attachments.Count > 0 && PythonJsonReader.TryRead(Encoding.UTF8.GetString(Json.Span), out var json, SocketData.LongestInteger)
        && Placeholders.Filled(json, Attachments, static data => new PythonText($"data:;base64,{Convert.ToBase64String(data.Span)}")) is { } whole
            ? PythonJsonWriter.Unsorted(whole)
            : Json.ToArray();
}
