using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.ShadowDiff.Shape;

/// <summary>Writes what is known of a side in words.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class DescribedJson : JsonSerializerContext
{
    /// <summary>Quotes as quotes: it is read by people.</summary>
    public static DescribedJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
