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

    /// <summary>This list may shrink; whoever makes it longer has to write it here, too.</summary>
    [Fact]
    public void NotReplayed_Is_ThisList() => Assert.Empty(Catalogue.NotReplayed);
}
