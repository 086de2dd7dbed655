using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Logs;

namespace Strangler.Gateway.Tests.Logs;

/// <summary>The log for a program: an object a line, with what the message names, and no secret.</summary>
public sealed partial class JsonConsoleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 14, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Entry_HasTimeLevelCategoryEventMessage_AndEachValueByItsName()
    {
        var entry = Entry("{Route} is at {RouteStage}, {Count} of {Share}", "status", "live", 3, 0.5);

        Assert.Equal(
            """{"time":"2026-11-29T12:00:00.000Z","level":"warn","category":"Category","event_id":7,"event":"Moved","message":"status is at live, 3 of 0.5","route":"status","route_stage":"live","count":3,"share":0.5}""",
            entry.ToJsonString());
    }

    [Fact]
    public void ControlCharacters_AreEscaped_InOneLineOfAscii()
    {
        var line = Line(new InvalidDataException("a\u001b]0;title\u0007b"), "{File} says\n\u001b[2J\u202e", "features.json\u009b");

        Assert.EndsWith(Environment.NewLine, line, StringComparison.Ordinal);
        Assert.DoesNotContain(line.TrimEnd('\r', '\n'), c => c is < ' ' or > '~');
        Assert.Equal("features.json\u009b says\n\u001b[2J\u202e", (string?)JsonNode.Parse(line)!["message"]);
        Assert.Equal("System.IO.InvalidDataException", (string?)JsonNode.Parse(line)!["exception"]);
    }

    [Fact]
    public void Secrets_AreNeitherAmongTheValuesNorInMessagesAndExceptions()
    {
        var line = Line(new InvalidOperationException("password=hunter2-and-more"), "{Method} {Target} with {Token}", "GET", "/x?access_token=abcdef123456&page=2", "s3cr3t-value");

        Assert.DoesNotContain("abcdef123456", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t-value", line, StringComparison.Ordinal);
        Assert.Contains("page=2", (string?)JsonNode.Parse(line)!["message"], StringComparison.Ordinal);
        Assert.StartsWith("GET /x?access_token=", (string?)JsonNode.Parse(line)!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public void Text_WhoseSecretIsHiddenAlready_StaysAsItIs() =>
        Assert.Equal("/x?token=(not stored)&page=2", (string?)Entry("{Target}", "/x?token=(not stored)&page=2")["message"]);

    [Theory]
    [InlineData("Gateway:TesterSecret has 3 characters; give it 16 or more.")]
    [InlineData("Gateway:ManagementToken is empty; it must be a text.")]
    public void Name_OfASecretSetting_IsNoSecret(string said) => Assert.Equal($"yarp.json: {said}", (string?)Entry("{File}: {Errors}", "yarp.json", said)["message"]);

    [Fact]
    public void List_IsAList_AndEachOfItsTextsIsJudgedByItself()
    {
        var entry = Entry("{Names}", new List<string> { "Gateway:ConnectionLimit", "Gateway:ManagementToken", "password=hunter2" });

        Assert.Equal(["Gateway:ConnectionLimit", "Gateway:ManagementToken"], entry["names"]!.AsArray().Take(2).Select(name => (string?)name));
        Assert.StartsWith("Gateway:ConnectionLimit, Gateway:ManagementToken, ", (string?)entry["message"], StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", entry.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Value_NamedLikeAPartOfTheEntry_StandsBesideIt()
    {
        var entry = Entry("{Message} at {Time}", "hello", "noon");

        Assert.Equal(("hello at noon", "hello", "noon"), ((string?)entry["message"], (string?)entry["value_message"], (string?)entry["value_time"]));
    }

    [Fact]
    public void Entry_WithinASpan_HasItsTrace()
    {
        using var span = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        var entry = Entry("said");

        Assert.Equal((span.TraceId.ToHexString(), span.SpanId.ToHexString()), ((string?)entry["trace_id"], (string?)entry["span_id"]));
    }

    private static JsonObject Entry(string template, params object[] values) => (JsonObject)JsonNode.Parse(Line(null, template, values))!;

    /// <summary>As the framework hands an entry on: its values by the names that the message has, in order.</summary>
    private static string Line(Exception? exception, string template, params object[] values)
    {
        var state = Names().Matches(template).Select((name, at) => KeyValuePair.Create(name.Groups[1].Value, (object?)values[at])).Append(new("{OriginalFormat}", template)).ToList();
        var message = state.Aggregate(template, static (text, value) => text.Replace($"{{{value.Key}}}", Text(value.Value), StringComparison.Ordinal));
        using var writer = new StringWriter();
        new JsonConsole(new FakeTimeProvider(Noon)).Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Warning, "Category", new EventId(7, "Moved"), state, exception, (_, _) => message), null, writer);
        return writer.ToString();
    }

    private static string Text(object? value) => value is IEnumerable<string> several ? string.Join(", ", several) : string.Create(CultureInfo.InvariantCulture, $"{value}");

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Names();
}
