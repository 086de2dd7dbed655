using System.Text;

namespace Strangler.Services.Flask.Multipart;

/// <summary>Reads the block of headers before a part's content. Of several equal headers the first counts.</summary>
internal static class PartHeaders
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null and a problem for a block that cannot be read: invalid UTF-8, a line without a colon, no Content-Disposition.</summary>
    public static MultipartPart? Read(ReadOnlySpan<byte> block, out MultipartProblem? problem)
    {
        problem = MultipartProblem.Malformed;
        if (!TrySplit(block, out var disposition, out var contentType) || disposition is null)
            return null;
        var options = OptionsHeader.Parse(disposition);
        problem = options.Problem;
        return problem is null ? new MultipartPart(options["name"], options["filename"], contentType) : null;
    }

    private static bool TrySplit(ReadOnlySpan<byte> block, out string? disposition, out string? contentType)
    {
        (disposition, contentType) = (null, null);
        try
        {
            foreach (var line in Unfold(StrictUtf8.GetString(block)).Split('\n'))
            {
                if (line.AsSpan().Trim(" \t\v\f").IsEmpty)
                    continue;
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon < 0)
                    return false;
                var name = PythonSpace.Trim(line.AsSpan(0, colon));
                var value = PythonSpace.Trim(line.AsSpan(colon + 1)).ToString();
                if (Ascii.EqualsIgnoreCase(name, "Content-Disposition"))
                    disposition ??= value;
                else if (Ascii.EqualsIgnoreCase(name, "Content-Type"))
                    contentType ??= value;
            }

            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Makes all line ends alike, and joins continuation lines, which begin with a blank or tab, to their line (RFC 2231).</summary>
    private static string Unfold(string block) => block
        .Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
        .Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal);
}

/// <summary>What the headers of a part say. The name may be missing; a part with a file name, even an empty one, is a file.</summary>
internal sealed record MultipartPart(string? Name, string? FileName, string? ContentType)
{
    public bool IsFile => FileName is not null;
}
