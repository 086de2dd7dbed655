using System.Diagnostics;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Store.Moving;

/// <summary>Copies a file to a server, a row at a time, and says after each that it is kept, until it is killed.</summary>
internal static class KilledMove
{
    public const string Command = "move-until-killed";

    public static async Task<int> RunAsync(StorePlace place)
    {
        var move = await MovableStores.MoveAsync(Path.GetDirectoryName(place.File)!, () => Console.WriteLine("kept"), batchRows: 1);
        move.Run($"sqlite:{place.File}", $"postgresql:{place.ConnectionString}");
        return 0;
    }

    /// <summary>Starts it, and kills it after so many rows.</summary>
    public static async Task KillAfterAsync(StorePlace place, int rows, CancellationToken cancellationToken)
    {
        using var move = Process.Start(KilledWriter.StartInfo(place, Command))!;
        try
        {
            for (var row = 0; row < rows; row++)
                Assert.True(await move.StandardOutput.ReadLineAsync(cancellationToken) == "kept", "It ended before.");
        }
        finally
        {
            move.Kill();
            await move.WaitForExitAsync(CancellationToken.None);
        }
    }
}
