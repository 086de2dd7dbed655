using Strangler.Gateway.Management;

namespace Strangler.Gateway.Tests.Management;

public sealed class ManagementOptionsTests
{
    [Theory]
    [InlineData("http://0.0.0.0:9091", null, "Gateway:ManagementToken")]
    [InlineData("http://192.168.0.1:9091", "", "Gateway:ManagementToken")]
    [InlineData("http://example:9091", null, "Gateway:ManagementToken")]
    [InlineData("http://127.0.0.1:9091", "short", "16 or more")]
    public void Validate_UnsafeManagementPort_IsRefusedWithTheReason(string address, string? token, string part)
    {
        var result = new ManagementTokenValidator().Validate(null, new ManagementOptions { Management = address, ManagementToken = token });

        Assert.Contains(part, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9091", null)]
    [InlineData("http://localhost:9091", null)]
    [InlineData("http://[::1]:9091", null)]
    [InlineData("http://0.0.0.0:9091", "a-token-of-some-length")]
    public void Validate_SafeManagementPort_IsAccepted(string address, string? token) =>
        Assert.True(new ManagementTokenValidator().Validate(null, new ManagementOptions { Management = address, ManagementToken = token }).Succeeded);
}
