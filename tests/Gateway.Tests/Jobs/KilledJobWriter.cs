using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Jobs;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Tests.Jobs;

/// <summary>Saves jobs as fast as it can, and says after each how far it is, until it is killed.</summary>
internal static class KilledJobWriter
{
    public const string Command = "save-jobs-until-killed";

    public static string IdOf(int number) => $"job_{number}";

    public static async Task<int> RunAsync(string path)
    {
        using var services = OwnDatabase.Services(path);
        var table = services.GetRequiredService<JobTable>();
        for (var number = 0; ; number++)
        {
            await table.SaveAsync(new StoredJob(IdOf(number), DateTimeOffset.UnixEpoch.AddSeconds(number), null, "{}"), CancellationToken.None);
            Console.WriteLine(number);
            await Console.Out.FlushAsync();
        }
    }

    /// <summary>This very program again.</summary>
    public static ProcessStartInfo StartInfo(string path) => EntryPoint.StartInfo(Command, path);
}
