using System.Text.Json;
using Strangler.Testing;

namespace Strangler.Services.Tests.Flask.Python;

/// <summary>Documents that a JSON parser must accept, must refuse, or may either.</summary>
internal sealed record JsonVectors(string Name, string Must, byte[] Body)
{
    public static IEnumerable<JsonVectors> Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedFolder.Path!, "vectors", "json", "parse-vectors.json")));
        return
        [
            .. document.RootElement.EnumerateArray().Select(vector => new JsonVectors(
                vector.GetProperty("name").GetString()!, vector.GetProperty("must").GetString()!, vector.GetProperty("body_b64").GetBytesFromBase64())),
        ];
    }

    public bool IsWrong(bool accepted) => Must == (accepted ? "reject" : "accept");
}
