using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Store.Moving;

namespace Strangler.Gateway.Moving;

/// <summary>
/// <c>--migrate-store</c>: copies the database to another one. From where and to where stands in the environment: a connection string has a password, and others can read a
/// command line.
/// </summary>
internal static class MoveProgram
{
    private const string From = "STRANGLER_STORE_FROM";
    private const string To = "STRANGLER_STORE_TO";

    /// <summary>The exit code: 0 when everything is there, 1 when it is not, 2 when what was named is no database.</summary>
    /// <param name="open">Builds the gateway, without starting it.</param>
    /// <param name="report">Says what is wrong; gives the exit code of that.</param>
    /// <param name="output">Where it is told how far it is.</param>
    public static async Task<int> RunAsync(Func<WebApplication> open, Func<Exception, int> report, TextWriter output)
    {
        try
        {
            var (from, to) = (StoreAddress.Of("--from", Environment.GetEnvironmentVariable(From)), StoreAddress.Of("--to", Environment.GetEnvironmentVariable(To)));
            await using var app = open();
            app.Services.GetRequiredService<StoreMove>().Run(from, to, output.WriteLine);
            return 0;
        }
        catch (StoreException ex)
        {
            var failed = report(ex);
            return ex.IsSetting ? 2 : failed;
        }
        catch (Exception ex)
        {
            return report(ex);
        }
    }
}
