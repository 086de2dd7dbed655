using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Strangler.Services.Flask.Multipart;

namespace Strangler.Services.Tests.Flask.Multipart;

/// <summary>The forms of other projects' test suites, each read as Werkzeug 2.2.2 reads it.</summary>
public sealed class VectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reader_FormsOfOtherProjects_ReadsThemAsLegacy()
    {
        var wrong = new List<string>();
        foreach (var vector in FormVectors.Load().Where(vector => vector.ContentType.StartsWith("multipart/", StringComparison.Ordinal)))
        {
            var expected = Expected(vector.Werkzeug);
            var found = await FoundAsync(vector);
            if (found != expected)
                wrong.Add($"{vector.Name}: expected {expected}, found {found}");
        }

        Assert.Empty(wrong);
    }

    private static async Task<string> FoundAsync(FormVectors vector)
    {
        using var reader = new MultipartReader(new MemoryStream(vector.Body), MultipartReader.BoundaryOf(vector.ContentType), new MultipartLimits(256 * 1024, 1024 * 1024));
        var (fields, files) = (new List<string>(), new List<string>());
        while (await reader.ReadPartAsync(Token) is { } part)
        {
            if (part.IsFile)
                files.Add($"{part.Name}:{part.FileName}:{part.ContentType}:{await DigestAsync(reader)}");
            else
                fields.Add($"{part.Name}:{Digest(Encoding.UTF8.GetBytes((await reader.ReadTextAsync(part, Token))!))}");
        }

        return reader.Problem switch
        {
            null => string.Join(' ', fields) + '|' + string.Join(' ', files),
            MultipartProblem.Malformed => "|",
            var problem => problem.ToString()!,
        };
    }

    private static async Task<string> DigestAsync(MultipartReader reader)
    {
        using var content = new MemoryStream();
        while (await reader.ReadContentAsync(Token) is { IsEmpty: false } piece)
            content.Write(piece.Span);
        return Digest(content.ToArray());
    }

    private static string Digest(ReadOnlySpan<byte> content) => $"{content.Length}:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    /// <summary>Where Werkzeug falls over for want of a boundary, we have no form.</summary>
    private static string Expected(JsonElement werkzeug)
    {
        if (!werkzeug.GetProperty("ok").GetBoolean())
            return werkzeug.GetProperty("error").GetString() == "RequestEntityTooLarge" ? "TooManyParts" : "|";
        return string.Join(' ', werkzeug.GetProperty("fields").EnumerateArray().Select(field => Join(field, "name", "size", "sha256"))) + '|'
            + string.Join(' ', werkzeug.GetProperty("files").EnumerateArray().Select(file => Join(file, "name", "filename", "content_type", "size", "sha256")));
    }

    private static string Join(JsonElement part, params string[] members) => string.Join(':', members.Select(member => part.GetProperty(member).ToString()));
}
