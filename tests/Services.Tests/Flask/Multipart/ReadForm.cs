using System.Security.Cryptography;
using System.Text;
using Strangler.Services.Flask.Multipart;

namespace Strangler.Services.Tests.Flask.Multipart;

/// <summary>A whole form, written as text: <c>a=v</c> for a field, <c>a:file.txt=(size) sha256</c> for a file, one a line.</summary>
internal static class ReadForm
{
    private static readonly MultipartLimits Wide = new(256 * 1024, 16 * 1024 * 1024);

    public static string Of(byte[] body, string contentType) => Of(new MemoryStream(body), contentType, Wide);

    /// <summary>The name of the problem instead, if there is one.</summary>
    public static string Of(Stream body, string contentType, MultipartLimits limits)
    {
        using var reader = new MultipartReader(body, MultipartReader.BoundaryOf(contentType), limits);
        var lines = new List<string>();
        while (Done(reader.ReadPartAsync(CancellationToken.None)) is { } part)
            lines.Add(part.Name + (part.IsFile ? $":{part.FileName}={Content(reader)}" : "=" + Done(reader.ReadTextAsync(part, CancellationToken.None))));
        return reader.Problem is { } problem ? problem.ToString() : string.Join('\n', lines);
    }

    /// <summary>A form with boundary <c>x</c> and one part, whose Content-Disposition is <paramref name="disposition"/> and content <c>v</c>.</summary>
    public static string Of(string disposition) =>
        Of(Encoding.UTF8.GetBytes($"--x\r\nContent-Disposition: {disposition}\r\n\r\nv\r\n--x--\r\n"), "multipart/form-data; boundary=x");

    public static string File(ReadOnlySpan<byte> content) => $"({content.Length}) {Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static string Content(MultipartReader reader)
    {
        var content = new List<byte>();
        while (Done(reader.ReadContentAsync(CancellationToken.None)) is { IsEmpty: false } piece)
            content.AddRange(piece.Span);
        return File(content.ToArray());
    }

    /// <summary>The streams of these tests never keep anyone waiting.</summary>
    private static T Done<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }
}
