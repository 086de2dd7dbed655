using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;

namespace Strangler.Services.Tests.Flask;

/// <summary>Arguments of the query (contract 3.3); what the contract leaves open was tried on Werkzeug 2.2.</summary>
public sealed class QueryArgumentTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("?", null)]
    [InlineData("?job_id=a&job_id=b", "a")]
    [InlineData("?job_id", "")]
    [InlineData("?job_id=&job_id=b", "")]
    [InlineData("?job_id=a+b%20c%2Bd", "a b c+d")]
    [InlineData("?job_id=a%26b", "a&b")]
    [InlineData("?job_id=%ff", "\ufffd")]
    [InlineData("?job_id=%E2%82", "\ufffd")]
    [InlineData("?job_id=%D1%84", "\u0444")]
    [InlineData("?job_id=%zz%", "%zz%")]
    [InlineData("?job%5Fid=x", "x")]
    [InlineData("?&&job_id=x", "x")]
    [InlineData("?=x&job_id==y=z", "=y=z")]
    [InlineData("?job_id=a?job_id=b", "a?job_id=b")]
    [InlineData("?job+id=1&job_id=5", "5")]
    [InlineData("?a;job_id=x", null)]
    [InlineData("??job_id=b", null)]
    [InlineData("?JOB_ID=a", null)]
    [InlineData("?x=1#job_id=2", null)]
    [InlineData("?x=1#&job_id=2", null)]
    [InlineData("?job_id=1#2", "1")]
    public void First_OfAQuery_IsReadAsInFlask(string query, string? value)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query);

        Assert.Equal(value, QueryArgument.First(request, "job_id"));
    }
}
