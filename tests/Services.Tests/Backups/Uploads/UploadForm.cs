using System.Text;
using Microsoft.AspNetCore.Http;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>A form with boundary <c>x</c>, part by part.</summary>
internal sealed class UploadForm
{
    public const string Type = "multipart/form-data; boundary=x";
    private readonly List<byte> _body = [];

    public static UploadForm WithFile(string name, string content = "data") => new UploadForm().File(name, content);

    public UploadForm Field(string name, string value) => Add($"--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");

    public UploadForm File(string name, string content, string field = "file") => FileNamed($"filename=\"{name}\"", content, field);

    /// <param name="option">Such as <c>filename*=UTF-8''…</c>.</param>
    public UploadForm FileNamed(string option, string content, string field = "file") =>
        Add($"--x\r\nContent-Disposition: form-data; name=\"{field}\"; {option}\r\nContent-Type: application/octet-stream\r\n\r\n{content}\r\n");

    public byte[] Open() => [.. _body];

    public byte[] Close() => Add("--x--\r\n").Open();

    public HttpRequest Request() => Request(new MemoryStream(Close()));

    public static HttpRequest Request(Stream body, string type = Type)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = type;
        request.Body = body;
        return request;
    }

    private UploadForm Add(string text)
    {
        _body.AddRange(Encoding.UTF8.GetBytes(text));
        return this;
    }
}
