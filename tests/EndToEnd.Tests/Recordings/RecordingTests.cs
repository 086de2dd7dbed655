using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Each recording of the real legacy server, case by case; what a case may differ in is named by a rule (RuleBook).</summary>
public abstract class RecordingTests
{
    private protected static async Task AssertRecordedAsync(string id, Target target)
    {
        var outcome = await ReplayCache.OutcomeAsync(id, target);
        Assert.True(outcome is not null, $"{id} was not replayed at '{target}'.");
        Assert.True(outcome.Failure is null, outcome.Failure);
    }

    private protected static TheoryData<string> At(Target target) =>
        [.. RecordingFiles.All.Where(recording => Catalogue.IsReplayed(recording, target)).Select(recording => recording.Id)];
}
