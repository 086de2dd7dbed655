using Strangler.Testing;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

public sealed class CatalogueTests
{
    [Fact]
    public void Scenes_EveryRecording_IsInExactlyOne()
    {
        string[] misplaced = [.. RecordingFiles.All.Where(recording => Catalogue.Scenes.Count(scene => scene.Recordings.Contains(recording)) != 1).Select(recording => recording.Id)];
        Assert.Empty(misplaced);
    }

    [Fact]
    public void Recordings_Names_AreUnique() => Assert.Equal(RecordingFiles.All.Count, RecordingFiles.All.Select(recording => recording.Id).Distinct().Count());

    [Fact]
    public void RuleBook_Names_AreUnique() =>
        Assert.All(Target.All, target => Assert.Equal(RuleBook.For(target).Count, RuleBook.For(target).Select(rule => rule.Name).Distinct().Count()));

    /// <summary>A new rule, or another reason, is to be seen in a review.</summary>
    [Fact]
    public void RuleBook_Rules_AreTheseAndNoOthers() =>
        Snapshot.Match(string.Join('\n', Target.All.SelectMany(target => RuleBook.For(target).Select(rule => $"{target}: {rule.Name}: {rule.Reason}"))));

    /// <summary>What is not replayed is to be seen in a review, too.</summary>
    [Fact]
    public void NotReplayed_Cases_AreTheseAndNoOthers() =>
        Snapshot.Match(string.Join('\n', Catalogue.NotReplayed.Select(one => $"{one.Id}, {one.Target}: {one.Reason}")));
}
