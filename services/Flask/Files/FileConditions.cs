using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Flask.Files;

/// <summary>What a request's conditions come to for a file: a range of it, 200, 304 or 412. A valid range takes precedence, as in Werkzeug.</summary>
internal readonly struct FileConditions
{
    public FileConditions(IHeaderDictionary headers, FileVersion version)
    {
        Range = headers.Range.Count > 0 && IfRangeHolds(headers, version) ? ByteRange.Parse(headers.Range.ToString(), version.Length) : null;
        Status = Range is null ? WholeStatus(headers, version) : StatusCodes.Status206PartialContent;
    }

    public ByteRange? Range { get; }

    public int Status { get; }

    private static int WholeStatus(IHeaderDictionary headers, FileVersion version)
    {
        var match = EntityTags.Parse(headers.IfMatch.ToString());
        if (!match.IsEmpty)
            return match.HasStrong(version.Tag) ? StatusCodes.Status200OK : StatusCodes.Status412PreconditionFailed;
        var noneMatch = EntityTags.Parse(headers.IfNoneMatch.ToString());
        var unmodified = noneMatch.IsEmpty ? IsUnmodifiedSince(headers.IfModifiedSince.ToString(), version) : noneMatch.ContainsWeak(version.Tag);
        return unmodified ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
    }

    private static bool IfRangeHolds(IHeaderDictionary headers, FileVersion version)
    {
        if (headers.IfRange.Count == 0)
            return true;
        var value = headers.IfRange.ToString();
        return EmailDate.Parse(value) is { } since ? version.LastModified.ToUnixTimeSeconds() <= since : EntityTags.Parse(Unquote(value)).Contains(version.Tag);
    }

    /// <summary>A weak tag counts as a strong one here, as in Werkzeug.</summary>
    private static string Unquote(string tag)
    {
        var text = tag.StartsWith("W/", StringComparison.OrdinalIgnoreCase) ? tag[2..] : tag;
        return text is ['"', .. var inner, '"'] ? inner : text;
    }

    /// <summary>False for a date that cannot be read: it counts as absent.</summary>
    private static bool IsUnmodifiedSince(string date, FileVersion version) =>
        EmailDate.Parse(date) is { } since && version.LastModified.ToUnixTimeSeconds() <= since;
}
