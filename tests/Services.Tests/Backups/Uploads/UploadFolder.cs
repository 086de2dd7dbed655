using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Win32.SafeHandles;
using Strangler.Services.Backups.Uploads;
using Strangler.Testing;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>A folder for uploads and the reader that stores them there.</summary>
internal sealed class UploadFolder(UploadOptions? options = null, Func<string, SafeFileHandle>? create = null) : IDisposable
{
    public const string Prefix = "upload_1795382167801404_";
    private readonly TemporaryFolder _folder = new();

    private readonly UploadReader _reader = new(Options.Create(options ?? new UploadOptions()), NullLogger<UploadReader>.Instance)
    {
        CreateFile = create ?? UploadWriter.Create,
    };

    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path));

    public string PathOf(string name) => _folder.Combine(Prefix + name);

    public Task<Upload> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        _reader.ReadAsync(request, _folder.Path, Prefix, cancellationToken);

    /// <summary>The refusal of an upload of which nothing may be left.</summary>
    public async Task<Upload.Refused> RefusalAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var refused = Assert.IsType<Upload.Refused>(await ReadAsync(request, cancellationToken));
        Assert.Empty(Names);
        return refused;
    }

    public void Dispose() => _folder.Dispose();
}
