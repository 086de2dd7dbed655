using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Listeners;
using Strangler.Gateway.Testers;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>Whom a canary takes for one client.</summary>
public sealed class CanarySubjectsTests
{
    private const string Address = "192.168.0.7";

    [Theory]
    [InlineData("address", "", "", Address)]
    [InlineData("address", "ana", "id=ben", Address)]
    [InlineData("header:X-Client", "ana", "id=ben", "ana")]
    [InlineData("header:x-client", " ana ", "", "ana")]
    [InlineData("header:X-Client", "", "id=ben", Address)]
    [InlineData("cookie:id", "ana", "a=b; id=ben; id=eve", "ben")]
    [InlineData("cookie:id", "ana", "id=ben", "ben")]
    [InlineData("cookie:id", "", "xid=ben; Id=eve", Address)]
    [InlineData("cookie:id", "", "id=", Address)]
    [InlineData("cookie:id", "", "", Address)]
    public void Subject_IsWhatTheSettingSays_ElseTheAddress(string by, string header, string cookie, string subject)
    {
        var subjects = new CanarySubjects(Options.Create(new CanaryOptions { CanaryBy = by }));

        Assert.True(subjects.IsTaken(Only(subject), Request(header, cookie)));
        Assert.False(subjects.IsTaken(Only("another"), Request(header, cookie)));
    }

    [Theory]
    [InlineData("header:X-Client")]
    [InlineData("cookie:id")]
    [InlineData("address")]
    public void Subject_IsFoundWithoutAllocation(string by)
    {
        var (subjects, canary, request) = (new CanarySubjects(Options.Create(new CanaryOptions { CanaryBy = by })), Only("ana"), Request("ana", "a=b; id=ben"));
        for (var i = 0; i < 100; i++)
            subjects.IsTaken(canary, request);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            subjects.IsTaken(canary, request);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("address", true)]
    [InlineData("cookie:id", true)]
    [InlineData("header:X-Client-Id", true)]
    [InlineData("", false)]
    [InlineData("session", false)]
    [InlineData("address:x", false)]
    [InlineData("header:", false)]
    [InlineData("header:a b", false)]
    [InlineData("cookie:a=b", false)]
    public void Setting_HasThreeForms(string by, bool isOne) => Assert.Equal(isOne, CanaryBy.TryParse(by, out _));

    [Theory]
    [InlineData($"cookie:{TesterMiddleware.Pass}", false)]
    [InlineData($"header:{TesterMiddleware.Choice}", false)]
    [InlineData($"header:{TesterMiddleware.Secret}", false)]
    [InlineData("header:host", false)]
    [InlineData("header:content-length", false)]
    [InlineData("cookie:X-Cutover", true)]
    [InlineData("cookie:Host", true)]
    [InlineData("header:X-Client", true)]
    [InlineData("address", true)]
    public void Setting_ThatTellsNoClientsApart_IsRefused(string by, bool isGood)
    {
        var errors = new CanaryOptions { CanaryBy = by }.Validate(new ValidationContext(by)).Select(error => error.ErrorMessage);

        if (isGood)
            Assert.Empty(errors);
        else
            Assert.Contains($"\"{by}\": does not tell clients apart", Assert.Single(errors), StringComparison.Ordinal);
    }

    /// <summary>A canary that takes this client and, but for one in ten thousand, no other.</summary>
    private static Canary Only(string subject) => Canary.Compile(CanaryFlag.Name, new Allocation
    {
        User = [new UserAllocation { Variant = "live", Users = [subject] }],
        Percentile = [new PercentileAllocation { Variant = "live", From = 0, To = 0.01 }],
    });

    private static HttpRequest Request(string header, string cookie)
    {
        var request = new DefaultHttpContext().Request;
        if (header.Length > 0)
            request.Headers["X-Client"] = header;
        if (cookie.Length > 0)
            request.Headers.Cookie = cookie;
        request.HttpContext.Features.Set<IClientAddress>(new Client(IPAddress.Parse(Address)));
        return request;
    }
}
