namespace Strangler.EndToEnd.Tests.Recordings;

public sealed class GatewayCompleteRecordingTests : RecordingTests
{
    public static TheoryData<string> Cases => At(Target.AtComplete);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task GatewayAtComplete_Recording_IsAnswered(string id) => AssertRecordedAsync(id, Target.AtComplete);
}
