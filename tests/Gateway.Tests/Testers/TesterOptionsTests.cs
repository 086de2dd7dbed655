using System.ComponentModel.DataAnnotations;
using Strangler.Gateway.Testers;

namespace Strangler.Gateway.Tests.Testers;

public sealed class TesterOptionsTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("0123456789abcde~", null)]
    [InlineData("0123456789abcde", "has 15 characters; give it 16 or more")]
    [InlineData("                ", "visible ASCII characters only")]
    [InlineData("0123456789 abcdef", "visible ASCII characters only")]
    [InlineData("0123456789abcd\u00e9f", "visible ASCII characters only")]
    public void Secret_IsOneThatAHeaderCarries(string? secret, string? said)
    {
        var errors = new TesterOptions { TesterSecret = secret }.Validate(new ValidationContext(this)).Select(error => error.ErrorMessage).ToList();

        if (said is null)
            Assert.Empty(errors);
        else
            Assert.Contains(said, Assert.Single(errors), StringComparison.Ordinal);
    }
}
