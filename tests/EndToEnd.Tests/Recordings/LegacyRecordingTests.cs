namespace Strangler.EndToEnd.Tests.Recordings;

public sealed class LegacyRecordingTests : RecordingTests
{
    public static TheoryData<string> Cases => At(Target.Legacy);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task ReferenceFlask_Recording_IsAnswered(string id) => AssertRecordedAsync(id, Target.Legacy);
}
