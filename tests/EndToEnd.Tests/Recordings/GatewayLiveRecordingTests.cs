namespace Strangler.EndToEnd.Tests.Recordings;

public sealed class GatewayLiveRecordingTests : RecordingTests
{
    public static TheoryData<string> Cases => At(Target.AtLive);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task GatewayAtLive_Recording_IsAnswered(string id) => AssertRecordedAsync(id, Target.AtLive);
}
