using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Files;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Routes.ProgressConfig;

/// <summary>Sends the first of three files that exists: of the backup server, of the root, of the working folder.</summary>
internal sealed class ProgressConfigService(IOptions<ServicesOptions> options, FileVersions versions)
{
    private const string FileName = "progress_config.json";

    private static readonly Answer NotFound = Answer.Json(StatusCodes.Status404NotFound,
        new PythonDict(new Dictionary<string, PythonValue> { ["error"] = new PythonText(FileName + " not found") }));

    private readonly string[] _places =
    [
        Path.GetFullPath(Path.Combine(options.Value.LegacyRoot, "python_server", FileName)),
        Path.GetFullPath(Path.Combine(options.Value.LegacyRoot, FileName)),
        Path.GetFullPath(FileName),
    ];

    public Task SendAsync(HttpContext context)
    {
        var path = Array.Find(_places, File.Exists);
        return path is null ? NotFound.SendAsync(context) : new FileAnswer(new SentFile(path, path, Answer.JsonType), versions).SendAsync(context);
    }
}
