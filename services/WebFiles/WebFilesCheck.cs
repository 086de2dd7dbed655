using Microsoft.Extensions.Diagnostics.HealthChecks;
using Strangler.Services.Configuration;

namespace Strangler.Services.WebFiles;

/// <summary>The web client and the icons are where they are looked for, and can be read: elsewhere every page is 404.</summary>
internal sealed class WebFilesCheck(WebFolders folders) : IHealthCheck
{
    private const string Setting = "Services:LegacyRoot, or Services:Pages:";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        (FolderProblem.Of(folders.Web.FullPath) is { } web ? $"The folder of the web client {web}: put it there, or set {Setting}WebFolder to where it is."
        : FileProblem(folders.Web) is { } page ? $"The web client's page {page}: put it there, or set {Setting}WebFolder to the folder that has it."
        : FolderProblem.Of(folders.Icons.FullPath) is { } icons ? $"The folder of the icons {icons}: put it there (it may be empty), or set {Setting}IconFolder to where it is."
        : null) is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());

    private static string? FileProblem(WebFolder web)
    {
        var path = Path.Combine(web.FullPath, WebFolder.IndexName);
        if (web.Find(WebFolder.IndexName, default) is not { } file)
            return $"'{path}' is not there";

        try
        {
            using var page = File.OpenRead(file.Target);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"'{path}' cannot be read ({error.Message})";
        }
    }
}
