using System.Text.Encodings.Web;
using System.Text.Json;

namespace Strangler.Gateway.Management;

internal static class ManagementJson
{
    /// <summary>Writes quotes as quotes: the answers are read in terminals, and never stand inside HTML.</summary>
    public static ManagementJsonContext Readable { get; } =
        new(new JsonSerializerOptions(ManagementJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
