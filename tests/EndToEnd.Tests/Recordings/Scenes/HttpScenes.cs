using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Recordings.Scenes;

/// <summary>What happens below and around the routes: the HTTP parser, and the limit of requests in flight.</summary>
internal static class HttpScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("http level", recording => recording.File == "http_level")
        {
            // These cases show the general status, as earlier refused connects had left it.
            Prepare = replay => replay.SendAsync(Requests.MalformedConnect),
        },

        new("requests in flight", recording => recording.File == "connection_limit")
        {
            NeedsLegacy = true,
            Play = WithRequestsInFlightAsync,
        },
    ];

    /// <summary>
    /// Twelve uploads are held open. Every refused request lowers the counter by one (Q16): one more upload is opened then, as the
    /// states of the recordings tell.
    /// </summary>
    private static async Task WithRequestsInFlightAsync(Replay replay)
    {
        List<RawConnection> held = [];
        try
        {
            for (var i = 0; i < 12; i++)
                held.Add(await HoldAsync(replay, held.Count));

            foreach (var recording in Catalogue.Scenes.Single(scene => scene.Name == "requests in flight").Recordings)
            {
                if (await replay.OneAsync(recording) is { Status: 429 } && !replay.Target.HasGateway)
                    held.Add(await HoldAsync(replay, held.Count));
            }
        }
        finally
        {
            foreach (var one in held)
                await one.DisposeAsync();
        }
    }

    /// <summary>In flight for certain: the job of the upload is in the list, which is read straight from Flask's own counter-free state.</summary>
    private static async Task<RawConnection> HoldAsync(Replay replay, int before)
    {
        var connection = await RawConnection.OpenAsync(replay.Installation.Address, replay.CancellationToken);
        await connection.SendAsync(Requests.HalfUpload($"held{before}.txt"), replay.CancellationToken);
        var temporary = replay.Installation.LegacyTemporary;
        while (Directory.GetDirectories(temporary).Length <= before)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, replay.CancellationToken);

        return connection;
    }
}
