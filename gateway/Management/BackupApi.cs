using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Management;

/// <summary><c>GET /api/backup</c>: <c>gateway.db</c> as a file, whole, while it is in use.</summary>
internal static class BackupApi
{
    public static void MapBackup(this IEndpointRouteBuilder routes) => routes.MapGet("/api/backup", GetAsync)
        .AnswersText("The database as a file.", "application/vnd.sqlite3", 500);

    private static async Task<IResult> GetAsync(DatabaseBackup backup, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.Stream(await backup.OpenAsync(cancellationToken), "application/vnd.sqlite3", "gateway.db");
        }
        catch (StoreException exception)
        {
            return ManagementErrors.Failed(exception.Message);
        }
    }
}
