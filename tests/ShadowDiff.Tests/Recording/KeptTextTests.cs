using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Tests.Recording;

/// <summary>A body is kept as text only where everybody reads the same text in it.</summary>
public sealed class KeptTextTests
{
    private const string Secret = "s3cret";

    /// <summary>Types, codings and bodies that hold a secret behind a charset or a coding.</summary>
    public static TheoryData<string, string, string, string> Unreadable => new(
        from text in Texts
        from form in Forms
        select (form.Type, form.Coding, form.Form, text));

    private static readonly string[] Texts =
        ["password: s3cret", """{"a":"password=s3cret"}""", """{"a":1,"password":"s3cret"}""", "<a><token>s3cret</token></a>"];

    private static readonly (string Type, string Coding, string Form)[] Forms =
    [
        ("text/plain; charset=utf-16", "", "utf-16"),
        ("application/json; charset=utf-16le", "", "utf-16"),
        ("text/plain; charset=utf-16be", "", "utf-16BE"),
        ("text/plain; charset=utf-32", "", "utf-32"),
        ("text/plain", "", "utf-16 mark"),
        ("text/plain", "", "utf-16BE mark"),
        ("text/plain", "", "utf-32 mark"),
        ("text/plain; charset=utf-8", "", "utf-16 mark"),
        ("application/json; charset=utf-16", "", "utf-8"),
        ("application/json; charset=utf-16be", "", "utf-8"),
        ("text/html; charset=utf-32", "", "utf-8"),
        ("text/plain; charset=utf-16", "", "utf-8 mark"),
        ("text/plain; charset=utf-7", "", "utf-8"),
        ("text/plain; charset=x-unknown", "", "utf-8"),
        ("text/plain; charset=ibm037", "", "utf-8"),
        ("text/plain; charset=\"utf-16\"", "", "utf-8"),
        ("text/plain; charset=iso-8859-1", "", "utf-8"),
        ("text/plain; charset=windows-1252", "", "utf-8"),
        ("application/json", "", "utf-8 mark"),
        ("text/plain", "", "utf-8 mark"),
        ("text/plain", "foo", "utf-8"),
        ("application/json", "gzip", "utf-8"),
        ("text/plain", "br, foo", "utf-8"),
        ("text/plain", "zstd", "utf-8"),
        ("text/plain", "x-gzip, identity", "utf-8"),
        ("text/plain", "gzip", "gzip"),
        ("text/plain", "gzip", "cut gzip"),
    ];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Stored_HasNoSecret(string type, string coding, string form, string text)
    {
        var stored = await RecordAsync(Answer(type, coding, Bytes(form, text)));
        Assert.DoesNotContain(Secret, Readable(JsonSerializer.Serialize(stored, StoredJson.Default.StoredResponse)), StringComparison.Ordinal);
    }

    /// <summary>A difference there is found as before, and shows nothing of it.</summary>
    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Difference_IsFound_AndHasNoSecret(string type, string coding, string form, string text)
    {
        var comparison = new ResponseComparison(new RulesInForce(RuleSet.Empty), TimeProvider.System);
        var pair = Pairs.Of(Answer(type, coding, Bytes(form, text)), Answer(type, coding, Bytes(form, text.Replace(Secret, $"{Secret}2", StringComparison.Ordinal))));

        var result = comparison.RedactedResultOf(pair);

        Assert.Equal(Outcome.Diverged, result.Outcome);
        Assert.Equal(comparison.ResultOf(pair).Divergences.Select(found => found.Fingerprint), result.Divergences.Select(found => found.Fingerprint));
        Assert.All(result.Divergences, found => Assert.DoesNotContain(Secret, Readable($"{found.LegacyValue} {found.ModernValue}"), StringComparison.Ordinal));
    }

    /// <summary>Another gateway may have kept it.</summary>
    [Theory]
    [InlineData("text/plain", "foo")]
    [InlineData("text/plain; charset=utf-7", "")]
    [InlineData("text/plain; charset=utf-16", "")]
    public void Imported_TextThatIsReadOtherwise_Goes(string type, string coding)
    {
        string[][] headers = [["Content-Type", type], .. coding.Length == 0 ? Array.Empty<string[]>() : [["Content-Encoding", coding]]];
        var stored = new StoredResponse(200, "OK", headers, new("text", 12, "a clear text"), null);
        var exchange = ExchangeRecorder.Record(new(default, "legacy", new("GET", "/", headers, stored.Body), stored, stored), Redactor.Default);

        Assert.Equal(("redacted", 12L, null), (exchange.Legacy.Body.Kind, exchange.Legacy.Body.Length, exchange.Legacy.Body.Text));
        Assert.Equal(Redaction.Placeholder, Redactor.Default.Value("body", "a clear", stored));
    }

    /// <summary>Of what is no text an excerpt may tell length and hash only.</summary>
    [Theory]
    [InlineData("binary", "password: s3cret", Redaction.Placeholder)]
    [InlineData("multipart", "password: s3cret", Redaction.Placeholder)]
    [InlineData("binary", "5 bytes, SHA-256 0123456789012345678901234567890123456789012345678901234567890123", "5 bytes, SHA-256 0123456789012345678901234567890123456789012345678901234567890123")]
    public void Imported_ExcerptOfWhatIsNoText(string kind, string excerpt, string kept) =>
        Assert.Equal(kept, Redactor.Default.Value("body", excerpt, new(200, "OK", [["Content-Type", "text/plain; charset=utf-16"]], new(kind, 5), null)));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("text/plain; charset=UTF8")]
    [InlineData("text/plain; charset=us-ascii")]
    [InlineData("text/plain; charset=latin1")]
    [InlineData("text/plain; charset=windows-1252")]
    [InlineData("no type")]
    public async Task Stored_WhatReadsTheSame_IsKept(string type) =>
        Assert.Equal("a clear text", (await RecordAsync(Answer(type, "", "a clear text"u8.ToArray()))).Body.Text);

    private static Task<StoredResponse> RecordAsync(CapturedResponse answer) => ExchangeRecorder.RecordAsync(answer, Redactor.Default);

    private static CapturedResponse Answer(string type, string coding, byte[] body) => coding.Length == 0
        ? Pairs.Response(body, 200, ("Content-Type", type))
        : Pairs.Response(body, 200, ("Content-Type", type), ("Content-Encoding", coding));

    private static byte[] Bytes(string form, string text)
    {
        switch (form)
        {
            case "gzip" or "cut gzip":
                using (var packed = new MemoryStream())
                {
                    using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
                        gzip.Write(Encoding.UTF8.GetBytes(text));
                    return form == "gzip" ? packed.ToArray() : packed.ToArray()[..^4];
                }

            case "utf-8":
                return Encoding.UTF8.GetBytes(text);
            default:
                var encoding = Encoding.GetEncoding(form.Split(' ')[0]);
                return [.. form.EndsWith("mark", StringComparison.Ordinal) ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        }
    }

    /// <summary>As someone reads it who leaves out what stands between the letters.</summary>
    private static string Readable(string text) => text.Replace("\\u0000", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);
}
