using System.Text;
using System.Text.Json;
using Strangler.CommandLine.Cases.Har;

namespace Strangler.CommandLine.Tests.Cases;

/// <summary>A body goes out as it was, or not at all: one that is sent empty where it was not would be called a match.</summary>
public sealed class HarBodyTests
{
    private const string NotHeld = "the archive does not hold its body";
    private const string Upload = "an archive does not hold uploads byte for byte";

    [Theory]
    [InlineData("""{"postData":{"mimeType":"text/plain","text":"ü"}}""", "ü")]
    [InlineData("""{"bodySize":2,"postData":{"mimeType":"text/plain","text":"ü"}}""", "ü")]
    [InlineData("""{"postData":{"mimeType":"x","encoding":"base64","text":"aGVsbG8="}}""", "hello")]
    [InlineData("""{"bodySize":5,"postData":{"mimeType":"multipart/form-data; boundary=b","encoding":"BASE64","text":"aGVsbG8="}}""", "hello")]
    [InlineData("""{"postData":{"mimeType":"application/x-www-form-urlencoded","text":"","params":[{"name":"a b","value":"ü&*~"},{"name":"c"}]}}""", "a+b=%C3%BC%26*%7E&c=")]
    [InlineData("""{"postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"a","value":"%20"}]}}""", "a=%2520")]
    [InlineData("""{"bodySize":5,"postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"a","value":"%20"}]}}""", "a=%20")]
    [InlineData("""{"postData":{"mimeType":"multipart/form-data; boundary=b","text":"","params":[{"name":"a\"","value":"1"}]}}""", "--b\r\nContent-Disposition: form-data; name=\"a%22\"\r\n\r\n1\r\n--b--\r\n")]
    [InlineData("""{"bodySize":99,"postData":{"mimeType":"multipart/form-data; boundary=\"b\"","params":[{"name":"a","value":"1","fileName":"f","contentType":"text/plain"}]}}""",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"f\"\r\nContent-Type: text/plain\r\n\r\n1\r\n--b--\r\n")]
    [InlineData("""{"bodySize":3,"postData":{"mimeType":"multipart/form-data; boundary=b","text":"--b"}}""", "--b")]
    [InlineData("""{"bodySize":0,"postData":{"mimeType":"","text":""}}""", null)]
    [InlineData("""{"bodySize":-1}""", null)]
    [InlineData("""{"bodySize":null}""", null)]
    [InlineData("""{"headers":[{"name":"content-length","value":"0"}]}""", "")]
    [InlineData("""{"bodySize":0,"headers":[{"name":"Content-Type","value":"application/json"}]}""", null)]
    [InlineData("""{"method":"GET","headers":[{"name":"Content-Type","value":"application/json"}]}""", null)]
    [InlineData("""{"bodySize":0,"postData":{"mimeType":"application/json","text":""}}""", null)]
    [InlineData("""{"bodySize":0,"postData":{"mimeType":"application/json","text":"","comment":"Request body not included"}}""", null)]
    [InlineData("""{"postData":{"mimeType":"application/json","text":"","size":0}}""", null)]
    [InlineData("""{"postData":{"mimeType":"text/plain","text":"a","comment":"typed by hand"}}""", "a")]
    [InlineData("""{"bodySize":1,"postData":{"mimeType":"text/plain","text":"a","comment":"truncated"}}""", "a")]
    [InlineData("""{"postData":{"mimeType":"text/plain","text":"a","comment":7,"size":"?","_size":null}}""", "a")]
    [InlineData("""{"bodySize":"\ud800","postData":{"mimeType":"text/plain","text":"a","comment":"\ud800"}}""", "a")]
    public void HeldBody_IsTheOneThatWasSent(string request, string? expected)
    {
        var body = Read(request);

        Assert.Null(body.WhyNot);
        Assert.Equal(expected, body.Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null);
    }

    [Theory]
    [InlineData("""{"bodySize":52}""", NotHeld)]
    [InlineData("""{"bodySize":"52"}""", NotHeld)]
    [InlineData("""{"bodySize":52,"postData":{"mimeType":"text/plain","text":""}}""", NotHeld)]
    [InlineData("""{"bodySize":52,"postData":{"mimeType":"text/plain","text":"short"}}""", NotHeld)]
    [InlineData("""{"headers":[{"name":"Content-Length","value":"52"}]}""", NotHeld)]
    [InlineData("""{"headers":[{"name":"Transfer-Encoding","value":"chunked"}]}""", NotHeld)]
    [InlineData("""{"headers":[{"name":"Content-Type","value":"multipart/form-data; boundary=b"}]}""", NotHeld)]
    [InlineData("""{"headers":[{"name":"Content-Type","value":"Multipart/Form-Data; boundary=b"}],"postData":{"text":""}}""", NotHeld)]
    [InlineData("""{"headers":[{"name":"Content-Encoding","value":"gzip"}],"postData":{"mimeType":"text/plain","text":"plain"}}""", NotHeld)]
    [InlineData("""{"headers":[{"name":"Content-Type","value":"application/json"}]}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"application/json"}}""", NotHeld)]
    [InlineData("""{"bodySize":-1,"postData":{"mimeType":"application/json","text":""}}""", NotHeld)]
    [InlineData("""{"bodySize":-1,"postData":{"text":""},"headers":[{"name":"Content-Type","value":"application/json"}]}""", NotHeld)]
    [InlineData("""{"bodySize":-1,"postData":{"mimeType":"","text":"","comment":"Request body not included"}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"text/plain","text":"a","comment":"truncated"}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"application/json","text":"","size":-1}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"","text":"","size":52}}""", NotHeld)]
    [InlineData("""{"bodySize":0,"postData":{"mimeType":"","text":"","_size":52}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"","text":"","params":[{"value":"1"}]}}""", NotHeld)]
    [InlineData("""{"bodySize":0,"postData":{"mimeType":"text/plain","encoding":"base64","text":"?"}}""", NotHeld)]
    [InlineData("""{"bodySize":6,"postData":{"mimeType":"text/plain","encoding":"base64","text":"aGVsbG8="}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"application/octet-stream","text":"a\ufffd"}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"text/plain","encoding":"base64","text":"?"}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"text/plain","encoding":"rot13","text":"a"}}""", "an encoding that is not known (rot13)")]
    [InlineData("""{"postData":{"mimeType":"text/plain","encoding":"token=Zq1Yx2Wv3Zq","text":"a"}}""", "not known (token=(not stored))")]
    [InlineData("""{"postData":{"mimeType":"text/plain","encoding":"a\u001b\n345678901234567890123456789","text":"a"}}""", "not known (a\\u001B 345678901234…)")]
    [InlineData("""{"postData":{"mimeType":"application/json","params":[{"name":"a","value":"1"}]}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"value":"1"}]}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"multipart/form-data","params":[{"name":"a","value":"1"}]}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"multipart/form-data; boundary=b","params":[{"name":"a","fileName":"f"}]}}""", NotHeld)]
    [InlineData("""{"postData":{"mimeType":"multipart/form-data; boundary=b","params":[{"name":"a","value":"(binary)","fileName":"f"}]}}""", Upload)]
    [InlineData("""{"postData":{"mimeType":"multipart/form-data; boundary=b","text":"--b"}}""", Upload)]
    public void BodyThatIsNotHeld_IsNotSent(string request, string said)
    {
        var body = Read(request);

        Assert.Contains(said, body.WhyNot, StringComparison.Ordinal);
        Assert.Null(body.Bytes);
    }

    private static HarBody Read(string request)
    {
        var read = JsonSerializer.Deserialize(request, HarJson.Default.HarRequest)!;
        return HarBody.Of(read with { Method = read.Method ?? "POST" });
    }
}
