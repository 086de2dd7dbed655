using System.Text;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>The form that starts a backup (contract 5).</summary>
internal sealed record BackupForm(string FileName, byte[] Content, string User, string Port)
{
    private const string Boundary = "strangler-boundary";

    public BackupForm(string fileName, byte[] content, string user, int port)
        : this(fileName, content, user, $"{port}")
    {
    }

    public RawRequest ToRequest()
    {
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{FileName}\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
            .. Content,
            .. Encoding.UTF8.GetBytes($"\r\n{Field("username", User)}{Field("host", "127.0.0.1")}{Field("port", Port)}--{Boundary}--\r\n"),
        ];
        return new RawRequest("POST", "/api/start_backup")
        {
            Headers =
            [
                RawRequest.Header("Host", "127.0.0.1"), RawRequest.Header("Content-Type", $"multipart/form-data; boundary={Boundary}"),
                RawRequest.Header("Content-Length", $"{body.Length}"),
            ],
            Body = body,
        };
    }

    private static string Field(string name, string value) => $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n";
}
