using System.Text;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Tests.Configuration;

public sealed class YarpFileValidatorTests
{
    private const string Clusters = """ "Clusters": { "legacy": {} } """;
    private const string Status = """ "status": { "Metadata": { "Route": "status" } } """;

    [Theory]
    [InlineData($$"""{ "ReverseProxy": { "Routes": { {{Status}} }, {{Clusters}} } }""", "")]
    [InlineData("\uFEFF// the operator's\n{ \"ReverseProxy\": { \"Routes\": {" + Status + ",}, " + Clusters + " } }", "")]
    [InlineData($$"""{ "ReverseProxy": { "Routes": { {{Status}}, {{Status}} }, {{Clusters}} } }""", "yarp.json line 1, ReverseProxy.Routes.status: 'status' stands in line 1 already; keep one")]
    [InlineData("{ \"ReverseProxy\": {\n" + Clusters + ",\n\"routes\": 1, \"Routes\": { " + Status + " } } }", "yarp.json line 3, ReverseProxy.Routes: 'Routes' stands in line 3 already; keep one")]
    [InlineData($$"""{ "ReverseProxy": { "Routes": [], {{Clusters}} } }""", "yarp.json: ReverseProxy.Routes is missing; the gateway needs a route to legacy")]
    [InlineData("{", "yarp.json line 1, position 2: not valid JSON: Expected depth to be zero at the end of the JSON payload.")]
    [InlineData("{ \"a\": 1\n}\n}", "yarp.json line 3, position 1: not valid JSON: ")]
    public void Validate_Text_NamesItsErrors(string text, string expected)
    {
        var errors = new YarpFileValidator("yarp.json", () => []).Validate(Encoding.UTF8.GetBytes(text));

        Assert.StartsWith(expected, string.Join("; ", errors), StringComparison.Ordinal);
        Assert.Equal(expected.Length > 0 ? 1 : 0, errors.Count);
    }
}
