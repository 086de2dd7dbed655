namespace Strangler.EndToEnd.Tests.Recordings;

public sealed class GatewayLegacyRecordingTests : RecordingTests
{
    public static TheoryData<string> Cases => At(Target.AtLegacy);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task GatewayAtLegacy_Recording_IsAnswered(string id) => AssertRecordedAsync(id, Target.AtLegacy);
}
