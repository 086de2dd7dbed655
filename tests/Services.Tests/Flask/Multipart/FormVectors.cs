using System.Text.Json;
using Strangler.Testing;

namespace Strangler.Services.Tests.Flask.Multipart;

/// <summary>Other projects' forms with what Werkzeug 2.2.2 makes of them. They lie beside the repository and are not copied into it.</summary>
internal sealed record FormVectors(string Name, string ContentType, byte[] Body, JsonElement Werkzeug)
{
    public static IReadOnlyList<FormVectors> Load()
    {
        Assert.SkipWhen(SharedFolder.Path is null, "The forms lie beside the repository, in shared/vectors/multipart.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedFolder.Path!, "vectors", "multipart", "vectors.json")));
        return
        [
            .. document.RootElement.EnumerateArray().Select(vector => new FormVectors(
                vector.GetProperty("name").GetString()!, vector.GetProperty("content_type").GetString()!, vector.GetProperty("body_b64").GetBytesFromBase64(),
                vector.GetProperty("werkzeug").GetProperty("2.2.2").Clone())),
        ];
    }
}
