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
            Play = WithRequestsInFlightAsync,
        },
    ];

    /// <summary>
    /// Twelve uploads are held open. Every refused request lowers the counter by one (Q16): one more upload is opened then, as the
    /// states of the recordings tell.
    /// </summary>
    private static async Task WithRequestsInFlightAsync(Replay replay)
    {
        await using var held = new HeldUploads(replay);
        for (var i = 0; i < 12; i++)
            await held.OpenAsync();

        foreach (var recording in Catalogue.Scenes.Single(scene => scene.Name == "requests in flight").Recordings.Where(one => Catalogue.IsReplayed(one, replay.Target)))
        {
            if (await replay.OneAsync(recording) is { Status: 429 } && !replay.Target.HasGateway)
                await held.OpenAsync();
        }
    }
}
