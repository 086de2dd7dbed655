using System.Collections.Concurrent;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Each scene is played once at each target, by the first test that needs it; the other tests of the scene read the outcomes.</summary>
internal static class ReplayCache
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly ConcurrentDictionary<(Scene, Target), Lazy<Task<IReadOnlyDictionary<string, Outcome>>>> Played = new();

    /// <summary>All outcomes so far.</summary>
    public static IEnumerable<Outcome> Outcomes =>
        Played.Values.Where(one => one.IsValueCreated && one.Value.IsCompletedSuccessfully).SelectMany(one => one.Value.Result.Values);

    public static async Task<Outcome?> OutcomeAsync(string id, Target target)
    {
        var scene = Catalogue.SceneOf(id);
        var outcomes = await Played.GetOrAdd((scene, target), key => new(() => PlayAsync(key.Item1, key.Item2))).Value;
        return outcomes.GetValueOrDefault(id);
    }

    private static async Task<IReadOnlyDictionary<string, Outcome>> PlayAsync(Scene scene, Target target)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        await using var installation = await Installation.StartAsync(scene, target, patience.Token);
        var replay = new Replay(scene, installation, patience.Token);
        try
        {
            await scene.Prepare(replay);
            await scene.Play(replay);
            return replay.Outcomes;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"The scene '{scene}' could not be played at '{target}': {exception.Message}\n{installation.Output}", exception);
        }
    }
}
