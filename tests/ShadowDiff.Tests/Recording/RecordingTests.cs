using System.Text;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Tests.Recording;

public sealed class RecordingTests
{
    [Fact]
    public async Task Record_CredentialsAndCookies_AreNotKept()
    {
        var request = Pairs.Request(null, ("Authorization", "Bearer s3cret"), ("cookie", "id=s3cret"), ("Proxy-Authorization", "s3cret"), ("Accept", "*/*"));
        var pair = Pairs.Of(Pairs.Response("{}", 200, ("Set-Cookie", "id=s3cret")), Pairs.Response("{}"));

        var stored = await ExchangeRecorder.RecordAsync(Pairs.Exchange(pair, default, request), pair, Redactor.Default);

        var all = stored.Request.Headers.Concat(stored.Legacy.Headers).ToList();
        Assert.DoesNotContain(all, header => header[1].Contains("s3cret", StringComparison.Ordinal));
        Assert.Equal(4, all.Count(header => header[1] == Redaction.Placeholder));
        Assert.Contains(all, header => header is ["Accept", "*/*"]);
    }

    [Fact]
    public async Task Record_Multipart_KeepsOnlyWhatItWasMadeOf()
    {
        const string Body = "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\nanna s3cret\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"tax.txt\"\r\nContent-Type: text/plain\r\n\r\ns3cret file\r\n--b--\r\n";
        var request = Pairs.Request(Encoding.UTF8.GetBytes(Body), ("Content-Type", "multipart/form-data; boundary=\"b\""));

        var body = await new BodyRecorder(Redactor.Default).RecordAsync(request.Body, request.Headers);

        Assert.Equal(("multipart", (long)Body.Length, null), (body.Kind, body.Length, body.Text));
        Assert.Equal([new("username", null, null, 11), new StoredPart("file", "tax.txt", "text/plain", 11)], body.Parts);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=other")]
    [InlineData("multipart/form-data; boundary=b")]
    public async Task Record_BrokenMultipart_KeepsNoContent(string type)
    {
        var body = await new BodyRecorder(Redactor.Default).RecordAsync("--b\r\nContent-Dispo s3cret"u8.ToArray(), Pairs.Request(null, ("Content-Type", type)).Headers);
        Assert.Equal(("multipart", null), (body.Kind, body.Text));
    }

    [Fact]
    public async Task Record_OtherBodies_ByWhatTheyAre()
    {
        var none = Pairs.Request().Headers;
        Assert.Equal("empty", (await new BodyRecorder(Redactor.Default).RecordAsync([], none)).Kind);
        Assert.Equal(("text", "é"), (await new BodyRecorder(Redactor.Default).RecordAsync("é"u8.ToArray(), none)) is var text ? (text.Kind, text.Text) : default);
        Assert.Equal(("binary", null, 64), (await new BodyRecorder(Redactor.Default).RecordAsync([0xff, 0], none)) is var binary ? (binary.Kind, binary.Text, binary.Sha256?.Length) : default);
        var lengthy = await new BodyRecorder(Redactor.Default).RecordAsync(Encoding.UTF8.GetBytes(new string('x', 100_000)), none);
        Assert.Equal((100_000L, 32 * 1024, 64), (lengthy.Length, lengthy.Text?.Length, lengthy.Sha256?.Length));
    }
}
